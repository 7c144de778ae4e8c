package org.thalweg.jobs.retrain;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.thalweg.nn.Quantile;
import org.thalweg.train.Metric;

/**
 * Metrics of one model's predictions of numbers.
 *
 * @param rows one or more rows
 * @param quantile the predicted quantile; empty for other losses
 */
record TargetRows(List<ScoredRow> rows, boolean ofChampion, OptionalDouble quantile) {
    RowMetric of(Metric metric) {
        return switch (metric) {
            case MAE -> mean((y, a) -> Math.abs(y - a));
            case MAPE -> mean((y, a) -> y == 0 ? Double.NaN : Math.abs((y - a) / y));
            case SMAPE -> mean((y, a) -> y == 0 && a == 0 ? 0 : 2 * Math.abs(y - a) / (Math.abs(y) + Math.abs(a)));
            case PINBALL_LOSS -> {
                Quantile loss = new Quantile(quantile.orElseThrow());
                yield mean((y, a) -> loss.cost(y - a));
            }
            case R2 -> {
                List<RowMetric> ofTargets = IntStream.range(0, targets())
                        .mapToObj(i -> RowMetric.r2(
                                RowMetrics.numbers(rows, row -> row.truth()[i]), RowMetrics.numbers(rows, row -> {
                                    double error = row.truth()[i] - row.outputs(ofChampion)[i];
                                    return error * error;
                                })))
                        .toList();
                yield RowMetric.meanOf(ofTargets);
            }
            default -> throw RowMetrics.none(metric);
        };
    }

    private int targets() {
        return rows.get(0).truth().length;
    }

    /** The mean over rows of each row's mean cost over the targets whose cost is defined. */
    private RowMetric mean(DoubleBinaryOperator cost) {
        return RowMetric.mean(RowMetrics.numbers(rows, row -> IntStream.range(0, targets())
                .mapToDouble(i -> cost.applyAsDouble(row.truth()[i], row.outputs(ofChampion)[i]))
                .filter(found -> !Double.isNaN(found))
                .average()
                .orElse(Double.NaN)));
    }
}
