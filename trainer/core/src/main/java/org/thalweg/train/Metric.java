package org.thalweg.train;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.thalweg.model.Task;
import org.thalweg.settings.Labelled;
import org.thalweg.settings.Setting;

/** A number that says how well a network does its task on rows. */
public enum Metric implements Labelled {
    /** The mean loss. */
    LOSS("loss", false, Setting.any("loss", 0.1), "Mean loss over the rows.", Evaluation::loss, Task.values()),
    /** The share of rows whose class is right. */
    ACCURACY(
            "accuracy",
            true,
            Setting.unit("accuracy", 0.98),
            "Share of the rows whose class is right.",
            Evaluation::accuracy,
            Task.CLASSIFICATION),
    /** The share of rows whose labels are all right. */
    SUBSET_ACCURACY(
            "exact match",
            true,
            Setting.unit("subsetAccuracy", 0.9),
            "Share of the rows whose labels are all right.",
            evaluation -> evaluation.labels().subsetAccuracy(),
            Task.MULTILABEL),
    /** The share of labels that are wrong. */
    HAMMING_LOSS(
            "Hamming loss",
            false,
            Setting.unit("hammingLoss", 0.05),
            "Share of the labels that are wrong.",
            evaluation -> evaluation.labels().hammingLoss(),
            Task.MULTILABEL),
    /** F1 over all labels together. */
    MICRO_F1(
            "micro F1",
            true,
            Setting.unit("microF1", 0.9),
            "F1 over all labels together.",
            evaluation -> evaluation.labels().microF1(),
            Task.MULTILABEL),
    /** The mean of the labels' F1. */
    MACRO_F1(
            "macro F1",
            true,
            Setting.unit("macroF1", 0.9),
            "Mean of the labels' F1.",
            evaluation -> evaluation.labels().macroF1(),
            Task.MULTILABEL),
    /** The root of the mean squared error. */
    RMSE(
            "RMSE",
            false,
            Setting.atLeast("rmse", 0, 0.1),
            "Root of the mean squared error.",
            Evaluation::rmse,
            Task.REGRESSION,
            Task.AUTOENCODER),
    /** The mean absolute error. */
    MAE("MAE", false, Setting.atLeast("mae", 0, 0.1), "Mean absolute error.", Evaluation::mae, Task.AUTOENCODER),
    /** The share of the targets' variance that is explained. */
    R2(
            "R²",
            true,
            new Setting("r2", -Double.MAX_VALUE, true, 1, true, 0.9),
            "Share of the targets' variance that is explained.",
            Evaluation::r2,
            Task.REGRESSION,
            Task.AUTOENCODER);

    private final String title;
    private final boolean moreIsBetter;
    private final Setting range;
    private final ToDoubleFunction<Evaluation> value;
    private final List<Task> tasks;

    Metric(
            String title,
            boolean moreIsBetter,
            Setting range,
            String meaning,
            ToDoubleFunction<Evaluation> value,
            Task... tasks) {
        this.title = title;
        this.moreIsBetter = moreIsBetter;
        this.range = range.means(meaning);
        this.value = value;
        this.tasks = List.of(tasks);
    }

    /** The metric's name in reports, such as {@code micro F1}. */
    public String title() {
        return title;
    }

    /** Whether a greater value is the better one. */
    public boolean moreIsBetter() {
        return moreIsBetter;
    }

    /** The values that it may have, an example, and what it is. */
    public Setting range() {
        return range;
    }

    /** Whether it is a share of rows or labels, which reports print in percent. */
    public boolean isShare() {
        return this == ACCURACY || this == SUBSET_ACCURACY || this == HAMMING_LOSS;
    }

    /** Whether a task has it. */
    public boolean goesWith(Task task) {
        return tasks.contains(task);
    }

    /** The metrics of a task beside the loss, in the order in which they are reported. */
    public static List<Metric> of(Task task) {
        return Arrays.stream(values())
                .filter(metric -> metric != LOSS && metric.goesWith(task))
                .toList();
    }

    /** Its value of an evaluation whose task it goes with. */
    public double of(Evaluation evaluation) {
        return value.applyAsDouble(evaluation);
    }

    /**
     * The label of its value on a split, as metrics and job files spell it: {@code validationRmse}.
     *
     * @param split {@code train}, {@code validation} or {@code test}
     */
    public String labelOn(String split) {
        return split + Character.toUpperCase(label().charAt(0)) + label().substring(1);
    }
}
