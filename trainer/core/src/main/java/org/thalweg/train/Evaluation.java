package org.thalweg.train;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.thalweg.data.TargetScaling;
import org.thalweg.model.Task;
import org.thalweg.model.Threshold;
import org.thalweg.nn.Network;
import org.thalweg.nn.Quantile;
import org.thalweg.nn.Softmax;

/**
 * The evaluation of a network on rows, as sums that can be added. Rows are weighted.
 *
 * <p>Classification has {@linkplain ClassMetrics metrics of classes}, multilabel {@linkplain LabelStatistics metrics of
 * labels}. Regression, and an autoencoder, whose targets are its scaled inputs, have {@linkplain TargetErrors errors and the
 * spread of the targets}. If targets are scaled, everything is in their original units. Mutable while it is summed; not
 * thread-safe.
 */
public final class Evaluation implements Serializable {
    private static final long serialVersionUID = 1;

    private final Task task;
    private final int outputs;
    private final boolean ofQuantile;
    private final ClassMetrics classes; // null where the task is not classification
    private final LabelStatistics labels; // null where the task is not multilabel
    private final TargetErrors targets; // null where the outputs are no numbers
    private final double threshold; // 0 for none
    private final ScoreCounts scoreCounts; // null where none are gathered
    private final ErrorCounts errorCounts; // null where none are gathered
    private long rows;
    private double weight;
    private double loss;

    /** An empty evaluation of unscaled targets. */
    public Evaluation(Network network, Task task) {
        this(network, task, TargetScaling.NONE, false, EvaluationForm.PLAIN);
    }

    /** An empty evaluation with the network, task, loss and target scaling of a plan. */
    public Evaluation(TrainingPlan plan) {
        this(plan, EvaluationForm.PLAIN);
    }

    /** An empty evaluation with a form. */
    public Evaluation(TrainingPlan plan, EvaluationForm form) {
        this(plan.network(), plan.task(), plan.targetScaling(), plan.loss() instanceof Quantile, form);
    }

    /** An empty evaluation with a form, for a loss other than quantile loss. */
    public Evaluation(Network network, Task task, TargetScaling targetScaling, EvaluationForm form) {
        this(network, task, targetScaling, false, form);
    }

    private Evaluation(
            Network network, Task task, TargetScaling targetScaling, boolean ofQuantile, EvaluationForm form) {
        this.task = task;
        this.ofQuantile = ofQuantile;
        outputs = network.outputs();
        classes = task == Task.CLASSIFICATION
                ? new ClassMetrics(outputs, !(network.output() instanceof Softmax), form.threshold())
                : null;
        labels = task == Task.MULTILABEL ? new LabelStatistics(outputs) : null;
        targets = task == Task.REGRESSION || task == Task.AUTOENCODER
                ? new TargetErrors(outputs, targetScaling, task == Task.REGRESSION)
                : null;
        threshold = form.threshold().isNone() ? 0 : form.threshold().value();
        scoreCounts = form.scores() && Threshold.goesWith(task, classes()) ? new ScoreCounts() : null;
        errorCounts = task == Task.REGRESSION && !form.errors().isEmpty() ? new ErrorCounts(form.errors()) : null;
    }

    /**
     * Adds a block of rows.
     *
     * @param loss Σ weight · C over them, in the targets' own units
     * @param a the network's outputs, [count, outputs], of targets as the rows hold them
     */
    void add(double loss, int count, float[] a, float[] targets, float[] weights) {
        this.loss += loss;
        Threshold by = threshold();
        for (int r = 0; r < count; r++) {
            rows++;
            weight += weights[r];
            switch (task) {
                case CLASSIFICATION -> classes.add(a, r, (int) targets[r], weights[r]);
                case MULTILABEL -> labels.add(a, targets, r, weights[r], by);
                case REGRESSION, AUTOENCODER -> this.targets.add(a, targets, r, weights[r]);
            }
            if (scoreCounts != null) {
                countScores(a, targets, r, weights[r]);
            }
            for (int i = 0; errorCounts != null && i < errorCounts.targets(); i++) {
                int at = r * outputs + i;
                errorCounts.add(i, this.targets.own(i, targets[at]), this.targets.own(i, a[at]), weights[r]);
            }
        }
    }

    private void countScores(float[] a, float[] targets, int row, float rowWeight) {
        if (classes != null) {
            scoreCounts.add(classes.ofSecond(a, row), targets[row] == 1, rowWeight);
            return;
        }
        for (int l = row * outputs; l < (row + 1) * outputs; l++) {
            scoreCounts.add(a[l], targets[l] >= 0.5f, rowWeight);
        }
    }

