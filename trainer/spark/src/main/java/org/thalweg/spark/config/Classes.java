package org.thalweg.spark.config;

import java.util.HashSet;
import java.util.List;
import org.thalweg.settings.Setting;

/** The classes that a job expects in its labels. */
public sealed interface Classes {

    /** How many classes there are. */
    int count();

    /** Only their count, at least 2. */
    record Count(int count) implements Classes {
        public static final Setting COUNT = Setting.wholeAtLeast("classes", 2, 10);

        /**
         * Checks the range.
         *
         * @throws IllegalArgumentException for fewer than 2
         */
        public Count {
            COUNT.require(count);
        }
    }

    /** Their labels, in the order of the network's outputs. */
    record Names(List<String> names) implements Classes {
        /**
         * Copies the list.
         *
         * @throws IllegalArgumentException for fewer than 2, or one named twice
         */
        public Names {
            names = List.copyOf(names);
            if (names.size() < 2 || new HashSet<>(names).size() < names.size()) {
                throw new IllegalArgumentException("classes: expected at least 2 different names, found " + names);
            }
        }

        @Override
        public int count() {
            return names.size();
        }
    }
}
