package org.thalweg.train;

import java.util.Arrays;
import java.util.List;
import org.thalweg.math.Kernels;
import org.thalweg.nn.LayerStatistics;
import org.thalweg.optim.Optimizer;
import org.thalweg.optim.OptimizerState;
import org.thalweg.optim.WeightRanges;

/** One lane's {@linkplain LocalDescent local steps} on its own copy of parameters and state. Not thread-safe. */
final class LaneDescent {
    private final LaneWorker worker;
    private final Optimizer optimizer;
    private final WeightRanges weights;
    private final float[] parameters;
    private final OptimizerState state;
    private final GradientSum ofStep;

    /**
     * Scratch memory for lanes' steps.
     *
     * @param worker computes the gradients
     */
    LaneDescent(LaneWorker worker, TrainingPlan plan, Optimizer optimizer) {
        this.worker = worker;
        this.optimizer = optimizer;
        this.weights = plan.weightRanges();
        this.parameters = new float[plan.network().parameterCount()];
        this.state = optimizer.newState(parameters.length);
        this.ofStep = new GradientSum(parameters.length);
    }

    /** Whether this memory fits an optimizer. */
    boolean serves(Optimizer other) {
        return optimizer.equals(other);
    }

    /**
     * Takes the steps.
     *
     * @param start parameters and state, see {@link LocalDescent}; not changed
     * @param descent with the optimizer of the constructor
     * @param rows of the lane
     * @param shares of each step
     * @param sum receives the lane's result, multiplied by its rows
     */
    void take(
            float[] start,
            LocalDescent descent,
            LaneRows rows,
            int lane,
            List<StepShares> shares,
            Step steps,
            GradientSum sum) {
        System.arraycopy(start, 0, parameters, 0, parameters.length);
        state.load(descent.stepsBefore(), start, parameters.length, descent.scalars());
        double loss = 0;
        double own = 0;
        double weight = 0;
        double norms = 0;
        long taken = 0;
        List<LayerStatistics> statistics = List.of();
        for (int number = 0; number < steps.count(); number++) {
            StepShares ofAll = shares.get(number);
            int index = ofAll.find(lane);
            boolean takes = index >= 0 && ofAll.end(index) > ofAll.from(index);
            if (takes) {
                worker.gradient(parameters, rows, ofAll, index, steps.at(number), ofStep);
            }
            state.countStep(parameters, ofStep.gradient());
            Optimizer.Rule rule = optimizer.rule(descent.rates().get(number), state, weights);
            if (takes) {
                norms += ofStep.rows() * descend(rule, descent);
                loss += ofStep.loss();
                own += ofStep.ownLoss();
                weight += ofStep.weight();
                taken += ofStep.rows();
                statistics = number == 0 ? ofStep.statistics() : statistics;
            }
        }
        sum.set(loss, own, weight, taken, statistics);
        sum.withNorms(norms);
        if (taken > 0) {
            write(start, taken, sum.gradient());
        }
    }

    /** One step; returns the norm of the mean gradient before clipping. */
    private double descend(Optimizer.Rule rule, LocalDescent descent) {
        float[] gradient = ofStep.gradient();
        if (ofStep.weight() == 0) {
            Arrays.fill(gradient, 0); // Rows that count for nothing have no mean.
        } else {
            Kernels.scaleInPlace(gradient, (float) (1 / ofStep.weight()));
        }
        descent.penalty().addGradient(gradient, parameters, weights);
        double norm = Math.sqrt(Kernels.sumOfSquares(gradient, 0, gradient.length));
        if (norm > descent.clipNorm()) {
            Kernels.scaleInPlace(gradient, (float) (descent.clipNorm() / norm));
        }
        rule.apply(parameters, gradient, 0, gradient.length);
        return norm;
    }

    private void write(float[] start, long rows, float[] to) {
        float factor = rows;
        for (int i = 0; i < parameters.length; i++) {
            to[i] = factor * (parameters[i] - start[i]);
        }
        for (int array = 0; array < state.arrayCount(); array++) {
            float[] from = state.array(array);
            int offset = (1 + array) * parameters.length;
            for (int i = 0; i < from.length; i++) {
                to[offset + i] = factor * from[i];
            }
        }
    }
}
