package org.thalweg.data;

/**
 * The lanes of a job: its logical workers, a power of two of them. The job fixes their number, never the cluster.
 *
 * <p>A row's lane is the top bits of its key, so rows in the order of their keys are also in the order of their lanes.
 *
 * @param count 1, 2, 4, … 2²⁰
 */
public record Lanes(int count) {
    /** The most lanes. */
    public static final int MAX_COUNT = 1 << 20;

    /** Checks the range. */
    public Lanes {
        if (count < 1 || count > MAX_COUNT || Integer.bitCount(count) != 1) {
            throw new IllegalArgumentException("lanes: expected a power of two up to 2^20, found " + count);
        }
    }

    /** The fewest lanes, a power of two, that share a number of rows with at most laneRows for each. */
    public static Lanes sharing(long rows, int laneRows) {
        long needed = Math.max(1, (rows + laneRows - 1) / laneRows);
        if (needed > MAX_COUNT) {
            throw new IllegalArgumentException(
                    "lanes: expected at most 2^20, found " + needed + "; take a larger laneRows or a smaller batch");
        }
        return new Lanes(needed == 1 ? 1 : Integer.highestOneBit((int) needed - 1) << 1);
    }

    /** The lane of a row key, 0 to count − 1. */
    public int of(long key) {
        return count == 1 ? 0 : (int) (key >>> 64 - Integer.numberOfTrailingZeros(count));
    }

    /** The first lane of a part, when the lanes are split into contiguous parts as even as whole lanes go. */
    public int firstOf(int part, int parts) {
        return (int) ((long) part * count / parts);
    }

    /** The part that holds a lane; see {@link #firstOf}. */
    public int partOf(int lane, int parts) {
        return (int) (((long) parts * (lane + 1L) - 1) / count);
    }
}
