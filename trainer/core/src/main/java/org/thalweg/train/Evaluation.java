package org.thalweg.train;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Optional;
import org.thalweg.data.TargetScaling;
import org.thalweg.model.Task;
import org.thalweg.model.Threshold;
import org.thalweg.nn.Network;
import org.thalweg.nn.Softmax;

/**
 * How well a network does on rows, as sums that add up: every row counts with its weight.
 *
 * <p>For classification a confusion matrix and {@linkplain Calibration how sure it is}; for multilabel {@linkplain LabelFigures what each label comes to}; for
 * regression, and for an autoencoder whose targets are its scaled inputs, the errors and the targets' spread. Where
 * targets are scaled, all is in their own units. Mutable while it is summed; not thread-safe.
 */
public final class Evaluation implements Serializable {
    private static final long serialVersionUID = 1;

    private static final int DEVIATIONS = 4;

    private final Task task;
    private final int outputs;
    private final int classes;
    private final boolean oneTargetIsClass;
    private final double[] confusion; // [classes × classes], true class × predicted
    private final Calibration calibration; // null where the task is not classification
    private final LabelFigures labels; // null where the task is not multilabel
    private final double threshold; // 0 for none
    private final ScoreCounts scores; // null where none are gathered
    private final ErrorCounts errors; // null where none are gathered
    private final double[] shifts; // [outputs], what a target of 0 is in its own units
    private final double[] units; // [outputs], what an error of 1 is in a target's own units
    private final double[] squaredErrors; // [outputs]
    private final double[] absoluteErrors;
    private final double[] targetMeans;
    private final double[] targetSquares; // Σ weight (y − mean)²
    private final double[] leastTargets; // [outputs], in their own units
    private final double[] greatestTargets;
    private long rows;
    private double weight;
    private double loss;

    /** An evaluation of no rows yet, of targets as they are. */
    public Evaluation(Network network, Task task) {
        this(network, task, TargetScaling.NONE);
    }

    /**
     * An evaluation of no rows yet.
     *
     * @param targetScaling of the targets that the rows hold
     */
    public Evaluation(Network network, Task task, TargetScaling targetScaling) {
        this(network, task, targetScaling, EvaluationForm.PLAIN);
    }

    /**
     * An evaluation of no rows yet.
     *
     * @param targetScaling of the targets that the rows hold
     * @param form by what it predicts, and what it gathers
     */
    public Evaluation(Network network, Task task, TargetScaling targetScaling, EvaluationForm form) {
        this.task = task;
        outputs = network.outputs();
        oneTargetIsClass = network.output() instanceof Softmax;
        classes = task != Task.CLASSIFICATION ? 0 : oneTargetIsClass ? outputs : 2;
        confusion = new double[Math.multiplyExact(classes, classes)];
        calibration = task == Task.CLASSIFICATION ? new Calibration() : null;
        labels = task == Task.MULTILABEL ? new LabelFigures(outputs) : null;
        threshold = form.threshold().isNone() ? 0 : form.threshold().value();
        scores = form.scores() && Threshold.goesWith(task, classes) ? new ScoreCounts() : null;
        int targets = task == Task.REGRESSION || task == Task.AUTOENCODER ? outputs : 0;
        errors = task == Task.REGRESSION && !form.errors().isEmpty() ? new ErrorCounts(form.errors()) : null;
        shifts = new double[targets];
        Arrays.setAll(shifts, targetScaling::meanOf);
        units = new double[targets];
        Arrays.setAll(units, targetScaling::deviationOf);
        squaredErrors = new double[targets];
        absoluteErrors = new double[targets];
        targetMeans = new double[targets];
        targetSquares = new double[targets];
        leastTargets = new double[targets];
        greatestTargets = new double[targets];
        Arrays.fill(leastTargets, Double.POSITIVE_INFINITY);
        Arrays.fill(greatestTargets, Double.NEGATIVE_INFINITY);
    }

    /**
     * Adds a block of rows.
     *
     * @param loss Σ weight · C over them, in the targets' own units
     * @param a the network's outputs, [count, outputs], of targets as the rows hold them
     */
    void add(double loss, int count, float[] a, float[] targets, float[] weights) {
        this.loss += loss;
        for (int r = 0; r < count; r++) {
            rows++;
            weight += weights[r];
            switch (task) {
                case CLASSIFICATION -> addClass(a, r, (int) targets[r], weights[r]);
                case MULTILABEL -> addLabels(a, targets, r, weights[r]);
                case REGRESSION, AUTOENCODER -> addErrors(a, targets, r, weights[r]);
            }
        }
    }

