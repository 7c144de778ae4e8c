package org.thalweg.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.thalweg.math.Philox;

/**
 * Which rows are held out of training for evaluation. This depends only on the seed and the rows, and is decided before
 * rows are distributed to lanes.
 *
 * @param validation the rows that every epoch is evaluated on
 * @param test the rows that the final model is evaluated on
 */
public record HoldOut(Part validation, Part test) implements Serializable {
    /** Nothing is held out. */
    public static final HoldOut NONE = new HoldOut(Part.NONE, Part.NONE);

    private static final long BY_CONTENT = 0x434F4E54454E54L;
    private static final long BY_NUMBER = 0x4E554D424552L;
    private static final double UNIT = 0x1p-53;

    /** How the rows of a split are chosen. */
    public enum By {
        /** Each row at random, independent of its content: a simple random sample. */
        ROWS,
        /**
         * By a hash of the features: rows with equal features are on the same side, whatever their targets and weights.
         */
        CONTENT,
        /** By the {@linkplain MarkedExample#mark() mark} of each row. */
        MARKS
    }

    /**
     * A held-out part of the rows.
     *
     * @param share of all rows, [0, 1); for marked rows the expected share
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

    /** The side of a row if its content or its mark decides it; {@link Side#RANDOM} if its number decides it. */
    Side side(long seed, MarkedExample row) {
        return side(seed, row.mark(), RowView.of(row.example()), new RowHash());
    }

    /** The same, given a row's mark and content. */
    Side side(long seed, Side mark, RowView row, RowHash hash) {
        if (mark != Side.RANDOM) {
            return mark;
        }
        double left = 1 - test.share(By.MARKS) - validation.share(By.MARKS);
        double testShare = test.share(By.CONTENT) / left;
        double heldOutShare = testShare + validation.share(By.CONTENT) / left;
        if (heldOutShare > 0) {
            double place = uniform(BY_CONTENT, hash.ofFeatures(seed, row));
            if (place < heldOutShare) {
                return place < testShare ? Side.TEST : Side.VALIDATION;
            }
        }
        return samplesRandomly() ? Side.RANDOM : Side.TRAINING;
    }

    /**
     * How many of the equal rows are in each split, by {@link Split#ordinal}. With random sampling, row number i is
     * held out if a hash of the key and i, as a number in [0, 1), is below the share.
     */
    public long[] counts(EqualRows rows) {
        long[] counts = new long[Split.values().length];
        countInto(rows.key(), rows.side(), rows.count(), counts);
        return counts;
    }

    /**
     * The same for equal rows given by their key.
     *
     * @param counts written, by {@link Split#ordinal}
     */
    public void countInto(long ofKey, Side side, long count, long[] counts) {
        Arrays.fill(counts, 0);
        if (side != Side.RANDOM) {
            counts[side.split().ordinal()] = count;
            return;
        }
        // Rows chosen by content or mark are excluded here, so a share of all rows is a larger share of the rest.
        double left = 1 - shareNotRandom();
        double testShare = test.share(By.ROWS) / left;
        double heldOutShare = testShare + validation.share(By.ROWS) / left;
        long key = Philox.mix(BY_NUMBER, ofKey);
        for (long number = 0; number < count; number++) {
            counts[split(key, number, testShare, heldOutShare).ordinal()]++;
        }
    }

    /** Whether some rows are sampled {@linkplain Side#RANDOM at random}: their numbers among equal rows then decide. */
    public boolean samplesRandomly() {
        return test.share(By.ROWS) + validation.share(By.ROWS) > 0;
    }

    /**
     * The split of one row among those that {@link #countInto} counts.
     *
     * @param number of the row among those of its key and side, from 0
     */
    public Split split(long ofKey, Side side, long number) {
        if (side != Side.RANDOM) {
            return side.split();
        }
        double left = 1 - shareNotRandom();
        double testShare = test.share(By.ROWS) / left;
        return split(Philox.mix(BY_NUMBER, ofKey), number, testShare, testShare + validation.share(By.ROWS) / left);
    }

    private static Split split(long key, long number, double testShare, double heldOutShare) {
        double place = uniform(key, number);
        return place < testShare ? Split.TEST : place < heldOutShare ? Split.VALIDATION : Split.TRAINING;
    }

    private double shareNotRandom() {
        return (validation.by() == By.ROWS ? 0 : validation.share()) + (test.by() == By.ROWS ? 0 : test.share());
    }

    private static double uniform(long key, long number) {
        return (Philox.mix(key, number) >>> 11) * UNIT;
    }

    /** The side that a row is on, as far as it is decided. */
    public enum Side {
        /** Not decided yet: random sampling decides. */
        RANDOM,
        /** {@link Split#TRAINING}. */
        TRAINING,
        /** {@link Split#VALIDATION}. */
        VALIDATION,
        /** {@link Split#TEST}. */
        TEST;

        private static final Side[] SIDES = values();
        private static final Split[] SPLITS = Split.values();

        /** The side of a split's rows. */
        public static Side of(Split split) {
            return SIDES[split.ordinal() + 1];
        }

        /**
         * The split of a decided side.
         *
         * @throws IllegalStateException for {@link #RANDOM}
         */
        public Split split() {
            if (this == RANDOM) {
                throw new IllegalStateException("side: expected a decided side, found RANDOM");
            }
            return SPLITS[ordinal() - 1];
        }
    }
}
