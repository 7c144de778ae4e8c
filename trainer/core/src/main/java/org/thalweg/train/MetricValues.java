package org.thalweg.train;

import java.util.ArrayList;
import java.util.List;
import org.thalweg.model.Task;

/**
 * The metrics of an evaluation.
 *
 * @param rows each counted once
 * @param loss the rows' weighted mean
 * @param values of {@link Metric#of(Task)}, in its order; NaN of those that the network or the rows do not have
 */
public record MetricValues(Task task, long rows, double loss, List<Double> values) {
    /** Checks that there is a value for every metric of the task, and copies the list. */
    public MetricValues {
        values = List.copyOf(values);
        int expected = Metric.of(task).size();
        if (values.size() != expected) {
            throw new IllegalArgumentException(
                    "metrics: expected " + expected + " of " + task.label() + ", found " + values.size());
        }
    }

    /** Those of a file of an earlier version, which may lack the last ones: these are NaN. */
    public static MetricValues ofFile(Task task, long rows, double loss, List<Double> values) {
        List<Double> all = new ArrayList<>(values);
        while (all.size() < Metric.of(task).size()) {
            all.add(Double.NaN);
        }
        return new MetricValues(task, rows, loss, all);
    }

    /** Those of an evaluation. */
    public static MetricValues of(Evaluation evaluation) {
        List<Metric> known = evaluation.metrics();
        List<Double> values = new ArrayList<>();
        for (Metric metric : Metric.of(evaluation.task())) {
            values.add(known.contains(metric) ? metric.of(evaluation) : Double.NaN);
        }
        return new MetricValues(evaluation.task(), evaluation.rows(), evaluation.loss(), values);
    }

    /**
     * One of them.
     *
     * @throws IllegalArgumentException if it does not go with the task
     */
    public double of(Metric metric) {
        if (metric == Metric.LOSS) {
            return loss;
        }
        int index = Metric.of(task).indexOf(metric);
        if (index < 0) {
            throw new IllegalArgumentException("metric: expected one of " + task.label() + ", found " + metric.label());
        }
        return values.get(index);
    }
}
