package org.thalweg.train;

/**
 * What an epoch came to.
 *
 * @param epoch from 0
 * @param steps taken since the run's begin
 * @param rows counted in the epoch's gradients: every training row once
 * @param trainLoss the weighted mean of the rows' losses, each with the parameters of its step
 * @param validation the validation rows' evaluation with the epoch's last parameters; null where there are none
 * @param gradientNorm the mean of the steps' gradient norms, before clipping
 * @param learningRate of the epoch's last step
 * @param seconds the epoch took, its validation included
 */
public record EpochResult(
        int epoch,
        long steps,
        long rows,
        double trainLoss,
        Evaluation validation,
        double gradientNorm,
        double learningRate,
        double seconds) {}