    private void addClass(float[] a, int row, int trueClass, float rowWeight) {
        int predicted = predictedClass(a, row);
        confusion[trueClass * classes + predicted] += rowWeight;
        float confidence = oneTargetIsClass ? a[row * outputs + predicted] : predicted == 1 ? a[row] : 1 - a[row];
        calibration.add(confidence, predicted == trueClass, rowWeight);
        if (scores != null) {
            scores.add(secondClass(a, row), trueClass == 1, rowWeight);
        }
    }

    private void addLabels(float[] a, float[] targets, int row, float rowWeight) {
        labels.add(a, targets, row, rowWeight, threshold());
        for (int l = 0; scores != null && l < outputs; l++) {
            scores.add(a[row * outputs + l], targets[row * outputs + l] >= 0.5f, rowWeight);
        }
    }

    /** The probability of the second of two classes. */
    private float secondClass(float[] a, int row) {
        return a[oneTargetIsClass ? 2 * row + 1 : row];
    }

    private int predictedClass(float[] a, int row) {
        if (!oneTargetIsClass || threshold > 0) {
            return threshold().isReached(secondClass(a, row)) ? 1 : 0;
        }
        int best = row * outputs;
        for (int i = best + 1; i < (row + 1) * outputs; i++) {
            best = a[i] > a[best] ? i : best;
        }
        return best - row * outputs;
    }

    private void addErrors(float[] a, float[] targets, int row, float rowWeight) {
        for (int i = 0; i < outputs; i++) {
            double scaled = targets[row * outputs + i];
            double y = scaled * units[i]; // A shift changes neither errors nor spread.
            double error = (a[row * outputs + i] - scaled) * units[i];
            squaredErrors[i] += rowWeight * error * error;
            absoluteErrors[i] += rowWeight * Math.abs(error);
            double difference = y - targetMeans[i];
            targetMeans[i] += rowWeight / weight * difference;
            targetSquares[i] += rowWeight * difference * (y - targetMeans[i]);
            leastTargets[i] = Math.min(leastTargets[i], y + shifts[i]);
            greatestTargets[i] = Math.max(greatestTargets[i], y + shifts[i]);
            if (errors != null && i < errors.targets()) {
                errors.add(i, y + shifts[i], y + error + shifts[i], rowWeight);
            }
        }
    }

    /** Adds another evaluation to this one; the other is unchanged. */
    public void add(Evaluation that) {
        if (that.rows == 0) {
            return;
        }
        double share = that.weight / (weight + that.weight);
        for (int i = 0; i < targetMeans.length; i++) {
            double difference = that.targetMeans[i] - targetMeans[i];
            targetMeans[i] += share * difference;
            targetSquares[i] += that.targetSquares[i] + difference * difference * weight * share;
            leastTargets[i] = Math.min(leastTargets[i], that.leastTargets[i]);
            greatestTargets[i] = Math.max(greatestTargets[i], that.greatestTargets[i]);
        }
        if (calibration != null) {
            calibration.add(that.calibration);
        }
        if (labels != null) {
            labels.add(that.labels);
        }
        if (scores != null) {
            scores.add(that.scores);
        }
        if (errors != null) {
            errors.add(that.errors);
        }
        addAll(confusion, that.confusion);
        addAll(squaredErrors, that.squaredErrors);
        addAll(absoluteErrors, that.absoluteErrors);
        rows += that.rows;
        weight += that.weight;
        loss += that.loss;
    }

    static void addAll(double[] to, double[] from) {
        for (int i = 0; i < to.length; i++) {
            to[i] += from[i];
        }
    }

    /** The rows. */
    public long rows() {
        return rows;
    }

    /** Σ weight. */
    public double weight() {
        return weight;
    }

    /** What the outputs are: decides which of the figures there are. */
    public Task task() {
        return task;
    }

    /** The mean loss: log loss for classification, half squared error for regression; NaN of no rows. */
    public double loss() {
        return loss / weight;
    }

    /** How far its confidences can be taken at their word; null where the task is not classification. */
    public Calibration calibration() {
        return calibration;
    }

    /** What each label comes to; null where the task is not multilabel. */
    public LabelFigures labels() {
        return labels;
    }

