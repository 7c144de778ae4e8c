package org.thalweg.spark.config;

import org.thalweg.model.Threshold;

/**
 * From which probability on a class or a label is predicted.
 *
 * @param isBestF1 whether it is that of the best F1 on validation rows
 * @param number otherwise; {@link Threshold#NONE} for that of the model, or none
 */
public record ThresholdChoice(boolean isBestF1, Threshold number) {
    /** The one that the model has, or none. */
    public static final ThresholdChoice OF_MODEL = new ThresholdChoice(false, Threshold.NONE);

    /** That of the best F1 on validation rows, which the model keeps. */
    public static final ThresholdChoice BEST_F1 = new ThresholdChoice(true, Threshold.NONE);

    /** Whether nothing is asked for. */
    public boolean isOfModel() {
        return equals(OF_MODEL);
    }
}
