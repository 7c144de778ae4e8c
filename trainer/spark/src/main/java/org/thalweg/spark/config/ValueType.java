package org.thalweg.spark.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.thalweg.settings.Setting;

/**
 * A type of values: what is expected, how one is read and written.
 *
 * @param <T> the values
 */
public interface ValueType<T> {
    /** What is expected, as in {@code a whole number of at least 1}. */
    String expected();

    /** What is expected beside other values; otherwise as {@link #expected()}. */
    default String expected(Reading at) {
        return expected();
    }

    /** A value as a job file spells it, for messages and documentation. */
    default String example() {
        return "";
    }

    /**
     * Reads a slot that is not empty. Where it holds no such value, a fault is added and the result is harmless.
     *
     * @param example to take instead, as the key has it
     */
    T read(SettingField field, String example, Reading at);

    /** A value as maps, lists, texts, numbers, truth values and null, from which an equal one is read. */
    Object write(T value);

    /** The value where there is none and no default either. */
    T nothing();

    /** What to do where a value must be given and is not. */
    default String adviceIfMissing(String example, Reading at) {
        return "take e.g. " + example;
    }

    /** The groups whose keys stand below a value that is a map. */
    default List<Group> groups() {
        return List.of();
    }

    /** What stands between a key and the keys of its groups in their paths, such as a column's name; mostly nothing. */
    default String between() {
        return "";
    }

    /** The words that a value may be, each with a sentence that says what it is; none where they say it by themselves. */
    default Map<String, String> words() {
        return Map.of();
    }

    /** What {@link #write} gives, as a job file spells it on one line. */
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
