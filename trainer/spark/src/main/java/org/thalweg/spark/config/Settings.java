package org.thalweg.spark.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The values of a group's keys, read and checked. Immutable; two are equal if all their values are.
 *
 * <p>A key that may not be used with the others has no value: {@link #get} returns the empty value of its type, and the key is
 * not written.
 */
public final class Settings {
    private final Group group;
    private final Map<Key<?>, Object> values;

    Settings(Group group, Map<Key<?>, Object> values) {
        this.group = group;
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Settings of a group without any values. */
    static Settings none(Group group) {
        return new Settings(group, Map.of());
    }

    /**
     * The value of a key.
     *
     * @throws IllegalArgumentException for a key of another group
     */
    public <T> T get(Key<T> key) {
        requireMember(key);
        @SuppressWarnings("unchecked") // put in with the same key
        T value = (T) values.get(key);
        return value == null ? key.type().nothing() : value;
    }

    /** Whether a key may be used with the others. */
    public boolean has(Key<?> key) {
        return values.containsKey(key);
    }

    /**
     * The same with another value of a key. Rules across keys are not checked again.
     *
     * @throws IllegalArgumentException for a key of another group
     */
    public <T> Settings with(Key<T> key, T value) {
        requireMember(key);
        Map<Key<?>, Object> changed = new LinkedHashMap<>(values);
        changed.put(key, Objects.requireNonNull(value, key.name()));
        return new Settings(group, changed);
    }

    private void requireMember(Key<?> key) {
        if (!group.keys().contains(key)) {
            throw new IllegalArgumentException(key + ": expected one of the keys " + group.keys());
        }
    }

    /** Every value by its key's name, as {@link ValueType#write} gives it, in the group's order. */
    public Map<String, Object> written() {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Key<?> key : group.keys()) {
            if (values.containsKey(key)) {
                map.put(key.name(), written(key));
            }
        }
        return map;
    }

    private <T> Object written(Key<T> key) {
        return key.type().write(get(key));
    }

    /**
     * Every single value as a text, by the path of its key; an absent value is {@code null}.
     *
     * @param which selects keys; the keys below a group that is not selected are left out
     */
    public Map<String, String> flat(Predicate<Key<?>> which) {
        Map<String, String> into = new LinkedHashMap<>();
        flatten("", which, into);
        return into;
    }

    private void flatten(String path, Predicate<Key<?>> which, Map<String, String> into) {
        for (Key<?> key : group.keys()) {
            if (!values.containsKey(key) || !which.test(key)) {
                continue;
            }
            String at = path + key.name();
            Object value = values.get(key);
            Object settings = value instanceof Optional<?> optional ? optional.orElse(null) : value;
            if (settings instanceof Settings below) {
                below.flatten(at + ".", which, into);
            } else {
                flatten(at, written(key), into);
            }
        }
    }

    private static void flatten(String path, Object written, Map<String, String> into) {
        if (written instanceof Map<?, ?> map) {
            map.forEach((key, value) -> flatten(path + "." + key, value, into));
        } else {
            into.put(path, String.valueOf(written));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Settings that && group.equals(that.group) && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return ValueType.text(written());
    }
}
