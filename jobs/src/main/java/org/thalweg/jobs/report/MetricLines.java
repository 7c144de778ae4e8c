package org.thalweg.jobs.report;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.thalweg.model.Task;
import org.thalweg.train.ClassScores;
import org.thalweg.train.Evaluation;
import org.thalweg.train.Metric;

/** The metrics of an evaluation, a line each, and those of a baseline without features. */
final class MetricLines {
    /** Metrics printed elsewhere, with the number of rows. */
    private static final Set<Metric> FIRST = EnumSet.of(
            Metric.ACCURACY,
            Metric.LOG_LOSS,
            Metric.SUBSET_ACCURACY,
            Metric.HAMMING_LOSS,
            Metric.MICRO_F1,
            Metric.MACRO_F1,
            Metric.RMSE,
            Metric.MAE,
            Metric.R2);

    private MetricLines() {}

    /**
     * The metrics other than {@link #FIRST}, and those of the baseline.
     *
     * @param names of the classes, labels or targets, in the network's order
     */
    static String of(Evaluation evaluation, List<String> names) {
        StringBuilder text = new StringBuilder();
        for (Metric metric : evaluation.metrics()) {
            if (!FIRST.contains(metric)) {
                text.append(String.format(
                        Locale.ROOT,
                        "%-17s  %s%s%s%n",
                        metric.title(),
                        value(metric.of(evaluation)),
                        ofSecond(metric, evaluation.task(), names),
                        bound(metric, evaluation)));
            }
        }
        List<Metric> known = evaluation.metrics().stream()
                .filter(metric -> Double.isFinite(metric.baselineOf(evaluation)))
                .toList();
        if (!known.isEmpty()) {
            text.append(String.format(
                    "%-17s  %s%n",
                    baseline(evaluation.task()),
                    known.stream()
                            .map(metric -> metric.title() + " " + value(metric.baselineOf(evaluation)))
                            .collect(Collectors.joining(", "))));
        }
        return text.toString();
    }

    /** The name of the baseline's prediction, which uses no feature: the most frequent value or the mean. */
    static String baseline(Task task) {
        return switch (task) {
            case CLASSIFICATION -> "majority class";
            case MULTILABEL -> "majority of each";
            case REGRESSION, AUTOENCODER -> "mean of the rows";
        };
    }

    /** With two classes, F1 and PR AUC are those of the second one, which may be the more frequent one. */
    private static String ofSecond(Metric metric, Task task, List<String> names) {
        boolean ofOne = metric == Metric.F1 || metric == Metric.PR_AUC;
        return ofOne && task == Task.CLASSIFICATION && names.size() == 2 ? " (of " + names.get(1) + ")" : "";
    }

    private static String bound(Metric metric, Evaluation evaluation) {
        if (metric != Metric.ROC_AUC && metric != Metric.PR_AUC) {
            return "";
        }
        ClassScores scores = evaluation.scores().orElseThrow();
        if (!(scores.rocAucBound() > 0)) {
            return "";
        }
        double bound = metric == Metric.ROC_AUC ? scores.rocAucBound() : scores.prAucBound();
        return String.format(Locale.ROOT, " (± %.1g, as scores are binned)", bound);
    }

    private static String value(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.5g", value) : "-";
    }
}
