package org.thalweg.train;

import java.util.ArrayList;
import java.util.List;
import org.thalweg.math.Kernels;
import org.thalweg.nn.LayerStatistics;
import org.thalweg.nn.Network;

/**
 * Statistics of a layer at an epoch's first step, over some of its rows, before the parameters change.
 *
 * @param rows sampled; with few rows a unit may seem dead that is not
 * @param mean of the activations over rows and units, before any are dropped
 * @param deviation their standard deviation
 * @param saturated the share of activations where the slope is about 0, see {@link LayerStatistics}; NaN for softmax
 * @param dead the share of units that are saturated for every row; NaN for softmax
 * @param weightNorm ‖W‖₂
 * @param gradientNorm ‖∂C/∂W‖₂ of the step's mean gradient, before the penalty and clipping
 */
public record LayerSummary(
        long rows,
        double mean,
        double deviation,
        double saturated,
        double dead,
        double weightNorm,
        double gradientNorm) {
    /**
     * The summaries of all layers, first to last; empty if the sum has no statistics.
     *
     * @param parameters of the step
     * @param sum of the step, not yet divided by its weight
     */
    static List<LayerSummary> of(Network network, float[] parameters, GradientSum sum) {
        List<LayerSummary> summaries = new ArrayList<>();
        for (LayerStatistics layer : sum.statistics()) {
            int offset = network.weightOffset(summaries.size());
            int count = network.weightCount(summaries.size());
            summaries.add(new LayerSummary(
                    layer.rows(),
                    layer.mean(),
                    layer.deviation(),
                    layer.saturatedShare(),
                    layer.deadShare(),
                    Math.sqrt(Kernels.sumOfSquares(parameters, offset, count)),
                    Math.sqrt(Kernels.sumOfSquares(sum.gradient(), offset, count)) / sum.weight()));
        }
        return List.copyOf(summaries);
    }
}
