package org.thalweg.model;

import java.io.Serializable;

/**
 * The decision threshold: the probability from which the second of two classes, or a label, is predicted.
 *
 * @param value above 0 and below 1; NaN for no threshold, see {@link #NONE}
 */
public record Threshold(double value) implements Serializable {
    /** No threshold: the most probable class is predicted, and a label from 0.5 on. */
    public static final Threshold NONE = new Threshold(Double.NaN);

    private static final double LABEL_THRESHOLD = 0.5;

    /** Checks the range. */
    public Threshold {
        if (!Double.isNaN(value) && !(value > 0 && value < 1)) {
            throw new IllegalArgumentException("threshold: expected a number above 0 and below 1, found " + value);
        }
    }

    /** Whether there is no threshold. */
    public boolean isNone() {
        return Double.isNaN(value);
    }

    /**
     * Whether a class or label with this probability is predicted: from the threshold on, or from 0.5 on without one.
     */
    public boolean isReached(float probability) {
        return probability >= (isNone() ? LABEL_THRESHOLD : value);
    }

    /** Whether a model of this task can have a threshold: with two classes, or with labels. */
    public static boolean goesWith(Task task, int classes) {
        return task == Task.MULTILABEL || task == Task.CLASSIFICATION && classes == 2;
    }
}
