package org.thalweg.jobs.retrain;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.thalweg.model.Threshold;
import org.thalweg.train.Metric;

/**
 * Metrics of one model's predictions on multi-label rows.
 *
 * @param rows one or more rows
 * @param threshold the model's threshold: the least probability with which it predicts a label
 */
record LabelRows(List<ScoredRow> rows, boolean ofChampion, Threshold threshold) {
    RowMetric of(Metric metric) {
        int labels = rows.get(0).truth().length;
        return switch (metric) {
            case HAMMING_LOSS ->
                RowMetric.mean(RowMetrics.numbers(rows, row -> count(row, l -> isWrong(row, l)) / labels));
            case LOG_LOSS ->
                RowMetric.mean(RowMetrics.numbers(
                        rows,
                        row -> IntStream.range(0, labels)
                                        .mapToDouble(l -> RowMetrics.logLoss(
                                                isBorne(row, l)
                                                        ? row.outputs(ofChampion)[l]
                                                        : 1 - row.outputs(ofChampion)[l]))
                                        .sum()
                                / labels));
            case MICRO_F1 ->
                RowMetric.f1(
                        RowMetrics.numbers(rows, row -> count(row, l -> isHit(row, l))),
                        RowMetrics.numbers(rows, row -> count(row, l -> isWrong(row, l))),
                        0);
            case MACRO_F1 ->
                RowMetric.meanOf(IntStream.range(0, labels)
                        .mapToObj(l -> RowMetric.f1(
                                RowMetrics.numbers(rows, row -> isHit(row, l) ? 1 : 0),
                                RowMetrics.numbers(rows, row -> isWrong(row, l) ? 1 : 0),
                                0))
                        .toList());
            case ROC_AUC, PR_AUC ->
                RowMetric.meanOf(IntStream.range(0, labels)
                        .mapToObj(l -> RowMetric.area(
                                RowMetrics.numbers(rows, row -> row.outputs(ofChampion)[l]),
                                RowMetrics.truths(rows, row -> isBorne(row, l)),
                                RowMetrics.area(metric)))
                        .toList());
            default -> throw RowMetrics.none(metric);
        };
    }

    private static double count(ScoredRow row, IntPredicate of) {
        return IntStream.range(0, row.truth().length).filter(of).count();
    }

    private static boolean isBorne(ScoredRow row, int label) {
        return row.truth()[label] >= 0.5;
    }

    private boolean isPredicted(ScoredRow row, int label) {
        return threshold.isReached((float) row.outputs(ofChampion)[label]);
    }

    private boolean isHit(ScoredRow row, int label) {
        return isBorne(row, label) && isPredicted(row, label);
    }

    private boolean isWrong(ScoredRow row, int label) {
        return isBorne(row, label) != isPredicted(row, label);
    }
}
