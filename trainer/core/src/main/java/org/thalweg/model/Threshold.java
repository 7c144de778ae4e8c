package org.thalweg.model;

import java.io.Serializable;

/**
 * The probability from which on a model predicts: the second of two classes, or a label of a row.
 *
 * @param value above 0 and below 1; NaN for none, see {@link #NONE}
 */
public record Threshold(double value) implements Serializable {
    /** None: the most probable class is predicted, and a label from a half on. */
    public static final Threshold NONE = new Threshold(Double.NaN);

    private static final double OF_LABELS = 0.5;

    /** Checks the range. */
    public Threshold {
        if (!Double.isNaN(value) && !(value > 0 && value < 1)) {
            throw new IllegalArgumentException("threshold: expected a number above 0 and below 1, found " + value);
        }
    }

    /** Whether there is none. */
    public boolean isNone() {
        return Double.isNaN(value);
    }

    /** Whether what has this probability is predicted: from the threshold on, or from a half on where there is none. */
    public boolean isReached(float probability) {
        return probability >= (isNone() ? OF_LABELS : value);
    }

    /** Whether the classes or labels of a model are predicted by a threshold: two classes, or labels. */
    public static boolean goesWith(Task task, int classes) {
        return task == Task.MULTILABEL || task == Task.CLASSIFICATION && classes == 2;
    }
}
