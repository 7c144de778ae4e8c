package org.thalweg.train;

import java.util.Arrays;
import org.thalweg.math.Kernels;
import org.thalweg.optim.Optimizer;
import org.thalweg.optim.Penalty;

/**
 * A step of all lanes together, in this order: the engine's sum divided once by its weight, the gradient of the penalty,
 * clipping, the optimizer, the moving average.
 */
final class GradientStep implements ParameterUpdate {
    private final DescentContext run;
    private final double[] squares; // the gradient's, summed by part

    GradientStep(DescentContext run) {
        this.run = run;
        this.squares = new double[run.parts().count()];
    }

    @Override
    public GradientSum sum(Step at, long step) {
        return run.guard().gradient(run.memory().parameters(), at, step);
    }

    @Override
    public double take(Step at, long step, GradientSum sum) {
        float[] parameters = run.memory().parameters();
        float[] gradient = sum.gradient();
        float inverse = (float) (1 / sum.weight());
        if (run.penalty().equals(Penalty.NONE)) {
            run.parts().forEach((part, from, end) -> {
                Kernels.scaleInPlace(gradient, inverse, from, end);
                squares[part] = Kernels.sumOfSquares(gradient, from, end - from);
            });
        } else {
            Kernels.scaleInPlace(gradient, inverse);
            run.penalty().addGradient(gradient, parameters, run.weights());
            run.parts().forEach((part, from, end) -> squares[part] = Kernels.sumOfSquares(gradient, from, end - from));
        }
        double norm = Math.sqrt(Arrays.stream(squares).reduce(0, Double::sum));
        run.guard().requireConverging(at.epoch(), step, sum, norm);
        boolean clips = norm > run.descent().clipNorm();
        float clip = (float) (run.descent().clipNorm() / norm);
        run.memory().state().countStep(parameters, gradient);
        Optimizer.Rule rule = run.descent()
                .optimizer()
                .rule(run.memory().rate(step), run.memory().state(), run.weights());
        run.parts().forEach((part, from, end) -> {
            if (clips) {
                Kernels.scaleInPlace(gradient, clip, from, end);
            }
            rule.apply(parameters, gradient, from, end);
        });
        run.memory().updateAverage();
        return norm;
    }
}
