package org.thalweg.data;

import java.io.Serializable;

/**
 * The lanes of a job: its logical workers. Their number, a power of two, depends only on the job and its rows, never on
 * the cluster.
 *
 * <p>A row's lane is given by the top bits of its key, so rows sorted by key are also sorted by lane.
 *
 * @param count 1, 2, 4, … 2²⁰
 */
public record Lanes(int count) implements Serializable {
    /** The maximum number of lanes. */
    public static final int MAX_COUNT = 1 << 20;

    /**
     * The approximate maximum size of a lane in bytes, since a lane is stored on one executor and may have to be moved.
     */
    private static final long STORED_BYTES = 64L << 20;

    /** The approximate minimum number of rows in an evaluation lane, up to {@link #EVALUATED_LANES} lanes. */
    private static final int EVALUATED_ROWS = 1024;

    /** The number of lanes that share an evaluation if there are enough rows. */
    private static final int EVALUATED_LANES = 64;

    /** Checks the range. */
    public Lanes {
        if (count < 1 || count > MAX_COUNT || Integer.bitCount(count) != 1) {
            throw new IllegalArgumentException("lanes: expected a power of two up to 2^20, found " + count);
        }
    }

    /** The smallest number of lanes, a power of two, such that each has at most laneRows of the rows. */
    public static Lanes forRows(long rows, long laneRows) {
        long needed = Math.max(1, (rows + laneRows - 1) / laneRows);
        if (needed > MAX_COUNT) {
            throw new IllegalArgumentException(
                    "lanes: expected at most 2^20, found " + needed + "; use a larger laneRows or a smaller batch");
        }
        return new Lanes(needed == 1 ? 1 : Integer.highestOneBit((int) needed - 1) << 1);
    }

    /**
     * The lanes in which training rows are stored: on average, each has at most about {@code maxRows} rows and 64 MiB,
     * unless that takes more than {@link #MAX_COUNT} lanes.
     *
     * @param bytes of all rows, packed
     */
    public static Lanes forTraining(long rows, long bytes, int maxRows) {
        long needed = Math.max((rows + maxRows - 1) / maxRows, (bytes + STORED_BYTES - 1) / STORED_BYTES);
        return forRows(Math.min(needed, MAX_COUNT), 1);
    }

    /** The lanes in which held-out rows are stored, from the number and bytes of the rows. */
    public static Lanes forEvaluation(long rows, long bytes, int maxRows) {
        long shared = Math.min(EVALUATED_LANES, (rows + EVALUATED_ROWS - 1) / EVALUATED_ROWS);
        return larger(forTraining(rows, bytes, maxRows), forRows(shared, 1));
    }

    /** The one with more lanes. */
    public static Lanes larger(Lanes a, Lanes b) {
        return a.count >= b.count ? a : b;
    }

    /** The lane of a row key, 0 to count − 1. */
    public int of(long key) {
        return count == 1 ? 0 : (int) (key >>> 64 - Integer.numberOfTrailingZeros(count));
    }

    /** The first lane of a part, if the lanes are divided into contiguous parts that are as equal as possible. */
    public int firstOf(int part, int parts) {
        return (int) ((long) part * count / parts);
    }
}
