package org.thalweg.train;

import java.util.ArrayList;
import java.util.List;
import org.thalweg.model.Task;

/**
 * What an evaluation comes to, in a few numbers.
 *
 * @param rows each counted once
 * @param loss the rows' weighted mean
 * @param values of {@link Measure#of(Task)}, in its order
 */
public record Measures(Task task, long rows, double loss, List<Double> values) {
    /** Checks that there is a value for every measure of the task, and copies the list. */
    public Measures {
        values = List.copyOf(values);
        int expected = Measure.of(task).size();
        if (values.size() != expected) {
            throw new IllegalArgumentException(
                    "measures: expected " + expected + " of " + task.label() + ", found " + values.size());
        }
    }

    /** Those of an evaluation. */
    public static Measures of(Evaluation evaluation) {
        List<Double> values = new ArrayList<>();
        for (Measure measure : Measure.of(evaluation.task())) {
            values.add(measure.of(evaluation));
        }
        return new Measures(evaluation.task(), evaluation.rows(), evaluation.loss(), values);
    }

    /**
     * One of them.
     *
     * @throws IllegalArgumentException if it does not go with the task
     */
    public double of(Measure measure) {
        int index = Measure.of(task).indexOf(measure);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "measure: expected one of " + task.label() + ", found " + measure.label());
        }
        return values.get(index);
    }
}
