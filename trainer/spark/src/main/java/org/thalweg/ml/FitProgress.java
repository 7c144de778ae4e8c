package org.thalweg.ml;

import org.thalweg.train.EpochResult;
import org.thalweg.train.MetricValues;

/**
 * The progress of a fit.
 *
 * @param epochs the number of completed epochs
 * @param of the maximum number of epochs; 0 while rows are being prepared
 * @param trainLoss the mean training loss of the last epoch; NaN before the first
 * @param validationLoss the mean loss over the validation rows after that epoch; NaN if there are none
 */
public record FitProgress(int epochs, int of, double trainLoss, double validationLoss) {
    /** The progress before the first epoch. */
    static FitProgress start(int epochs) {
        return new FitProgress(0, epochs, Double.NaN, Double.NaN);
    }

    /** The progress after an epoch. */
    static FitProgress after(EpochResult epoch, int epochs) {
        return new FitProgress(epoch.epoch() + 1, epochs, epoch.trainLoss(), validationLoss(epoch));
    }

    /** The mean loss over the validation rows after an epoch; NaN if there are none. */
    static double validationLoss(EpochResult epoch) {
        return epoch.validation().map(MetricValues::loss).orElse(Double.NaN);
    }
}
