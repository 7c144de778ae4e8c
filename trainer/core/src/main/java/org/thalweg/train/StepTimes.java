package org.thalweg.train;

/**
 * Where the time of a step goes that is computed elsewhere, in seconds.
 *
 * @param broadcast the driver serialises the parameters and stores them
 * @param fetch the slowest task waits for the parameters
 * @param compute the slowest task computes, from then on
 * @param add the driver adds what tasks send, most of it while other tasks still run
 * @param rest scheduling, starting tasks, and the way of their results
 */
public record StepTimes(double broadcast, double fetch, double compute, double add, double rest) {
    /** All of it; what the driver adds is part of the rest, or hidden behind tasks. */
    public double seconds() {
        return broadcast + fetch + compute + rest;
    }
}
