package org.thalweg.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.thalweg.data.FeatureStatistics;
import org.thalweg.data.LaneLayout;
import org.thalweg.data.Lanes;
import org.thalweg.data.RowContent;
import org.thalweg.data.RowSurvey;
import org.thalweg.data.Split;
import org.thalweg.math.TreeSum;
import org.thalweg.model.Task;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;

/** An engine whose sums and validation losses are given: 10 rows a step, 2 steps an epoch, a 2-2-1 network. */
final class ScriptedEngine implements GradientEngine {
    static final Network NETWORK = Network.of(2, List.of(2), Activation.TANH, 1, Activation.IDENTITY);
    static final int PARAMETERS = NETWORK.parameterCount();
    private static final int ROWS = 20;

    private final Function<Step, GradientSum> sums;
    private final double[] validationLosses;
    final List<Step> steps = new ArrayList<>();
    final List<float[]> validated = new ArrayList<>();

    ScriptedEngine(Function<Step, GradientSum> sums, double... validationLosses) {
        this.sums = sums;
        this.validationLosses = validationLosses;
    }

    /** Ten rows of weight 2 whose mean gradient and mean loss are the given ones. */
    static GradientSum mean(double loss, float... gradient) {
        float[] sum = new float[PARAMETERS];
        for (int i = 0; i < PARAMETERS; i++) {
            sum[i] = 20 * gradient[i % gradient.length];
        }
        return new GradientSum(sum, 20 * loss, 20, 10);
    }

    @Override
    public TrainingPlan plan() {
        return new TrainingPlan(NETWORK, Loss.HALF_SQUARED_ERROR, Batches.of(10), 1);
    }

    @Override
    public RowSurvey rows() {
        List<TreeSum.Node<FeatureStatistics>> root = List.of(new TreeSum.Node<>(0, 0, new FeatureStatistics(2)));
        return new RowSurvey(new long[] {ROWS, validationLosses.length, 0}, new long[3], root, RowContent.NONE);
    }

    @Override
    public EpochOrder order() {
        Lanes one = new Lanes(1);
        return new EpochOrder(plan().batches(), new LaneLayout(one, 1, one), 1, new long[] {ROWS});
    }

    @Override
    public GradientSum gradient(float[] parameters, Step step) {
        steps.add(step);
        return sums.apply(step);
    }

    @Override
    public GradientSum localSteps(float[] start, Step steps, LocalDescent descent) {
        throw new UnsupportedOperationException("no local steps are scripted");
    }

    @Override
    public Evaluation evaluate(float[] parameters, Split split, EvaluationForm form) {
        validated.add(parameters.clone());
        Evaluation evaluation = new Evaluation(NETWORK, Task.REGRESSION);
        double loss = validationLosses[validated.size() - 1];
        evaluation.add(loss, 1, new float[1], new float[1], new float[] {1});
        return evaluation;
    }

    @Override
    public boolean hasValidation() {
        return validationLosses.length > 0;
    }

    @Override
    public void close() {}
}