    /** By what it predicts. */
    public Threshold threshold() {
        return threshold > 0 ? new Threshold(threshold) : Threshold.NONE;
    }

    /** How often what a probability is given to is true; empty where that was not gathered. */
    public Optional<ScoreCounts> scores() {
        return Optional.ofNullable(scores);
    }

    /** What is predicted beside what is true; empty where that was not gathered. */
    public Optional<ErrorCounts> errors() {
        return Optional.ofNullable(errors);
    }

    /**
     * The range over which a target's errors are worth counting: its values as far as they are within {@value #DEVIATIONS}
     * deviations of their mean, and as many of the errors' own. Empty where it never changes, or what it is predicted never
     * differs.
     */
    public Optional<ErrorRange> errorRange(int target) {
        double spread = DEVIATIONS * Math.sqrt(targetSquares[target] / weight);
        double mean = targetMeans[target] + shifts[target];
        double low = Math.max(leastTargets[target], mean - spread);
        double high = Math.min(greatestTargets[target], mean + spread);
        double error = DEVIATIONS * rmse(target);
        return low < high && error > 0 && Double.isFinite(high - low) && Double.isFinite(error)
                ? Optional.of(new ErrorRange(low, high, error))
                : Optional.empty();
    }

    /** The number of classes; 0 where the outputs are no classes. */
    public int classes() {
        return classes;
    }

    /** The weight of the rows of a true class that were predicted as another (or the same). */
    public double confusion(int trueClass, int predictedClass) {
        return confusion[trueClass * classes + predictedClass];
    }

    /** The share of rows whose class was predicted right, 0 to 1; NaN of no rows. */
    public double accuracy() {
        double right = 0;
        for (int c = 0; c < classes; c++) {
            right += confusion(c, c);
        }
        return right / weight;
    }

    /** Of the rows predicted as a class, the share that are of it; 0 where none was predicted. */
    public double precision(int ofClass) {
        double predicted = 0;
        for (int c = 0; c < classes; c++) {
            predicted += confusion(c, ofClass);
        }
        return predicted == 0 ? 0 : confusion(ofClass, ofClass) / predicted;
    }

    /** Of the rows of a class, the share that were predicted as it; 0 where there is none. */
    public double recall(int ofClass) {
        double there = support(ofClass);
        return there == 0 ? 0 : confusion(ofClass, ofClass) / there;
    }

    /** The harmonic mean of precision and recall; 0 where both are 0. */
    public double f1(int ofClass) {
        double sum = precision(ofClass) + recall(ofClass);
        return sum == 0 ? 0 : 2 * precision(ofClass) * recall(ofClass) / sum;
    }

    /** The weight of the rows of a class. */
    public double support(int ofClass) {
        double there = 0;
        for (int c = 0; c < classes; c++) {
            there += confusion(ofClass, c);
        }
        return there;
    }

    /** The targets whose errors are measured; 0 where outputs are no numbers. */
    public int targets() {
        return units.length;
    }

    /** √ of the mean squared error of one output. */
    public double rmse(int output) {
        return Math.sqrt(squaredErrors[output] / weight);
    }

    /** √ of the squared error's mean over rows and outputs. */
    public double rmse() {
        return Math.sqrt(sum(squaredErrors) / (weight * outputs));
    }

    /** The mean absolute error of one output. */
    public double mae(int output) {
        return absoluteErrors[output] / weight;
    }

    /** The absolute error's mean over rows and outputs. */
    public double mae() {
        return sum(absoluteErrors) / (weight * outputs);
    }

    static double sum(double[] numbers) {
        double sum = 0;
        for (double number : numbers) {
            sum += number;
        }
        return sum;
    }

    /** R² = 1 − Σ (y − ŷ)² / Σ (y − mean y)² of one output; NaN where its target never changes. */
    public double r2(int output) {
        return targetSquares[output] > 0 ? 1 - squaredErrors[output] / targetSquares[output] : Double.NaN;
    }

    /**
     * The mean of the outputs' R². Of an autoencoder the share of all inputs' spread together that it explains, as some
     * of many inputs may never change.
     */
    public double r2() {
        if (task == Task.AUTOENCODER) {
            double spread = sum(targetSquares);
            return spread > 0 ? 1 - sum(squaredErrors) / spread : Double.NaN;
        }
        double sum = 0;
        for (int i = 0; i < outputs; i++) {
            sum += r2(i);
        }
        return sum / outputs;
    }
}
