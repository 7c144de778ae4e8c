package org.thalweg.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/** A feature column, and its encoding as network inputs. */
public sealed interface FeatureColumn extends Serializable {
    /** The suffix in the name of an input that indicates a missing value. */
    String IS_MISSING = " is missing";

    /** The column's name. */
    String name();

    /** The number of inputs of the column, 0 or more. */
    int inputs();

    /**
     * How many of these inputs, from the first one on, are numbers to be scaled; all others are from −1 to 1 and are
     * not scaled.
     */
    int numbers();

    /** The maximum number of non-zero inputs in a row without missing values. */
    int maxNonZeros();

    /** A name for each input. */
    List<String> inputNames();

    /**
     * Numbers: one per cell, or several in a vector column. They are followed by an indicator input for each number
     * that was missing in some training row: 1 if it is missing, otherwise 0.
     *
     * @param width numbers per cell, 1 or more
     * @param missing indices of numbers with an indicator, from 0 to width − 1, ascending
     */
    record Numeric(String name, int width, List<Integer> missing) implements FeatureColumn {
        private static final long serialVersionUID = 1;

        /** Above this width a column's numbers are not named individually. */
        public static final int NAMED_WIDTH = 4096;

        /** Copies the list. @throws IllegalArgumentException if an index is out of range or out of order */
        public Numeric {
            missing = List.copyOf(missing);
            int least = 0;
            for (int place : missing) {
                if (place < least || place >= width) {
                    throw new IllegalArgumentException(name + ": expected ascending indices of missing values below "
                            + width + ", found " + place);
                }
                least = place + 1;
            }
            if (width < 1 || width > Integer.MAX_VALUE - missing.size()) {
                throw new IllegalArgumentException(name + ": expected 1 to 2^31 numbers, found " + width);
            }
        }

        @Override
        public int inputs() {
            return width + missing.size();
        }

        @Override
        public int numbers() {
            return width;
        }

        @Override
        public int maxNonZeros() {
            return width;
        }

        @Override
        public List<String> inputNames() {
            List<String> names = new ArrayList<>();
            for (int place = 0; place < width; place++) {
                names.add(inputName(place));
            }
            missing.forEach(place -> names.add(inputName(place) + IS_MISSING));
            return names;
        }

        private String inputName(int place) {
            return width == 1 || width > NAMED_WIDTH ? name : name + "[" + place + "]";
        }
    }

    /**
     * One-hot encoding: one input per category in the training rows, 1 for the row's category, otherwise 0. For an
     * unknown category all inputs are 0.
     *
     * @param categories in the order of their inputs, distinct; empty if they are not known yet
     * @param missing whether the last input indicates a missing category; otherwise all inputs are 0 for it
     */
    record OneHot(String name, List<String> categories, boolean missing) implements FeatureColumn {
        private static final long serialVersionUID = 1;

        /** The most categories for one-hot encoding; hash columns with more. */
        public static final int MAX_CATEGORIES = 10_000;

        /** Copies the list. @throws IllegalArgumentException if a category occurs twice */
        public OneHot {
            categories = List.copyOf(categories);
            if (new HashSet<>(categories).size() < categories.size()) {
                throw new IllegalArgumentException(name + ": expected distinct categories, found a duplicate");
            }
        }

        @Override
        public int inputs() {
            return categories.size() + (missing ? 1 : 0);
        }

        @Override
        public int numbers() {
            return 0;
        }

        @Override
        public int maxNonZeros() {
            return 1;
        }

        @Override
        public List<String> inputNames() {
            List<String> names = new ArrayList<>();
            categories.forEach(category -> names.add(name + "=" + category));
            if (missing) {
                names.add(name + IS_MISSING);
            }
            return names;
        }
    }

    /**
     * Feature hashing: a fixed number of inputs, 1 for the category's bucket, otherwise 0. Different categories may
     * share a bucket. The bucket is MurmurHash3 (x86, 32 bits, seed 0), as an unsigned number, modulo the buckets; it
     * is computed from the UTF-8 bytes of {@code name=category}, or of {@code name} for a missing category.
     *
     * @param buckets 2 or more
     */
    record Hashed(String name, int buckets) implements FeatureColumn {
        private static final long serialVersionUID = 1;

        /** Checks the range. @throws IllegalArgumentException for fewer than 2 buckets */
        public Hashed {
            if (buckets < 2) {
                throw new IllegalArgumentException(name + ": expected 2 or more buckets, found " + buckets);
            }
        }

        @Override
        public int inputs() {
            return buckets;
        }

        @Override
        public int numbers() {
            return 0;
        }

        @Override
        public int maxNonZeros() {
            return 1;
        }

        @Override
        public List<String> inputNames() {
            return IntStream.range(0, buckets)
                    .mapToObj(bucket -> name + "#" + bucket)
                    .toList();
        }
    }

    /**
     * A date or time as its parts: first the numbers, then the sines and cosines of cyclic parts, then an indicator of
     * a missing value if there were any in training. For a missing value, sines and cosines are 0.
     *
     * @param parts at least one
     * @param format of texts: see {@link DateReader}
     * @param zone time zone: see {@link DateReader}
     * @param missing whether there is an indicator input for a missing value
     */
    record Dates(String name, List<DatePart> parts, String format, String zone, boolean missing)
            implements FeatureColumn {
        private static final long serialVersionUID = 1;

        /** Copies the list. @throws IllegalArgumentException without parts, or for an invalid format or zone */
        public Dates {
            parts = List.copyOf(parts);
            if (parts.isEmpty()) {
                throw new IllegalArgumentException(name + ": expected at least one part, found none");
            }
            new DateReader(format, zone);
        }

        @Override
        public int inputs() {
            return parts.stream().mapToInt(DatePart::inputs).sum() + (missing ? 1 : 0);
        }

        @Override
        public int numbers() {
            return (int) parts.stream().filter(part -> !part.cyclic()).count();
        }

        @Override
        public int maxNonZeros() {
            return inputs() - (missing ? 1 : 0);
        }

        @Override
        public List<String> inputNames() {
            List<String> names = new ArrayList<>();
            List<String> cyclic = new ArrayList<>();
            for (DatePart part : parts) {
                String each = name + "." + part.kind().label();
                if (part.cyclic()) {
                    cyclic.addAll(List.of(each + ".sin", each + ".cos"));
                } else {
                    names.add(each);
                }
            }
            names.addAll(cyclic);
            if (missing) {
                names.add(name + IS_MISSING);
            }
            return names;
        }
    }
}
