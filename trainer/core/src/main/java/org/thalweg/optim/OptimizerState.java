package org.thalweg.optim;

/**
 * What an optimizer remembers between steps: the number of steps taken, and some arrays of the parameters' length.
 *
 * <p>Mutable: {@link Optimizer#step} changes it. Not thread-safe.
 */
public final class OptimizerState {
    private final float[][] slots;
    private long steps;

    OptimizerState(int slots, int parameters) {
        this.slots = new float[slots][parameters];
    }

    /** The steps taken so far. */
    public long steps() {
        return steps;
    }

    float[] slot(int index) {
        return slots[index];
    }

    /** Counts a step, and tells its number, from 1. */
    long countStep() {
        return ++steps;
    }
}
