package org.thalweg.train;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.thalweg.optim.GradientDescent;
import org.thalweg.optim.Optimizer;
import org.thalweg.optim.OptimizerState;
import org.thalweg.optim.OuterStep;
import org.thalweg.optim.Penalty;
import org.thalweg.optim.WeightRanges;

/**
 * Steps that every lane takes alone, and the average of what the lanes came to, weighted by their rows: of the parameters' change,
 * which goes through the {@linkplain OuterStep outer step}, and of the optimizer's arrays.
 */
final class LocalRound implements Advance {
    private final GradientDescent descent;
    private final Penalty penalty;
    private final StepGuard guard;
    private final WeightRanges weights;
    private final DescentMemory memory;
    private final ParameterParts parts;
    private final float[] start;

    LocalRound(
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
        this.start = new float
                [Math.multiplyExact(
                        memory.parameters().length, 1 + memory.state().slots())];
    }

    @Override
    public GradientSum sum(Step at, long step) {
        OptimizerState state = memory.state();
        int length = memory.parameters().length;
        System.arraycopy(memory.parameters(), 0, start, 0, length);
        for (int array = 0; array < state.slots(); array++) {
            System.arraycopy(state.array(array), 0, start, (1 + array) * length, length);
        }
        List<Double> rates = IntStream.range(0, at.count())
                .mapToObj(number -> memory.rate(step + number))
                .toList();
        LocalDescent local = new LocalDescent(
                descent.optimizer(),
                penalty,
                descent.clipNorm(),
                rates,
                state.steps(),
                Arrays.stream(state.scalars()).boxed().toList());
        return guard.localSteps(start, at, step, local);
    }

    @Override
    public double take(Step at, long step, GradientSum sum) {
        float[] parameters = memory.parameters();
        float[] means = sum.gradient();
        int length = parameters.length;
        double norm = sum.norms() / sum.rows();
        guard.requireConverging(at.epoch(), step, sum, norm);
        OptimizerState state = memory.state();
        for (int number = 0; number < at.count(); number++) {
            // Only what is no array goes on by it: the arrays are the lanes' means.
            state.countStep(parameters, parameters);
            Optimizer.Rule unused = descent.optimizer().rule(memory.rate(step + number), state, weights);
        }
        float inverse = (float) (1.0 / sum.rows());
        OuterStep outer = memory.localSteps().outer();
        parts.forEach((part, from, end) -> {
            for (int i = from; i < end; i++) {
                means[i] *= inverse;
            }
            outer.apply(parameters, means, memory.outerMomentum(), from, end);
            for (int array = 0; array < state.slots(); array++) {
                float[] to = state.array(array);
                int offset = (1 + array) * length;
                for (int i = from; i < end; i++) {
                    to[i] = inverse * means[offset + i];
                }
            }
        });
        for (int number = 0; number < at.count(); number++) {
            memory.updateAverage();
        }
        return norm * at.count();
    }
}
