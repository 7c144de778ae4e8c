package org.thalweg.spark.plan;

/**
 * What an epoch does, whatever the cluster.
 *
 * @param rows to train on
 * @param validationRows that every epoch is judged by; 0 for none
 * @param steps of an epoch
 * @param lanes that share a step
 * @param stateArrays of the optimizer, each of the parameters' length
 * @param localSteps that a lane takes alone; 1 for none
 * @param rowBytes of all packed rows
 * @param sumBytes of a number of a summed gradient on its way: 4, or 2 of bfloat16
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

    /** Work whose sums are of 32-bit floats. */
    public Workload(
            long rows, long validationRows, long steps, int lanes, int stateArrays, int localSteps, long rowBytes) {
        this(rows, validationRows, steps, lanes, stateArrays, localSteps, rowBytes, Float.BYTES);
    }

    /** The rows of a step, about. */
    public double stepRows() {
        return (double) rows / steps;
    }

    /** The rows that a lane adds to a step, about. */
    public double laneRows() {
        return stepRows() / lanes;
    }

    /** The same steps over other rows, of the same size. */
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

    /** The same with other bytes of a number of a sum. */
    public Workload withSumBytes(int count) {
        return new Workload(rows, validationRows, steps, lanes, stateArrays, localSteps, rowBytes, count);
    }

    /** The same with other local steps, whose sums are of 32-bit floats. */
    public Workload withLocalSteps(int count) {
        return new Workload(rows, validationRows, steps, lanes, stateArrays, count, rowBytes, Float.BYTES);
    }

    /** A round of it. */
    Round round(boolean sliced) {
        int together = (int) Math.min(localSteps, steps);
        return together > 1
                ? new Round(lanes, together, 1 + stateArrays, sliced)
                : new Round(lanes, 1, 1, sumBytes, sliced);
    }
}
