package org.thalweg.data;

import java.io.Serializable;

/**
 * The lanes of a job: its logical workers, a power of two of them. The job and its rows fix their number, never the cluster.
 *
 * <p>A row's lane is the top bits of its key, so rows in the order of their keys are also in the order of their lanes.
 *
 * @param count 1, 2, 4, … 2²⁰
 */
public record Lanes(int count) implements Serializable {
    /** The most lanes. */
    public static final int MAX_COUNT = 1 << 20;

    /** A lane rests on one executor and is small enough to be moved, at most about so many bytes of rows. */
    private static final long RESTING_BYTES = 64L << 20;

    /** A lane that rows are only evaluated in has at least about so many, as far as there are few such lanes. */
    private static final int EVALUATED_ROWS = 1024;

    /** As many lanes share an evaluation in any case, where there are rows enough. */
    private static final int EVALUATED_LANES = 64;

    /** Checks the range. */
    public Lanes {
        if (count < 1 || count > MAX_COUNT || Integer.bitCount(count) != 1) {
            throw new IllegalArgumentException("lanes: expected a power of two up to 2^20, found " + count);
        }
    }

    /** The fewest lanes, a power of two, that share a number of rows with at most laneRows for each. */
    public static Lanes sharing(long rows, long laneRows) {
        long needed = Math.max(1, (rows + laneRows - 1) / laneRows);
        if (needed > MAX_COUNT) {
            throw new IllegalArgumentException(
                    "lanes: expected at most 2^20, found " + needed + "; take a larger laneRows or a smaller batch");
        }
        return new Lanes(needed == 1 ? 1 : Integer.highestOneBit((int) needed - 1) << 1);
    }

    /**
     * The lanes that rows rest in, so that none of them is large: at most about restingRows rows and 64 MiB on average, as
     * far as there may be so many lanes.
     *
     * @param bytes of all rows, packed
     */
    public static Lanes resting(long rows, long bytes, int restingRows) {
        long needed = Math.max((rows + restingRows - 1) / restingRows, (bytes + RESTING_BYTES - 1) / RESTING_BYTES);
        return sharing(Math.min(needed, MAX_COUNT), 1);
    }

    /** The lanes of rows that are only evaluated: by their number and bytes alone. */
    public static Lanes evaluating(long rows, long bytes, int restingRows) {
        long shared = Math.min(EVALUATED_LANES, (rows + EVALUATED_ROWS - 1) / EVALUATED_ROWS);
        return larger(resting(rows, bytes, restingRows), sharing(shared, 1));
    }

    /** The one of the greater count. */
    public static Lanes larger(Lanes a, Lanes b) {
        return a.count >= b.count ? a : b;
    }

    /** The lane of a row key, 0 to count − 1. */
    public int of(long key) {
        return count == 1 ? 0 : (int) (key >>> 64 - Integer.numberOfTrailingZeros(count));
    }

    /** The first lane of a part, when the lanes are split into contiguous parts as even as whole lanes go. */
    public int firstOf(int part, int parts) {
        return (int) ((long) part * count / parts);
    }
}
