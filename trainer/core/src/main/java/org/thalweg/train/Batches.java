package org.thalweg.train;

import org.thalweg.data.LaneLayout;
import org.thalweg.data.Lanes;
import org.thalweg.data.RowSurvey;
import org.thalweg.data.Split;

/**
 * How many rows a step takes, and how they are shared out among lanes. Together with the rows that there are it decides the
 * lanes; the cluster has no say.
 *
 * @param size rows a step over all lanes, 1 or more; {@link #FULL}, all rows; or {@link #AUTO}, by the number of rows
 * @param laneRows the rows that a lane adds to a step, 1 or more, as far as a power of two of lanes allows; or
 *     {@link #AUTO}, by the rows of a step
 * @param restingRows about the most rows of a lane; 1 or more
 */
public record Batches(int size, int laneRows, int restingRows) {
    /** The size that stands for all rows in one step. */
    public static final int FULL = 0;

    /** What stands for a number that follows from the rows. */
    public static final int AUTO = -1;

    /** The least rows a step that {@link #AUTO} takes. */
    public static final int MIN_AUTO = 32;

    /** The most rows a step that {@link #AUTO} takes. */
    public static final int MAX_AUTO = 1024;

    /** The least and the most rows that a lane adds to a step where that is {@link #AUTO}. */
    private static final int MIN_LANE_ROWS = 64;

    private static final int MAX_LANE_ROWS = 512;

    /** As many lanes share a large step where {@link #AUTO} decides, so that a few cores have work. */
    private static final int AUTO_LANES = 4;

    /** {@link #AUTO} gives an epoch about as many steps, or more. */
    private static final int AUTO_STEPS = 50;

    /** About the most rows of a lane, unless a test asks for fewer. */
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
     * @param laneRows the most rows a lane adds to a step, 1 or more, as far as a power of two of lanes allows; or
     *     {@link #AUTO}
     */
    public static Batches of(int size, int laneRows) {
        if (size < 1) {
            throw new IllegalArgumentException("batchSize: expected 1 or more, found " + size);
        }
        return new Batches(size, laneRows, RESTING_ROWS);
    }

    /** Batches whose size follows from the number of rows; see {@link #sizeFor}. */
    public static Batches auto() {
        return new Batches(AUTO, AUTO, RESTING_ROWS);
    }

    /** All rows in one step. */
    public static Batches full() {
        return new Batches(FULL, AUTO, RESTING_ROWS);
    }

    /** The same of another size; see the record. */
    public Batches withSize(int other) {
        return new Batches(other, laneRows, restingRows);
    }

    /** The same with other rows of a lane; see the record. */
    public Batches withLaneRows(int other) {
        return new Batches(size, other, restingRows);
    }

    /** Whether every step takes all rows. */
    public boolean isFull() {
        return size == FULL;
    }

    /** The same, with lanes of about so many rows at most. */
    Batches withRestingRows(int rows) {
        return new Batches(size, laneRows, rows);
    }

    /**
     * The rows of a step: the size; or, where that is {@link #AUTO}, the greatest power of two from {@value #MIN_AUTO} to
     * {@value #MAX_AUTO} that gives an epoch 50 steps or more, {@value #MIN_AUTO} where there is none; or all rows.
     *
     * @param rows to train on, 1 or more
     */
    public long sizeFor(long rows) {
        if (isFull()) {
            return rows;
        }
        return size == AUTO ? Math.max(MIN_AUTO, Math.min(MAX_AUTO, Long.highestOneBit(rows / AUTO_STEPS))) : size;
    }

    /** The steps of an epoch, ⌈rows / size⌉; 1 or more. */
    public long stepsFor(long rows) {
        long size = Math.max(1, sizeFor(rows));
        return Math.max(1, (rows + size - 1) / size);
    }

    /** The lanes that rows to train on, and those held out of them, rest in: by this and the rows alone. */
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

    /** The lanes that rows rest in that are only evaluated: by their number alone. */
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

    /** The rows that a lane adds: a fourth of the step's, to the next power of two of 64 to 512, so that it has 4 lanes or more. */
    private long laneRowsFor(long ofStep) {
        return laneRows == AUTO
                ? Math.max(MIN_LANE_ROWS, Math.min(MAX_LANE_ROWS, Long.highestOneBit(ofStep * 3 / 2 / AUTO_LANES)))
                : laneRows;
    }
}
