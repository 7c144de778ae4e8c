package org.thalweg.spark.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.thalweg.settings.Setting;

/**
 * A type of values: the expected values, and how a value is read and written.
 *
 * @param <T> the values
 */
public interface ValueType<T> {
    /** What is expected, as in {@code a whole number of at least 1}. */
    String expected();

    /** What is expected with the other settings; by default {@link #expected()}. */
    default String expected(Reading at) {
        return expected();
    }

    /** An example of a value as it is written in a job file, for messages and documentation. */
    default String example() {
        return "";
    }

    /**
     * Reads a field that is not empty. If the value is invalid, an error is added and the result is harmless.
     *
     * @param example the example of the key, for messages
     */
    T read(SettingField field, String example, Reading at);

    /** A value as maps, lists, texts, numbers, truth values and null, from which an equal one is read. */
    Object write(T value);

    /** The value if there is neither a value nor a default. */
    T nothing();

    /** Advice if a required value is missing. */
    default String adviceIfMissing(String example, Reading at) {
        return "take e.g. " + example;
    }

    /** The groups of keys that a value may have if it is a map. */
    default List<Group> groups() {
        return List.of();
    }

    /** The part of a path between a key and the keys of its groups, such as a column's name; usually empty. */
    default String between() {
        return "";
    }

    /** The choices, each with a sentence that describes it; empty if their names are self-explanatory. */
    default Map<String, String> choices() {
        return Map.of();
    }

    /** The result of {@link #write}, as it is written on one line of a job file. */
    static String text(Object written) {
        if (written instanceof Map<?, ?> map) {
            List<String> parts = new ArrayList<>();
            map.forEach((key, value) -> parts.add(key + ": " + text(value)));
            return parts.isEmpty() ? "{}" : "{ " + String.join(", ", parts) + " }";
        }
        if (written instanceof List<?> list) {
            return "[" + String.join(", ", list.stream().map(ValueType::text).toList()) + "]";
        }
        return written instanceof Double number ? Setting.text(number) : written == null ? "none" : written.toString();
    }
}
