package org.thalweg.train;

import java.io.Serializable;

/**
 * A step's place in a run; or that of several steps of an epoch that follow each other and are taken together.
 *
 * @param epoch from 0
 * @param index of the first within the epoch, from 0
 * @param count 1 or more
 */
public record Step(int epoch, long index, int count) implements Serializable {
    /** Checks the ranges. */
    public Step {
        if (epoch < 0 || index < 0 || count < 1) {
            throw new IllegalArgumentException(
                    "step: expected an epoch and an index of 0 or more and a count of 1 or more," + " found " + epoch
                            + ", " + index + " and " + count);
        }
    }

    /** One step. */
    public Step(int epoch, long index) {
        this(epoch, index, 1);
    }

    /** Such as {@code epoch 2, step 3}, counted from 1; the first of several. */
    public String text() {
        return "epoch " + (epoch + 1) + ", step " + (index + 1);
    }

    /** The index behind the last. */
    long end() {
        return index + count;
    }

    /** One of the steps, by its number from 0. */
    Step at(int number) {
        return new Step(epoch, index + number);
    }
}
