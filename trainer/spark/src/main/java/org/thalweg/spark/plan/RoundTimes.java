package org.thalweg.spark.plan;

/**
 * The parts of a round's time, in seconds, for the slowest executor.
 *
 * @param broadcast the time until the executor has the parameters
 * @param compute the executor's arithmetic
 * @param reduction the time until all sums are added
 * @param scheduling the round trips of messages, or Spark's jobs
 * @param driver the optimizer's step
 */
public record RoundTimes(double broadcast, double compute, double reduction, double scheduling, double driver) {
    /** The sum of all parts. */
    public double seconds() {
        return broadcast + compute + reduction + scheduling + driver;
    }

    /** The sum of all parts except the arithmetic. */
    public double overhead() {
        return seconds() - compute;
    }
}
