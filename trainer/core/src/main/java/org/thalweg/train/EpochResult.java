package org.thalweg.train;

import java.util.List;
import java.util.Optional;

/**
 * The result of an epoch: every row taken once, or an iteration of L-BFGS.
 *
 * @param epoch from 0
 * @param steps taken since the start of the run; with L-BFGS the gradients over all rows computed by its line searches
 * @param rows counted in the epoch's gradients: every training row once, with L-BFGS once per step
 * @param trainLoss the weighted mean of the rows' losses, each with the parameters of its step; with L-BFGS all with the
 *     epoch's last parameters
 * @param validation metrics of the validation rows with the epoch's last parameters; empty without validation rows
 * @param gradientNorm the mean of the steps' gradient norms, before clipping; with L-BFGS the norm at the last parameters
 * @param learningRate of the epoch's last step; with L-BFGS the length α of the last step along its direction
 * @param seconds the epoch took, including validation
 * @param layers statistics of each layer at the epoch's first step
 */
public record EpochResult(
        int epoch,
        long steps,
        long rows,
        double trainLoss,
        Optional<MetricValues> validation,
        double gradientNorm,
        double learningRate,
        double seconds,
        List<LayerSummary> layers) {}
