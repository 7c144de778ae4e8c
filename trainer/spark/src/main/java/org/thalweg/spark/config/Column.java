package org.thalweg.spark.config;

import java.util.Objects;

/** A column of the data, by name or, in CSV, by index. */
public sealed interface Column {

    /** A column by its name. */
    record Named(String name) implements Column {
        /** Requires a name that is not blank. */
        public Named {
            if (Objects.requireNonNull(name, "name").isBlank()) {
                throw new IllegalArgumentException("column: expected a name, found a blank one");
            }
        }

        /** A column as it is written in settings: back-ticks around the whole name are removed. */
        public static Named of(String spelt) {
            boolean quoted = spelt.length() > 2 && spelt.startsWith("`") && spelt.endsWith("`");
            return new Named(quoted ? spelt.substring(1, spelt.length() - 1) : spelt);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** A column by its index, from 0. */
    record Indexed(int index) implements Column {
        /** Requires an index of at least 0. */
        public Indexed {
            if (index < 0) {
                throw new IllegalArgumentException("column: expected an index from 0, found " + index);
            }
        }

        @Override
        public String toString() {
            return Integer.toString(index);
        }
    }
}
