package org.thalweg.ml;

import org.thalweg.train.EpochResult;

/**
 * How far a fit is.
 *
 * @param epochs that are done
 * @param of epochs at most; 0 as long as rows are prepared
 * @param trainLoss the mean training loss of the last epoch; NaN before the first
 * @param validationLoss the mean loss of the validation rows after it; NaN where there are none
 */
public record FitProgress(int epochs, int of, double trainLoss, double validationLoss) {
    /** As long as no epoch is done. */
    static FitProgress start(int epochs) {
        return new FitProgress(0, epochs, Double.NaN, Double.NaN);
    }

    /** After an epoch. */
    static FitProgress after(EpochResult epoch, int epochs) {
        return new FitProgress(epoch.epoch() + 1, epochs, epoch.trainLoss(), validationLoss(epoch));
    }

    /** The mean loss of the validation rows after an epoch; NaN where there are none. */
    static double validationLoss(EpochResult epoch) {
        return epoch.validation() == null ? Double.NaN : epoch.validation().loss();
    }
}
