package org.thalweg.train;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.thalweg.optim.Optimizer;
import org.thalweg.optim.OptimizerState;
import org.thalweg.optim.OuterStep;

/**
 * A round of local steps, which every lane takes on its own. Afterwards the lanes' parameter changes and optimizer arrays are
 * averaged, weighted by their rows. The mean change goes through the {@linkplain OuterStep outer step}.
 */
final class LocalRound implements ParameterUpdate {
    private final DescentContext run;
    private final float[] start;

    LocalRound(DescentContext run) {
        this.run = run;
        this.start = new float
                [Math.multiplyExact(
                        run.memory().parameters().length,
                        1 + run.memory().state().arrayCount())];
    }

    @Override
    public GradientSum sum(Step at, long step) {
        OptimizerState state = run.memory().state();
        int length = run.memory().parameters().length;
        System.arraycopy(run.memory().parameters(), 0, start, 0, length);
        state.copyInto(start, length);
        List<Double> rates = IntStream.range(0, at.count())
                .mapToObj(number -> run.memory().rate(step + number))
                .toList();
        LocalDescent local = new LocalDescent(
                run.descent().optimizer(),
                run.penalty(),
                run.descent().clipNorm(),
                rates,
                state.steps(),
                Arrays.stream(state.scalars()).boxed().toList());
        return run.guard().localSteps(start, at, step, local);
    }

    @Override
    public double take(Step at, long step, GradientSum sum) {
        float[] parameters = run.memory().parameters();
        float[] means = sum.gradient();
        int length = parameters.length;
        double norm = sum.norms() / sum.rows();
        run.guard().requireConverging(at.epoch(), step, sum, norm);
        OptimizerState state = run.memory().state();
        for (int number = 0; number < at.count(); number++) {
            // This advances only the scalars of the state: its arrays become the means over the lanes below.
            state.countStep(parameters, parameters);
            Optimizer.Rule unused =
                    run.descent().optimizer().rule(run.memory().rate(step + number), state, run.weights());
        }
        float inverse = (float) (1.0 / sum.rows());
        OuterStep outer = run.memory().localSteps().outer();
        run.parts().forEach((part, from, end) -> {
            for (int i = from; i < end; i++) {
                means[i] *= inverse;
            }
            outer.apply(parameters, means, run.memory().outerMomentum(), from, end);
            for (int array = 0; array < state.arrayCount(); array++) {
                float[] to = state.array(array);
                int offset = (1 + array) * length;
                for (int i = from; i < end; i++) {
                    to[i] = inverse * means[offset + i];
                }
            }
        });
        for (int number = 0; number < at.count(); number++) {
            run.memory().updateAverage();
        }
        return norm * at.count();
    }
}
