package org.thalweg.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/** A column of rows that a network reads, and the inputs that it becomes. */
public sealed interface FeatureColumn extends Serializable {
    /** What an input is called that tells of a missing value. */
    String IS_MISSING = " is missing";

    /** The column's name. */
    String name();

    /** The inputs that the column becomes, 0 or more. */
    int inputs();

    /** How many of these inputs, the first ones, are numbers to be scaled; all others are from −1 to 1, and stay so. */
    int numbers();

    /** How many of these inputs are not 0 in a row that has a value, at most. */
    int held();

    /** A name for each input. */
    List<String> inputNames();

    /**
     * Numbers: one, or as many as a wider column's cells hold, and behind them an input for each place among them that
     * had a value missing in training: 1 where it is missing, else 0.
     *
     * @param width 1 or more
     * @param missing places from 0 to width − 1, ascending
     */
    record Numeric(String name, int width, List<Integer> missing) implements FeatureColumn {
        private static final long serialVersionUID = 1;

        /** Above this width a column's numbers are not named one by one. */
        public static final int NAMED_WIDTH = 4096;

        /** Copies the list. @throws IllegalArgumentException if a place is not of the width, or out of order */
        public Numeric {
            missing = List.copyOf(missing);
            int least = 0;
            for (int place : missing) {
                if (place < least || place >= width) {
                    throw new IllegalArgumentException(name + ": expected ascending places below " + width
                            + " that have values missing, found " + place);
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
        public int held() {
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
     * A category, as one input for each that training knew: 1 for the row's own, else 0. A category that training did
     * not know has all zeros.
     *
     * @param categories in the order of their inputs, distinct; empty where they are not known yet
     * @param missing whether a missing category has an input of its own, the last; without, it has all zeros
     */
    record OneHot(String name, List<String> categories, boolean missing) implements FeatureColumn {
        private static final long serialVersionUID = 1;

        /** So many categories are still taken apart one by one: beyond, hash them. */
        public static final int MAX_CATEGORIES = 10_000;

        /** Copies the list. @throws IllegalArgumentException if a category stands twice */
        public OneHot {
            categories = List.copyOf(categories);
            if (new HashSet<>(categories).size() < categories.size()) {
                throw new IllegalArgumentException(name + ": expected distinct categories, found one twice");
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
        public int held() {
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
     * A category, as a fixed number of inputs: 1 in the one that the category's hash says, else 0; different categories
     * may share one. The hash is MurmurHash3 (x86, 32 bits, seed 0) of the UTF-8 bytes of {@code name=category}, of
     * {@code name} alone where the category is missing, as an unsigned number modulo the buckets.
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
        public int held() {
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
     * A date or time as its parts: the numbers first, then the sines and cosines of cyclic parts, then, where training rows
     * lacked a value, an input that is 1 where it is missing; a missing one's sines and cosines are 0.
     *
     * @param parts at least one
     * @param format of texts: see {@link DateReader}
     * @param zone whose clock is read: see {@link DateReader}
     * @param missing whether there is an input for a missing value
     */
    record Dates(String name, List<DatePart> parts, String format, String zone, boolean missing)
            implements FeatureColumn {
        private static final long serialVersionUID = 1;

        /** Copies the list. @throws IllegalArgumentException without a part, or for a format or zone that is none */
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
        public int held() {
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
