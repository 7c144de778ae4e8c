package org.thalweg.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.thalweg.math.Philox;

/**
 * Which rows are held out of training, to judge it by. Decided by the seed and the rows alone, before they are dealt into
 * lanes.
 *
 * @param validation the rows that every epoch is judged by
 * @param test the rows that the model is judged by at the end
 */
public record HoldOut(Part validation, Part test) implements Serializable {
    /** Nothing is held out. */
    public static final HoldOut NONE = new HoldOut(Part.NONE, Part.NONE);

    private static final long BY_CONTENT = 0x434F4E54454E54L;
    private static final long BY_NUMBER = 0x4E554D424552L;
    private static final double UNIT = 0x1p-53;

    /** How the rows of a part are chosen. */
    public enum By {
        /** Each row by chance, whatever it holds: an ordinary random sample of the rows. */
        ROWS,
        /** By their features: rows of equal features are on one side, whatever their targets and weights. */
        CONTENT,
        /** By the {@linkplain MarkedExample#mark() mark} that a row comes with. */
        MARKS
    }

    /**
     * A part of the rows.
     *
     * @param share of all rows, [0, 1); of marked rows the share that they are expected to be
     */
    public record Part(double share, By by) implements Serializable {
        /** No rows. */
        public static final Part NONE = new Part(0, By.ROWS);

        /** Checks the range. */
        public Part {
            Objects.requireNonNull(by, "by");
            if (!(share >= 0 && share < 1)) {
                throw new IllegalArgumentException("share: expected from 0 to below 1, found " + share);
            }
        }

        private double share(By asked) {
            return by == asked ? share : 0;
        }
    }

    /** Checks that rows are left to train on. */
    public HoldOut {
        if (validation.share() + test.share() >= 1) {
            throw new IllegalArgumentException("validation and test: expected shares below 1 together, found "
                    + validation.share() + " and " + test.share());
        }
    }

    /** A random sample of the rows is held out for validation. */
    public static HoldOut ofRows(double share) {
        return new HoldOut(new Part(share, By.ROWS), Part.NONE);
    }

    /** The side of a row as far as its content and its mark decide it; {@link Side#RANDOM} where its number does. */
    Side side(long seed, MarkedExample row) {
        return side(seed, row.mark(), RowView.of(row.example()), new RowHash());
    }

    /** The same of a row's mark and what it holds. */
    Side side(long seed, Side mark, RowView row, RowHash hash) {
        if (mark != Side.RANDOM) {
            return mark;
        }
        double left = 1 - test.share(By.MARKS) - validation.share(By.MARKS);
        double ofTest = test.share(By.CONTENT) / left;
        double ofBoth = ofTest + validation.share(By.CONTENT) / left;
        if (ofBoth > 0) {
            double place = uniform(BY_CONTENT, hash.ofFeatures(seed, row));
            if (place < ofBoth) {
                return place < ofTest ? Side.TEST : Side.VALIDATION;
            }
        }
        return leavesToNumber() ? Side.RANDOM : Side.TRAINING;
    }

    /**
     * How many of equal rows are in each split, by {@link Split#ordinal}: of those left to chance, row number i is held out
     * where a hash of the key and i, as a number of [0, 1), lies below the share.
     */
    public long[] counts(EqualRows rows) {
        long[] counts = new long[Split.values().length];
        countInto(rows.key(), rows.side(), rows.count(), counts);
        return counts;
    }

    /**
     * The same of rows of a key.
     *
     * @param counts written, by {@link Split#ordinal}
     */
    public void countInto(long ofKey, Side side, long count, long[] counts) {
        Arrays.fill(counts, 0);
        if (side != Side.RANDOM) {
            counts[side.split().ordinal()] = count;
            return;
        }
        // What is chosen otherwise is no longer there: a share of all rows is a greater one of what is left.
        double left = 1 - chosenOtherwise();
        double ofTest = test.share(By.ROWS) / left;
        double ofBoth = ofTest + validation.share(By.ROWS) / left;
        long key = Philox.mix(BY_NUMBER, ofKey);
        for (long number = 0; number < count; number++) {
            counts[split(key, number, ofTest, ofBoth).ordinal()]++;
        }
    }

    /** Whether some rows are left to {@linkplain Side#RANDOM chance}: then their numbers among equal rows decide. */
    public boolean leavesToNumber() {
        return test.share(By.ROWS) + validation.share(By.ROWS) > 0;
    }

    /**
     * The split of one of the rows that {@link #countInto} counts.
     *
     * @param number of the row among those of its key and side, from 0
     */
    public Split split(long ofKey, Side side, long number) {
        if (side != Side.RANDOM) {
            return side.split();
        }
        double left = 1 - chosenOtherwise();
        double ofTest = test.share(By.ROWS) / left;
        return split(Philox.mix(BY_NUMBER, ofKey), number, ofTest, ofTest + validation.share(By.ROWS) / left);
    }

    private static Split split(long key, long number, double ofTest, double ofBoth) {
        double place = uniform(key, number);
        return place < ofTest ? Split.TEST : place < ofBoth ? Split.VALIDATION : Split.TRAINING;
    }

    private double chosenOtherwise() {
        return (validation.by() == By.ROWS ? 0 : validation.share()) + (test.by() == By.ROWS ? 0 : test.share());
    }

    private static double uniform(long key, long number) {
        return (Philox.mix(key, number) >>> 11) * UNIT;
    }

    /** The side that a row is on, as far as it is known. */
    public enum Side {
        /** Not decided yet: chance decides. */
        RANDOM,
        /** {@link Split#TRAINING}. */
        TRAINING,
        /** {@link Split#VALIDATION}. */
        VALIDATION,
        /** {@link Split#TEST}. */
        TEST;

        private static final Side[] SIDES = values();
        private static final Split[] SPLITS = Split.values();

        /** The side that a split's rows are on. */
        public static Side of(Split split) {
            return SIDES[split.ordinal() + 1];
        }

        /**
         * The split of a side that is decided.
         *
         * @throws IllegalStateException of {@link #RANDOM}
         */
        public Split split() {
            if (this == RANDOM) {
                throw new IllegalStateException("side: expected one that is decided, found CHANCE");
            }
            return SPLITS[ordinal() - 1];
        }
    }
}
