package org.thalweg.train;

import org.thalweg.data.LaneLayout;
import org.thalweg.data.Lanes;
import org.thalweg.data.RowSurvey;
import org.thalweg.data.Split;

/**
 * The batch size, and how a batch is split among lanes. The lanes depend only on these settings and on the rows, never on
 * the cluster.
 *
 * @param size rows per step over all lanes, 1 or more; {@link #FULL} for all rows; {@link #AUTO} to choose by the number of rows
 * @param laneRows rows that a lane adds to a step, 1 or more; approximate, as the number of lanes is a power of two.
 *     {@link #AUTO} chooses by the batch size
 * @param restingRows approximate maximum number of rows stored in a lane, 1 or more
 */
public record Batches(int size, int laneRows, int restingRows) {
    /** The size that means all rows in one step. */
    public static final int FULL = 0;

    /** Means that the number is chosen by the number of rows. */
    public static final int AUTO = -1;

    /** The smallest batch that {@link #AUTO} chooses. */
    public static final int MIN_AUTO = 32;

    /** The largest batch that {@link #AUTO} chooses. */
    public static final int MAX_AUTO = 1024;

    /** The range of laneRows that {@link #AUTO} chooses from. */
    private static final int MIN_LANE_ROWS = 64;

    private static final int MAX_LANE_ROWS = 512;

    /** The number of lanes of a large batch with {@link #AUTO}: work for a few cores. */
    private static final int AUTO_LANES = 4;

    /** The least number of steps per epoch that {@link #AUTO} aims for. */
    private static final int AUTO_STEPS = 50;

    /** The default of restingRows; tests use less. */
    static final int RESTING_ROWS = 1 << 16;

    /** The lanes of a full-batch job: enough that 64 cores share a step. */
    private static final int FULL_LANES = 64;

    /** Checks the ranges. */
    public Batches {
        if (size < AUTO || laneRows < 1 && laneRows != AUTO || restingRows < 1) {
            throw new IllegalArgumentException("batchSize and laneRows: expected 1 or more, found " + size + " and "
                    + laneRows + " (" + restingRows + " at rest)");
        }
    }

    /**
     * Batches of a size.
     *
     * @param size 1 or more
     */
    public static Batches of(int size) {
        return of(size, AUTO);
    }

    /**
     * Batches of a size, shared by a power of two of lanes.
     *
     * @param size 1 or more
     * @param laneRows rows that a lane adds to a step, 1 or more, or {@link #AUTO}; see the record
     */
    public static Batches of(int size, int laneRows) {
        if (size < 1) {
            throw new IllegalArgumentException("batchSize: expected 1 or more, found " + size);
        }
        return new Batches(size, laneRows, RESTING_ROWS);
    }

    /** Batches whose size is chosen by the number of rows; see {@link #sizeFor}. */
    public static Batches auto() {
        return new Batches(AUTO, AUTO, RESTING_ROWS);
    }

    /** All rows in one step. */
    public static Batches full() {
        return new Batches(FULL, AUTO, RESTING_ROWS);
    }

    /** A copy with another size; see the record. */
    public Batches withSize(int other) {
        return new Batches(other, laneRows, restingRows);
    }

    /** A copy with other laneRows; see the record. */
    public Batches withLaneRows(int other) {
        return new Batches(size, other, restingRows);
    }

    /** Whether every step takes all rows. */
    public boolean isFull() {
        return size == FULL;
    }

    /** A copy with other restingRows; see the record. */
    Batches withRestingRows(int rows) {
        return new Batches(size, laneRows, rows);
    }

    /**
     * The number of rows of a step. {@link #AUTO} chooses the greatest power of two from {@value #MIN_AUTO} to
     * {@value #MAX_AUTO} with at least 50 steps per epoch, or {@value #MIN_AUTO} if there is none.
     *
     * @param rows number of training rows, 1 or more
     */
    public long sizeFor(long rows) {
        if (isFull()) {
            return rows;
        }
        return size == AUTO ? Math.max(MIN_AUTO, Math.min(MAX_AUTO, Long.highestOneBit(rows / AUTO_STEPS))) : size;
    }

    /** The number of steps of an epoch, ⌈rows / size⌉; 1 or more. */
    public long stepsFor(long rows) {
        long size = Math.max(1, sizeFor(rows));
        return Math.max(1, (rows + size - 1) / size);
    }

    /** The lanes that store training and held-out rows. A function of these settings and the rows only. */
    public LaneLayout layout(RowSurvey survey) {
        long rows = Math.max(1, survey.training());
        Lanes group = groupFor(rows);
        Lanes training = Lanes.larger(group, Lanes.forTraining(rows, survey.bytes(Split.TRAINING), restingRows));
        return new LaneLayout(
                training,
                isFull() ? training.count() : group.count(),
                Lanes.larger(
                        training, Lanes.larger(evaluating(survey, Split.VALIDATION), evaluating(survey, Split.TEST))));
    }

    /** The lanes of rows that are only evaluated. A function of the number of rows and bytes only. */
    public static LaneLayout layoutToEvaluate(RowSurvey survey) {
        Lanes lanes = evaluating(survey, Split.TRAINING);
        return new LaneLayout(lanes, lanes.count(), lanes);
    }

    private static Lanes evaluating(RowSurvey survey, Split split) {
        return Lanes.forEvaluation(survey.rows(split), survey.bytes(split), RESTING_ROWS);
    }

    /** The lanes that share a step: each adds at least one row, and about laneRows. */
    private Lanes groupFor(long rows) {
        if (isFull()) {
            return new Lanes(FULL_LANES);
        }
        long steps = stepsFor(rows);
        long ofStep = (rows + steps - 1) / steps;
        long sharing = Lanes.forRows(ofStep, laneRowsFor(ofStep)).count();
        return new Lanes((int) Math.min(sharing, Long.highestOneBit(ofStep)));
    }

    /** With {@link #AUTO} about a fourth of the batch, rounded to a power of two from 64 to 512. */
    private long laneRowsFor(long ofStep) {
        return laneRows == AUTO
                ? Math.max(MIN_LANE_ROWS, Math.min(MAX_LANE_ROWS, Long.highestOneBit(ofStep * 3 / 2 / AUTO_LANES)))
                : laneRows;
    }
}
