package org.thalweg.train;

/**
 * How the time of a step on a cluster is spent, in seconds.
 *
 * @param broadcast the driver serialises the parameters and stores them
 * @param fetch the slowest task waits for the parameters
 * @param compute the slowest task computes, from then on
 * @param add the driver adds what tasks send, most of it while other tasks still run
 * @param rest scheduling, starting tasks, and returning their results
 */
public record StepTimes(double broadcast, double fetch, double compute, double add, double rest) {
    /** The total. {@link #add} is not added: it is part of {@link #rest}, or runs while tasks run. */
    public double seconds() {
        return broadcast + fetch + compute + rest;
    }
}
