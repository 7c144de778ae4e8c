package org.thalweg.train;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.thalweg.model.Task;

/** A number that tells, beside the loss, how well a network does its task. */
public enum Measure {
    /** The share of rows whose class is right. */
    ACCURACY("accuracy", Evaluation::accuracy, Task.CLASSIFICATION),
    /** The share of rows whose labels are all right. */
    SUBSET_ACCURACY("subsetAccuracy", evaluation -> evaluation.labels().subsetAccuracy(), Task.MULTILABEL),
    /** The share of labels that are wrong. */
    HAMMING_LOSS("hammingLoss", evaluation -> evaluation.labels().hammingLoss(), Task.MULTILABEL),
    /** F1 over all labels together. */
    MICRO_F1("microF1", evaluation -> evaluation.labels().microF1(), Task.MULTILABEL),
    /** The mean of the labels' F1. */
    MACRO_F1("macroF1", evaluation -> evaluation.labels().macroF1(), Task.MULTILABEL),
    /** The root of the mean squared error. */
    RMSE("rmse", Evaluation::rmse, Task.REGRESSION, Task.AUTOENCODER),
    /** The mean absolute error. */
    MAE("mae", Evaluation::mae, Task.AUTOENCODER),
    /** The share of the targets' variance that is explained. */
    R2("r2", Evaluation::r2, Task.REGRESSION, Task.AUTOENCODER);

    private final String label;
    private final ToDoubleFunction<Evaluation> of;
    private final List<Task> tasks;

    Measure(String label, ToDoubleFunction<Evaluation> of, Task... tasks) {
        this.label = label;
        this.of = of;
        this.tasks = List.of(tasks);
    }

    /** As files spell it. */
    public String label() {
        return label;
    }

    /** Whether it can be told of a task. */
    public boolean goesWith(Task task) {
        return tasks.contains(task);
    }

    /** What is told of a task, in this order. */
    public static List<Measure> of(Task task) {
        return Arrays.stream(values()).filter(measure -> measure.goesWith(task)).toList();
    }

    /** Its value of an evaluation whose task it goes with. */
    public double of(Evaluation evaluation) {
        return of.applyAsDouble(evaluation);
    }
}
