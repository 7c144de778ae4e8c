package org.thalweg.jobs.report;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.thalweg.model.Threshold;
import org.thalweg.train.Evaluation;
import org.thalweg.train.LabelStatistics;
import org.thalweg.train.Metric;

/** Evaluations as text for the terminal. */
public final class Report {
    /** Above this number of classes a confusion matrix does not fit on a terminal. */
    private static final int MATRIX_CLASSES = 20;

    private static final int LABEL_WIDTH = 16;

    private Report() {}

    /** One line: loss, metrics and number of rows; see {@link #metrics}. */
    public static String line(String split, Evaluation evaluation, Set<Metric> watched) {
        return String.format(
                Locale.ROOT, "%-10s  %s, %,d rows%n", split, metrics(evaluation, watched), evaluation.rows());
    }

    /**
     * The loss and the task's main metrics.
     *
     * @param watched further metrics to print
     */
    public static String metrics(Evaluation evaluation, Set<Metric> watched) {
        EnumSet<Metric> printed = EnumSet.of(Metric.LOSS);
        printed.addAll(
                switch (evaluation.task()) {
                    case CLASSIFICATION ->
                        Double.isNaN(area(evaluation))
                                ? EnumSet.of(Metric.ACCURACY)
                                : EnumSet.of(Metric.ACCURACY, Metric.ROC_AUC);
                    case MULTILABEL -> EnumSet.of(Metric.SUBSET_ACCURACY, Metric.MICRO_F1);
                    case REGRESSION, AUTOENCODER -> EnumSet.of(Metric.RMSE, Metric.R2);
                });
        String more = watched.stream()
                .filter(metric -> !printed.contains(metric))
                .map(metric -> ", " + metric.text(metric.of(evaluation)))
                .collect(Collectors.joining());
        String how =
                switch (evaluation.task()) {
                    case CLASSIFICATION ->
                        String.format(
                                Locale.ROOT,
                                "accuracy %.2f %% (majority class %.2f %%)%s",
                                100 * evaluation.accuracy(),
                                100 * evaluation.byClass().majorityShare(),
                                ranking(evaluation));
                    case MULTILABEL ->
                        String.format(
                                Locale.ROOT,
                                "exact match %.2f %%, micro F1 %.4f",
                                100 * evaluation.labels().subsetAccuracy(),
                                evaluation.labels().microF1());
                    case REGRESSION, AUTOENCODER ->
                        String.format(
                                Locale.ROOT,
                                "RMSE %.5g (of the mean %.5g), R² %.4f",
                                evaluation.rmse(),
                                evaluation.errors().rmseOfMean(),
                                evaluation.r2());
                };
        return String.format(Locale.ROOT, "%s%s, loss %.5f", how, more, evaluation.loss());
    }

    /** ROC AUC of two classes, one of which may be so rare that accuracy says little; else NaN. */
    private static double area(Evaluation evaluation) {
        return evaluation.classes() == 2 ? evaluation.scores().orElseThrow().rocAuc() : Double.NaN;
    }

    private static String ranking(Evaluation evaluation) {
        double area = area(evaluation);
        return Double.isNaN(area) ? "" : ", " + Metric.ROC_AUC.text(area);
    }

    /** All results of an evaluation, as text of many lines. */
    public static String whole(Evaluation evaluation, List<String> names) {
        Threshold threshold = evaluation.threshold();
        return (threshold.isNone() ? "" : String.format("threshold %s%n", threshold.value()))
                + measures(evaluation, names);
    }

    private static String measures(Evaluation evaluation, List<String> names) {
        return switch (evaluation.task()) {
            case CLASSIFICATION -> classes(evaluation, names);
            case MULTILABEL -> labels(evaluation, names);
            case REGRESSION -> regression(evaluation, names);
            case AUTOENCODER -> regression(evaluation, List.of()) + String.format("%n(over all inputs, as scaled)%n");
        };
    }

