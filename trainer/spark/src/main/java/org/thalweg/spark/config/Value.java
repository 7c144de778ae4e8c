package org.thalweg.spark.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A YAML value and where it stands; immutable, so that an alias shares its value safely. */
public sealed interface Value {
    public Place place();

    /** How a message names this value after "found". */
    public String found();

    default boolean isNothing() {
        return false;
    }

    /** {@code plain}: written without quotes. */
    public record Scalar(Place place, String text, boolean plain) implements Value {
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

    public record Items(Place place, List<Value> values) implements Value {
        public Items {
            values = List.copyOf(values);
        }

        @Override
        public String found() {
            return values.isEmpty() ? "an empty list" : "a list";
        }
    }

    /** A key's value, and where the key stands. */
    public record Entry(Place key, Value value) {}

    public record Mapping(Place place, Map<String, Entry> entries) implements Value {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        public Mapping with(String key, Entry entry) {
            Map<String, Entry> changed = new LinkedHashMap<>(entries);
            changed.put(key, entry);
            return new Mapping(place, changed);
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
}
