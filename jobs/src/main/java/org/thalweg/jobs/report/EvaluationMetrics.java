package org.thalweg.jobs.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.thalweg.train.ClassMetrics;
import org.thalweg.train.Evaluation;
import org.thalweg.train.LabelStatistics;
import org.thalweg.train.Metric;

/** All results of an evaluation, for scripts. */
public final class EvaluationMetrics {
    private EvaluationMetrics() {}

    /**
     * An evaluation's rows, loss and metrics, the metrics of a baseline without features, and those of each class,
     * label or target.
     *
     * @param names of the classes, labels or targets, in the network's order
     */
    public static Metrics of(Evaluation evaluation, List<String> names) {
        Metrics metrics = new Metrics().put("rows", evaluation.rows()).put("loss", evaluation.loss());
        if (!evaluation.threshold().isNone()) {
            metrics.put("threshold", evaluation.threshold().value());
        }
        Metric.of(evaluation.task()).forEach(metric -> metrics.put(metric.label(), metric.of(evaluation)));
        Metric.of(evaluation.task()).stream()
                .filter(metric -> Double.isFinite(metric.baselineOf(evaluation)))
                .forEach(metric -> metrics.put(metric.baselineLabel(), metric.baselineOf(evaluation)));
        switch (evaluation.task()) {
            case CLASSIFICATION -> metrics.put("classes", each(names, c -> ofClass(evaluation, c)));
            case MULTILABEL -> metrics.put("labels", each(names, l -> ofLabel(evaluation.labels(), l)));
            case REGRESSION -> metrics.put("targets", each(names, t -> ofTarget(evaluation, t)));
            case AUTOENCODER -> {}
        }
        return metrics;
    }

    private static Map<String, Object> each(List<String> names, IntFunction<Metrics> of) {
        Map<String, Object> each = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            each.put(names.get(i), of.apply(i).values());
        }
        return each;
    }

    private static Metrics ofClass(Evaluation evaluation, int c) {
        ClassMetrics classes = evaluation.byClass();
        return shares(classes.precision(c), classes.recall(c), classes.f1(c), classes.support(c));
    }

    private static Metrics ofLabel(LabelStatistics labels, int l) {
        return shares(labels.precision(l), labels.recall(l), labels.f1(l), labels.support(l));
    }

    private static Metrics shares(double precision, double recall, double f1, double support) {
        return new Metrics()
                .put("precision", precision)
                .put("recall", recall)
                .put("f1", f1)
                .put("weight", support);
    }

    private static Metrics ofTarget(Evaluation evaluation, int t) {
        return new Metrics()
                .put("rmse", evaluation.errors().rmse(t))
                .put("mae", evaluation.errors().mae(t))
                .put("r2", evaluation.errors().r2(t));
    }
}
