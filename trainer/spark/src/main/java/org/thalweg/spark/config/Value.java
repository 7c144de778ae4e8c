package org.thalweg.spark.config;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A YAML value and its position. It is immutable, so that an alias can share a value. */
public sealed interface Value {
    /** Its position. */
    public SourcePosition position();

    /** The description of this value in a message, after "found". */
    public String found();

    default boolean isNothing() {
        return false;
    }

    /** {@code plain}: written without quotes. */
    public record Scalar(SourcePosition position, String text, boolean plain) implements Value {
        private static final int LONGEST_SHOWN = 60;

        @Override
        public boolean isNothing() {
            return plain && Literal.isNothing(text);
        }

        @Override
        public String found() {
            if (isNothing()) {
                return "nothing";
            }
            String shown = text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
            return plain ? shown : '"' + shown + '"';
        }
    }

    /** A list. */
    public record Items(SourcePosition position, List<Value> values) implements Value {
        /** Copies the list. */
        public Items {
            values = List.copyOf(values);
        }

        @Override
        public String found() {
            return values.isEmpty() ? "an empty list" : "a list";
        }
    }

    /** The value of a key, and the position of the key. */
    public record Entry(SourcePosition key, Value value) {}

    /** Values by key, in their order. */
    public record Mapping(SourcePosition position, Map<String, Entry> entries) implements Value {
        /** Copies the map. */
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        /** The same with another entry of a key. */
        public Mapping with(String key, Entry entry) {
            Map<String, Entry> changed = new LinkedHashMap<>(entries);
            changed.put(key, entry);
            return new Mapping(position, changed);
        }

        @Override
        public String found() {
            return entries.isEmpty() ? "an empty map" : "a map of " + String.join(", ", firstKeys());
        }

        private List<String> firstKeys() {
            List<String> keys = new ArrayList<>(entries.keySet());
            return keys.size() > 4 ? keys.subList(0, 4) : keys;
        }
    }

    /**
     * Converts a map from a program.
     *
     * @param values texts, numbers, truth values, lists, arrays, maps and null by key; a key with dots is a path of nested
     *     maps
     */
    static Mapping mapping(Map<String, ?> values, SourcePosition position, SettingsErrors errors) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (key == null || List.of(key.split("\\.", -1)).contains("")) {
                errors.add(
                        position,
                        "expected keys such as training.epochs, found " + (key == null ? "null" : '"' + key + '"'));
                return;
            }
            int dot = key.indexOf('.');
            String first = dot < 0 ? key : key.substring(0, dot);
            Value below = dot < 0
                    ? of(value, position, errors)
                    : mapping(Collections.singletonMap(key.substring(dot + 1), value), position, errors);
            entries.merge(
                    first,
                    new Entry(position, below),
                    (old, added) -> new Entry(position, merged(first, old, added, errors)));
        });
        return new Mapping(position, entries);
    }

    private static Value merged(String key, Entry old, Entry added, SettingsErrors errors) {
        if (!(old.value() instanceof Mapping left) || !(added.value() instanceof Mapping right)) {
            errors.add(added.key(), "duplicate key " + key + "; it is given twice: keep one");
            return added.value();
        }
        Map<String, Entry> all = new LinkedHashMap<>(left.entries());
        right.entries()
                .forEach((below, entry) -> all.merge(
                        below,
                        entry,
                        (first, second) -> new Entry(first.key(), merged(key + "." + below, first, second, errors))));
        return new Mapping(left.position(), all);
    }

    private static Value of(Object value, SourcePosition position, SettingsErrors errors) {
        if (value != null && value.getClass().isArray()) {
            List<Object> items = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                items.add(Array.get(value, i));
            }
            return of(items, position, errors);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> named = new LinkedHashMap<>();
            map.forEach((key, below) -> named.put(String.valueOf(key), below));
            return mapping(named, position, errors);
        }
        if (value instanceof Iterable<?> list) {
            List<Value> items = new ArrayList<>();
            list.forEach(item -> items.add(of(item, position, errors)));
            return new Items(position, items);
        }
        return new Scalar(position, String.valueOf(value), true);
    }
}
