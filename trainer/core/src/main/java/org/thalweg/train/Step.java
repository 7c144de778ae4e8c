package org.thalweg.train;

/**
 * A step's place in a run.
 *
 * @param epoch from 0
 * @param index within the epoch, from 0
 */
public record Step(int epoch, long index) {
    /** Checks the ranges. */
    public Step {
        if (epoch < 0 || index < 0) {
            throw new IllegalArgumentException("step: expected 0 or more, found epoch " + epoch + ", step " + index);
        }
    }
}
