package org.thalweg.train;

import java.util.List;

/**
 * What an epoch came to: every row taken once, or an iteration of L-BFGS.
 *
 * @param epoch from 0
 * @param steps taken since the run's begin; with L-BFGS the gradients over all rows that its line searches asked for
 * @param rows counted in the epoch's gradients: every training row once, with L-BFGS once a step
 * @param trainLoss the weighted mean of the rows' losses, each with the parameters of its step; with L-BFGS all with the
 *     epoch's last parameters
 * @param validation how the validation rows do with the epoch's last parameters; null where there are none
 * @param gradientNorm the mean of the steps' gradient norms, before clipping; with L-BFGS the norm at the last parameters
 * @param learningRate of the epoch's last step; with L-BFGS the length α of the last step along its direction
 * @param seconds the epoch took, its validation included
 * @param layers how each layer does at the epoch's first step
 */
public record EpochResult(
        int epoch,
        long steps,
        long rows,
        double trainLoss,
        MetricValues validation,
        double gradientNorm,
        double learningRate,
        double seconds,
        List<LayerSummary> layers) {}
