package org.thalweg.spark.config;

import org.thalweg.model.Threshold;

/**
 * The probability from which a class or a label is predicted.
 *
 * @param isBestF1 whether it is the threshold with the largest F1 on the validation rows
 * @param number the threshold otherwise; {@link Threshold#NONE} for the threshold of the model, or none
 */
public record ThresholdChoice(boolean isBestF1, Threshold number) {
    /** The threshold of the model, or none. */
    public static final ThresholdChoice OF_MODEL = new ThresholdChoice(false, Threshold.NONE);

    /** The threshold with the largest F1 on the validation rows, which is stored in the model. */
    public static final ThresholdChoice BEST_F1 = new ThresholdChoice(true, Threshold.NONE);

    /** Whether no threshold is set. */
    public boolean isOfModel() {
        return equals(OF_MODEL);
    }
}
