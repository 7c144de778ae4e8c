package org.thalweg.train;

import java.util.Arrays;
import org.thalweg.math.Kernels;
import org.thalweg.optim.GradientDescent;
import org.thalweg.optim.Optimizer;
import org.thalweg.optim.Penalty;
import org.thalweg.optim.WeightRanges;

/**
 * A step of all lanes together: the engine's sum, divided once by its weight; the penalty's gradient; clipping; the optimizer;
 * the moving average.
 */
final class GradientStep implements Advance {
    private final GradientDescent descent;
    private final Penalty penalty;
    private final StepGuard guard;
    private final WeightRanges weights;
    private final DescentMemory memory;
    private final ParameterParts parts;
    private final double[] squares; // the gradient's, summed by part

    GradientStep(
            GradientDescent descent,
            Penalty penalty,
            StepGuard guard,
            WeightRanges weights,
            DescentMemory memory,
            ParameterParts parts) {
        this.descent = descent;
        this.penalty = penalty;
        this.guard = guard;
        this.weights = weights;
        this.memory = memory;
        this.parts = parts;
        this.squares = new double[parts.count()];
    }

    @Override
    public GradientSum sum(Step at, long step) {
        return guard.gradient(memory.parameters(), at, step);
    }

    @Override
    public double take(Step at, long step, GradientSum sum) {
        float[] parameters = memory.parameters();
        float[] gradient = sum.gradient();
        float inverse = (float) (1 / sum.weight());
        if (penalty.equals(Penalty.NONE)) {
            parts.forEach((part, from, end) -> {
                Kernels.scaleInPlace(gradient, inverse, from, end);
                squares[part] = Kernels.sumOfSquares(gradient, from, end - from);
            });
        } else {
            Kernels.scaleInPlace(gradient, inverse);
            penalty.addGradient(gradient, parameters, weights);
            parts.forEach((part, from, end) -> squares[part] = Kernels.sumOfSquares(gradient, from, end - from));
        }
        double norm = Math.sqrt(Arrays.stream(squares).reduce(0, Double::sum));
        guard.requireConverging(at.epoch(), step, sum, norm);
        boolean clips = norm > descent.clipNorm();
        float clip = (float) (descent.clipNorm() / norm);
        memory.state().countStep(parameters, gradient);
        Optimizer.Rule rule = descent.optimizer().rule(memory.rate(step), memory.state(), weights);
        parts.forEach((part, from, end) -> {
            if (clips) {
                Kernels.scaleInPlace(gradient, clip, from, end);
            }
            rule.apply(parameters, gradient, from, end);
        });
        memory.updateAverage();
        return norm;
    }
}
