package org.thalweg.jobs.retrain;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.model.Model;
import org.thalweg.model.Task;
import org.thalweg.model.Threshold;
import org.thalweg.nn.Quantile;
import org.thalweg.train.CurveAreas;
import org.thalweg.train.Metric;

/**
 * The metrics of scored rows, as {@link org.thalweg.train.Evaluation} defines them.
 *
 * @param classes the classes, in the order used by {@link RowOutputs}; empty for other tasks
 * @param quantile the predicted quantile; empty for other losses
 * @param ofChampion the champion's threshold
 * @param ofChallenger the challenger's threshold
 */
record RowMetrics(
        Task task, List<String> classes, OptionalDouble quantile, Threshold ofChampion, Threshold ofChallenger) {
    /** The lower bound of a probability, so that its logarithm is finite. */
    private static final double LEAST_PROBABILITY = 1e-15;

    private static final int THREE = 3;
    private static final int FIVE = 5;

    /** Copies the list. */
    RowMetrics {
        classes = List.copyOf(classes);
    }

    /** Metrics of models with the threshold 0.5. */
    RowMetrics(Task task, List<String> classes, OptionalDouble quantile) {
        this(task, classes, quantile, Threshold.NONE, Threshold.NONE);
    }

    static RowMetrics of(JobFile job, Optional<Model> champion, Model challenger) {
        return new RowMetrics(
                job.task(),
                challenger.description().classLabels(),
                job.fit().loss() instanceof Quantile of ? OptionalDouble.of(of.quantile()) : OptionalDouble.empty(),
                champion.map(model -> model.description().threshold()).orElse(Threshold.NONE),
                challenger.description().threshold());
    }

    /** A metric of one of the two models on one row or more. */
    RowMetric of(Metric metric, List<ScoredRow> rows, boolean ofChampion) {
        return switch (metric) {
            case ACCURACY, SUBSET_ACCURACY -> RowMetric.mean(numbers(rows, row -> row.score(ofChampion)));
            case RMSE -> RowMetric.root(numbers(rows, row -> row.score(ofChampion)));
            default ->
                switch (task) {
                    case CLASSIFICATION -> ofClasses(metric, rows, ofChampion);
                    case MULTILABEL -> new LabelRows(rows, ofChampion, threshold(ofChampion)).of(metric);
                    case REGRESSION -> new TargetRows(rows, ofChampion, quantile).of(metric);
                    case AUTOENCODER -> throw none(metric);
                };
        };
    }

    private Threshold threshold(boolean champion) {
        return champion ? ofChampion : ofChallenger;
    }

    static IllegalArgumentException none(Metric metric) {
        return new IllegalArgumentException(
                "metric: expected one that models of the task are compared by, found " + metric.label());
    }

    static double[] numbers(List<ScoredRow> rows, ToDoubleFunction<ScoredRow> of) {
        return rows.stream().mapToDouble(of).toArray();
    }

    static boolean[] truths(List<ScoredRow> rows, Predicate<ScoredRow> of) {
        boolean[] truths = new boolean[rows.size()];
        for (int i = 0; i < truths.length; i++) {
            truths[i] = of.test(rows.get(i));
        }
        return truths;
    }

    static double logLoss(double p) {
        return -Math.log(Math.max(p, LEAST_PROBABILITY));
    }

    static ToDoubleFunction<CurveAreas> area(Metric metric) {
        return metric == Metric.ROC_AUC ? CurveAreas::roc : CurveAreas::precision;
    }

    private RowMetric ofClasses(Metric metric, List<ScoredRow> rows, boolean ofChampion) {
        boolean two = classes.size() == 2;
        return switch (metric) {
            case BRIER ->
                RowMetric.mean(numbers(rows, row -> row.outputs(ofChampion)[RowOutputs.SQUARES] / (two ? 2 : 1)));
            case LOG_LOSS -> RowMetric.mean(numbers(rows, row -> logLoss(row.outputs(ofChampion)[RowOutputs.OF_TRUE])));
            case TOP3_ACCURACY -> among(THREE, rows, ofChampion);
            case TOP5_ACCURACY -> among(FIVE, rows, ofChampion);
            case F1 ->
                two
                        ? f1(1, rows, ofChampion, 0)
                        : RowMetric.meanOf(IntStream.range(0, classes.size())
                                .mapToObj(c -> f1(c, rows, ofChampion, Double.NaN))
                                .toList());
            case BALANCED_ACCURACY ->
                RowMetric.meanOf(IntStream.range(0, classes.size())
                        .mapToObj(c -> RowMetric.share(
                                truths(rows, row -> isPredicted(c, row, ofChampion)),
                                truths(rows, row -> isOf(c, row))))
                        .toList());
            case ROC_AUC, PR_AUC ->
                RowMetric.meanOf(IntStream.range(two ? 1 : 0, classes.size())
                        .mapToObj(c -> RowMetric.area(
                                numbers(rows, row -> row.outputs(ofChampion)[RowOutputs.PROBABILITIES + (two ? 0 : c)]),
                                truths(rows, row -> isOf(c, row)),
                                area(metric)))
                        .toList());
            default -> throw none(metric);
        };
    }

    private static RowMetric among(int most, List<ScoredRow> rows, boolean ofChampion) {
        return RowMetric.mean(numbers(rows, row -> row.outputs(ofChampion)[RowOutputs.BEFORE] < most ? 1 : 0));
    }

    private boolean isOf(int c, ScoredRow row) {
        return row.label().equals(classes.get(c));
    }

    private static boolean isPredicted(int c, ScoredRow row, boolean ofChampion) {
        return row.outputs(ofChampion)[RowOutputs.PREDICTED] == c;
    }

    private RowMetric f1(int c, List<ScoredRow> rows, boolean ofChampion, double ofNothing) {
        return RowMetric.f1(
                numbers(rows, row -> isOf(c, row) && isPredicted(c, row, ofChampion) ? 1 : 0),
                numbers(rows, row -> isOf(c, row) != isPredicted(c, row, ofChampion) ? 1 : 0),
                ofNothing);
    }
}
