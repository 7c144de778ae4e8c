package org.thalweg.spark.plan;

/**
 * Where the time of a round goes, in seconds; the parts are those of the executor that the round waits for.
 *
 * @param broadcast until the executor has the parameters
 * @param compute its arithmetic
 * @param reduction until all sums are added
 * @param scheduling turns of messages, or Spark's jobs
 * @param driver the optimizer's step
 */
public record RoundTimes(double broadcast, double compute, double reduction, double scheduling, double driver) {
    /** All of it. */
    public double seconds() {
        return broadcast + compute + reduction + scheduling + driver;
    }

    /** All but the arithmetic. */
    public double overhead() {
        return seconds() - compute;
    }
}
