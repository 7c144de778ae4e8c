package org.thalweg.spark.plan;

/**
 * The work of an epoch, independent of the cluster.
 *
 * @param rows the number of training rows
 * @param validationRows the number of rows that are evaluated after every epoch; 0 for none
 * @param steps the steps of an epoch
 * @param lanes the lanes of a step
 * @param stateArrays the arrays of the optimizer's state, each of the parameters' length
 * @param localSteps the local steps that a lane takes independently; 1 for none
 * @param rowBytes the size of all packed rows in bytes
 * @param sumBytes the bytes of a number of a summed gradient that is sent: 4, or 2 for bfloat16
 */
public record Workload(
        long rows,
        long validationRows,
        long steps,
        int lanes,
        int stateArrays,
        int localSteps,
        long rowBytes,
        int sumBytes) {
    /** Checks the ranges. */
    public Workload {
        if (rows < 1
                || validationRows < 0
                || steps < 1
                || lanes < 1
                || stateArrays < 0
                || localSteps < 1
                || rowBytes < 0) {
            throw new IllegalArgumentException(
                    "workload: expected rows, steps and lanes, found " + rows + ", " + steps + ", " + lanes);
        }
    }

    /** A workload with sums of 32-bit floats. */
    public Workload(
            long rows, long validationRows, long steps, int lanes, int stateArrays, int localSteps, long rowBytes) {
        this(rows, validationRows, steps, lanes, stateArrays, localSteps, rowBytes, Float.BYTES);
    }

    /** The average number of rows per step. */
    public double stepRows() {
        return (double) rows / steps;
    }

    /** The average number of rows that a lane contributes to a step. */
    public double laneRows() {
        return stepRows() / lanes;
    }

    /** The same workload with another number of rows of the same size. */
    public Workload withRows(long count) {
        double factor = (double) count / rows;
        return new Workload(
                count,
                Math.round(validationRows * factor),
                Math.max(1, Math.round(steps * factor)),
                lanes,
                stateArrays,
                localSteps,
                Math.round(rowBytes * factor),
                sumBytes);
    }

    /** The same with another {@code sumBytes}. */
    public Workload withSumBytes(int count) {
        return new Workload(rows, validationRows, steps, lanes, stateArrays, localSteps, rowBytes, count);
    }

    /** The same with another number of local steps, whose sums are of 32-bit floats. */
    public Workload withLocalSteps(int count) {
        return new Workload(rows, validationRows, steps, lanes, stateArrays, count, rowBytes, Float.BYTES);
    }

    /** A round of the workload. */
    Round round(boolean sliced) {
        int together = (int) Math.min(localSteps, steps);
        return together > 1
                ? new Round(lanes, together, 1 + stateArrays, sliced)
                : new Round(lanes, 1, 1, sumBytes, sliced);
    }
}
