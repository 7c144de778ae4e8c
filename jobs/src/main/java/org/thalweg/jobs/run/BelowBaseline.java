package org.thalweg.jobs.run;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.thalweg.jobs.report.ReportPage;
import org.thalweg.model.Task;
import org.thalweg.nn.AbsoluteError;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Quantile;
import org.thalweg.spark.fit.FitResult;
import org.thalweg.train.Evaluation;
import org.thalweg.train.Metric;

/**
 * Warns if a trained model is no better than a baseline without features. Being better by one metric is enough, as
 * accuracy does not show what a model knows of a rare class. The metrics are accuracy, Hamming loss or RMSE; log loss;
 * and those by which training may stop early.
 */
final class BelowBaseline {
    /** ROC AUC of rows in random order. */
    private static final double RANDOM_AREA = 0.5;

    private BelowBaseline() {}

    /**
     * A warning; empty if the model is better by any metric, or if there is no metric to compare by: a model of a
     * median or another quantile does not predict means.
     *
     * @param watched metrics by which training may stop early
     */
    static Optional<String> warning(FitResult fitted, Set<Metric> watched) {
        String split = ReportPage.mainSplit(fitted.evaluations()).orElseThrow();
        Evaluation evaluation = fitted.evaluations().get(split);
        Loss loss = fitted.model().description().loss();
        if (loss instanceof Quantile || loss instanceof AbsoluteError) {
            return Optional.empty();
        }
        Set<Metric> metrics = new LinkedHashSet<>(first(evaluation.task()));
        metrics.addAll(watched);
        metrics.removeIf(metric -> Double.isNaN(baseline(metric, evaluation)));
        if (metrics.isEmpty()
                || metrics.stream()
                        .anyMatch(metric -> metric.isBetter(metric.of(evaluation), baseline(metric, evaluation)))) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "warning: expected a model that does better than %s (%s), found %s on %,d %s rows; check the features and the"
                        + " training settings, or use more rows",
                name(evaluation.task()),
                metrics.stream()
                        .map(metric -> metric.text(baseline(metric, evaluation)))
                        .collect(Collectors.joining(", ")),
                metrics.stream()
                        .map(metric -> metric.text(metric.of(evaluation)))
                        .collect(Collectors.joining(", ")),
                evaluation.rows(),
                split));
    }

    private static List<Metric> first(Task task) {
        return switch (task) {
            case CLASSIFICATION -> List.of(Metric.ACCURACY, Metric.LOG_LOSS);
            case MULTILABEL -> List.of(Metric.HAMMING_LOSS, Metric.LOG_LOSS);
            case REGRESSION, AUTOENCODER -> List.of(Metric.RMSE);
        };
    }

    private static double baseline(Metric metric, Evaluation evaluation) {
        return metric == Metric.ROC_AUC ? RANDOM_AREA : metric.baselineOf(evaluation);
    }

    private static String name(Task task) {
        return switch (task) {
            case CLASSIFICATION -> "the majority class";
            case MULTILABEL -> "the majority of each label";
            case REGRESSION -> "the mean of the target";
            case AUTOENCODER -> "the mean of each input";
        };
    }
}
