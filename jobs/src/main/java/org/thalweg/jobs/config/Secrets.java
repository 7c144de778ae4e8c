package org.thalweg.jobs.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Removes secrets from files that may be shared: who is notified, and users and passwords in addresses. */
final class Secrets {
    static final String WITHHELD = "withheld";

    private static final String NOTIFIED = "notify";

    /** The user, or user and password, of an address. */
    private static final Pattern USER = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*://)[^/@\\s]+@");

    private Secrets() {}

    /** A job's values without its secrets. */
    static Map<String, Object> without(Map<String, Object> job) {
        Map<String, Object> shared = new LinkedHashMap<>();
        job.forEach((key, value) -> shared.put(
                key,
                key.equals("retrain") && value instanceof Map<?, ?> retrain
                        ? withoutNotified(retrain)
                        : masked(value)));
        return shared;
    }

    private static Object withoutNotified(Map<?, ?> retrain) {
        Map<Object, Object> shared = new LinkedHashMap<>(retrain);
        shared.remove(NOTIFIED);
        return masked(shared);
    }

    /** A job's values by their paths, without its secrets. */
    static Map<String, String> withoutByPath(Map<String, String> job) {
        Map<String, String> shared = new LinkedHashMap<>(job);
        shared.keySet().removeIf(key -> key.startsWith("retrain." + NOTIFIED + "."));
        shared.replaceAll((key, value) -> masked(value));
        return shared;
    }

    private static Object masked(Object value) {
        if (value instanceof String text) {
            return masked(text);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Secrets::masked).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> shared = new LinkedHashMap<>();
            map.forEach((key, each) -> shared.put(key, masked(each)));
            return shared;
        }
        return value;
    }

    /** A text without the users and passwords of its addresses. */
    static String masked(String text) {
        return USER.matcher(text).replaceAll("$1" + WITHHELD + "@");
    }
}