    private static String labels(Evaluation evaluation, List<String> names) {
        LabelStatistics labels = evaluation.labels();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "rows          %,d%nexact match   %.4f%nHamming loss  %.5f%nmicro F1      %.4f%nmacro F1      %.4f%n"
                        + "log loss      %.5f%n%n%s%n",
                evaluation.rows(),
                labels.subsetAccuracy(),
                labels.hammingLoss(),
                labels.microF1(),
                labels.macroF1(),
                evaluation.logLoss(),
                MetricLines.of(evaluation, names)));
        text.append(heading("label"));
        for (int l = 0; l < names.size(); l++) {
            text.append(metrics(names.get(l), labels.precision(l), labels.recall(l), labels.f1(l), labels.support(l)));
        }
        return text.toString();
    }

    private static String heading(String of) {
        return String.format("%-" + LABEL_WIDTH + "s %9s %9s %9s %9s%n", of, "precision", "recall", "F1", "rows");
    }

    private static String metrics(String name, double precision, double recall, double f1, double support) {
        return String.format(
                Locale.ROOT,
                "%-" + LABEL_WIDTH + "s %9.4f %9.4f %9.4f %9s%n",
                cut(name),
                precision,
                recall,
                f1,
                weight(support));
    }

    private static String classes(Evaluation evaluation, List<String> labels) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "rows      %,d%naccuracy  %.4f%nlog loss  %.5f%n%n%s%n",
                evaluation.rows(),
                evaluation.accuracy(),
                evaluation.loss(),
                MetricLines.of(evaluation, labels)));
        text.append(heading("class"));
        for (int c = 0; c < labels.size(); c++) {
            text.append(metrics(
                    labels.get(c),
                    evaluation.byClass().precision(c),
                    evaluation.byClass().recall(c),
                    evaluation.byClass().f1(c),
                    evaluation.byClass().support(c)));
        }
        return text.append(matrix(evaluation, labels)).toString();
    }

    private static String matrix(Evaluation evaluation, List<String> labels) {
        if (labels.size() > MATRIX_CLASSES) {
            return String.format("%n(the confusion matrix of %d classes is left out)%n", labels.size());
        }
        StringBuilder text = new StringBuilder(
                String.format("%n%-" + LABEL_WIDTH + "s predicted%n%-" + LABEL_WIDTH + "s", "confusion", "true"));
        int width = Math.max(
                8, labels.stream().mapToInt(label -> cut(label).length()).max().orElse(0));
        labels.forEach(label -> text.append(String.format(" %" + width + "s", cut(label))));
        text.append(System.lineSeparator());
        for (int row = 0; row < labels.size(); row++) {
            text.append(String.format("%-" + LABEL_WIDTH + "s", cut(labels.get(row))));
            for (int column = 0; column < labels.size(); column++) {
                text.append(String.format(
                        " %" + width + "s", weight(evaluation.byClass().confusion(row, column))));
            }
            text.append(System.lineSeparator());
        }
        return text.toString();
    }

    private static String regression(Evaluation evaluation, List<String> targets) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "rows  %,d%nRMSE  %.6g%nMAE   %.6g%nR²    %.5f%n%n%s",
                evaluation.rows(),
                evaluation.rmse(),
                evaluation.mae(),
                evaluation.r2(),
                MetricLines.of(evaluation, targets)));
        if (targets.size() > 1) {
            text.append(String.format("%n%-" + LABEL_WIDTH + "s %12s %12s %9s%n", "target", "RMSE", "MAE", "R²"));
            for (int i = 0; i < targets.size(); i++) {
                text.append(String.format(
                        Locale.ROOT,
                        "%-" + LABEL_WIDTH + "s %12.6g %12.6g %9.5f%n",
                        cut(targets.get(i)),
                        evaluation.errors().rmse(i),
                        evaluation.errors().mae(i),
                        evaluation.errors().r2(i)));
            }
        }
        return text.toString();
    }

    private static String cut(String label) {
        return label.length() <= LABEL_WIDTH ? label : label.substring(0, LABEL_WIDTH - 1) + "…";
    }

    private static String weight(double weight) {
        return weight == Math.rint(weight) ? Long.toString((long) weight) : String.format(Locale.ROOT, "%.1f", weight);
    }
}
