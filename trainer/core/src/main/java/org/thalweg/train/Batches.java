package org.thalweg.train;

import org.thalweg.data.Lanes;

/**
 * How many rows each lane adds to a step.
 *
 * @param lanes fixed by the job, never by the cluster
 * @param size rows a step over all lanes, 1 or more; or {@link #FULL}, all rows
 */
public record Batches(Lanes lanes, int size) {
    /** The size that stands for all rows in one step. */
    public static final int FULL = 0;

    /** The default of the rows a lane adds to a step. */
    public static final int DEFAULT_LANE_ROWS = 128;

    /** The lanes of a full-batch job: enough that 64 cores share a step. */
    private static final int FULL_LANES = 64;

    /** Checks that every lane gets at least one row a step. */
    public Batches {
        if (size < 0 || size != FULL && size < lanes.count()) {
            throw new IllegalArgumentException(
                    "batchSize: expected at least one row for each of " + lanes.count() + " lanes, found " + size);
        }
    }

    /**
     * Batches of a size, shared by a power of two of lanes.
     *
     * @param size 1 or more
     * @param laneRows the most rows a lane adds to a step, 1 or more, as far as a power of two of lanes allows
     */
    public static Batches of(int size, int laneRows) {
        if (size < 1 || laneRows < 1) {
            throw new IllegalArgumentException(
                    "batchSize and laneRows: expected 1 or more, found " + size + " and " + laneRows);
        }
        int lanes = Math.min(Lanes.sharing(size, laneRows).count(), Integer.highestOneBit(size));
        return new Batches(new Lanes(lanes), size);
    }

    /** All rows in one step. */
    public static Batches full() {
        return new Batches(new Lanes(FULL_LANES), FULL);
    }

    /** The rows a lane adds to each step while it lasts: as even as whole rows go. Full batches have no such number. */
    public int rowsOf(int lane) {
        long size = this.size;
        return (int) ((lane + 1) * size / lanes.count() - lane * size / lanes.count());
    }

    /**
     * The rows that all lanes together add to a step of an epoch.
     *
     * @param index the step within the epoch, from 0
     * @param laneRows the rows that each lane holds
     */
    public long rowsOfStep(long index, long[] laneRows) {
        long rows = 0;
        for (int lane = 0; lane < laneRows.length; lane++) {
            long share = size == FULL ? laneRows[lane] : rowsOf(lane);
            rows += Math.max(0, Math.min(share, laneRows[lane] - index * share));
        }
        return rows;
    }

    /**
     * The steps until every lane's rows have been taken once; at least 1.
     *
     * @param laneRows the rows that each lane holds
     */
    public long stepsPerEpoch(long[] laneRows) {
        long steps = 1;
        if (size != FULL) {
            for (int lane = 0; lane < laneRows.length; lane++) {
                int rows = rowsOf(lane);
                steps = Math.max(steps, (laneRows[lane] + rows - 1) / rows);
            }
        }
        return steps;
    }
}