    /** Adds another evaluation to this one; the other is unchanged. */
    public void add(Evaluation that) {
        if (that.rows == 0) {
            return;
        }
        if (classes != null) {
            classes.add(that.classes);
        }
        if (labels != null) {
            labels.add(that.labels);
        }
        if (targets != null) {
            targets.add(that.targets);
        }
        if (scoreCounts != null) {
            scoreCounts.add(that.scoreCounts);
        }
        if (errorCounts != null) {
            errorCounts.add(that.errorCounts);
        }
        rows += that.rows;
        weight += that.weight;
        loss += that.loss;
    }

    static void addAll(double[] to, double[] from) {
        for (int i = 0; i < to.length; i++) {
            to[i] += from[i];
        }
    }

    static double sum(double[] numbers) {
        double sum = 0;
        for (double number : numbers) {
            sum += number;
        }
        return sum;
    }

    /** The rows. */
    public long rows() {
        return rows;
    }

    /** Σ weight. */
    public double weight() {
        return weight;
    }

    /** The task, which decides the metrics. */
    public Task task() {
        return task;
    }

    /** The network's outputs. */
    public int outputs() {
        return outputs;
    }

    /** The metrics of this evaluation besides the loss, in reporting order. */
    public List<Metric> metrics() {
        return Metric.of(task).stream()
                .filter(metric -> metric.goesWith(outputs, ofQuantile))
                .toList();
    }

    /** The mean loss: log loss for classification, half squared error for regression; NaN without rows. */
    public double loss() {
        return loss / weight;
    }

    /** The mean of −ln p over rows (and labels), where p is the probability of the true class: cross entropy. */
    public double logLoss() {
        return labels == null ? loss() : loss() / outputs;
    }

    /** The mean quantile loss over rows and outputs; NaN where the network is trained by another loss. */
    public double pinballLoss() {
        return ofQuantile ? loss() / outputs : Double.NaN;
    }

    /** The share of targets at or below their predictions; NaN where the network does not predict a quantile. */
    public double coverage() {
        return ofQuantile ? targets.coverage() : Double.NaN;
    }

    /**
     * Metrics by class.
     *
     * @throws IllegalStateException unless the task is classification
     */
    public ClassMetrics byClass() {
        return required(classes, "classes");
    }

    /**
     * The calibration of the probabilities.
     *
     * @throws IllegalStateException unless the task is classification
     */
    public Calibration calibration() {
        return byClass().calibration();
    }

    /**
     * Metrics by label.
     *
     * @throws IllegalStateException unless the task is multilabel
     */
    public LabelStatistics labels() {
        return required(labels, "labels");
    }

    /**
     * Errors of numeric targets.
     *
     * @throws IllegalStateException for classification and multilabel
     */
    public TargetErrors errors() {
        return required(targets, "numeric targets");
    }

    private <T> T required(T metrics, String of) {
        if (metrics == null) {
            throw new IllegalStateException("evaluation: expected one of " + of + ", found task " + task.label());
        }
        return metrics;
    }

    /** The threshold of predictions; {@link Threshold#NONE} if there is none. */
    public Threshold threshold() {
        return threshold > 0 ? new Threshold(threshold) : Threshold.NONE;
    }

    /** Counts of true and false outcomes by probability; empty if they were not requested. */
    public Optional<ScoreCounts> scoreCounts() {
        return Optional.ofNullable(scoreCounts);
    }

    /** Histograms of predicted and actual values; empty if they were not requested. */
    public Optional<ErrorCounts> errorCounts() {
        return Optional.ofNullable(errorCounts);
    }

    /** The number of numeric targets; 0 for classification and multilabel. */
    public int targets() {
        return targets == null ? 0 : outputs;
    }

    /** The ranking of rows; empty for numeric targets. */
    public Optional<ClassScores> scores() {
        return Optional.ofNullable(classes).map(ClassMetrics::scores).or(() -> Optional.ofNullable(labels)
                .map(LabelStatistics::scores));
    }

    /** The number of classes; 0 unless the task is classification. */
    public int classes() {
        return classes == null ? 0 : classes.count();
    }

    /** The share of rows whose class was predicted right, 0 to 1; NaN without rows. */
    public double accuracy() {
        return classes.accuracy();
    }

    /** √ of the squared error's mean over rows and outputs. */
    public double rmse() {
        return targets.rmse();
    }

    /** The absolute error's mean over rows and outputs. */
    public double mae() {
        return targets.mae();
    }

    /**
     * The mean R² of the outputs. For an autoencoder the explained share of the total variance of all inputs, because some
     * inputs may be constant.
     */
    public double r2() {
        return task == Task.AUTOENCODER ? targets.r2OfAll() : targets.meanR2();
    }
}
