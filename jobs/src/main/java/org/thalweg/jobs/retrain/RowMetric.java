package org.thalweg.jobs.retrain;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.thalweg.train.CurveAreas;

/** A metric of rows that one model has scored, as a function of the rows' weights. */
@FunctionalInterface
interface RowMetric {
    /**
     * The metric.
     *
     * @param weights weights of the rows, 0 or more
     * @return NaN if the metric is undefined for these rows
     */
    double of(double[] weights);

    /** The weighted mean of scores; rows whose score is NaN do not count. */
    static RowMetric mean(double[] scores) {
        return weights -> {
            double sum = 0;
            double weight = 0;
            for (int i = 0; i < scores.length; i++) {
                if (!Double.isNaN(scores[i])) {
                    sum += weights[i] * scores[i];
                    weight += weights[i];
                }
            }
            return sum / weight;
        };
    }

    /** The square root of the weighted mean. */
    static RowMetric root(double[] scores) {
        RowMetric mean = mean(scores);
        return weights -> Math.sqrt(mean.of(weights));
    }

    /** The mean of several metrics, without those that are NaN. */
    static RowMetric meanOf(List<RowMetric> metrics) {
        return weights -> {
            double sum = 0;
            int defined = 0;
            for (RowMetric metric : metrics) {
                double value = metric.of(weights);
                if (!Double.isNaN(value)) {
                    sum += value;
                    defined++;
                }
            }
            return defined == 0 ? Double.NaN : sum / defined;
        };
    }

    /** An area under a curve, from each row's score and whether it is positive. */
    static RowMetric area(double[] scores, boolean[] positive, ToDoubleFunction<CurveAreas> which) {
        double[] distinct = Arrays.stream(scores).sorted().distinct().toArray();
        int[] places = IntStream.range(0, scores.length)
                .map(i -> 2 * Arrays.binarySearch(distinct, scores[i]) + (positive[i] ? 0 : 1))
                .toArray();
        return weights -> {
            double[] groups = new double[2 * distinct.length];
            for (int i = 0; i < places.length; i++) {
                groups[places[i]] += weights[i];
            }
            return which.applyAsDouble(CurveAreas.of(groups, distinct.length, false));
        };
    }

    /** The share of rows with {@code holds} among those with {@code among}; NaN if there are none. */
    static RowMetric share(boolean[] holds, boolean[] among) {
        return mean(IntStream.range(0, among.length)
                .mapToDouble(i -> !among[i] ? Double.NaN : holds[i] ? 1 : 0)
                .toArray());
    }

    /**
     * F1 = 2 Σ hits / (2 Σ hits + Σ wrong).
     *
     * @param hits true positives of each row
     * @param wrong false positives and false negatives of each row
     * @param ofNothing the value if there are neither
     */
    static RowMetric f1(double[] hits, double[] wrong, double ofNothing) {
        return weights -> {
            double right = 0;
            double others = 0;
            for (int i = 0; i < hits.length; i++) {
                right += weights[i] * hits[i];
                others += weights[i] * wrong[i];
            }
            return right + others == 0 ? ofNothing : 2 * right / (2 * right + others);
        };
    }

    /** R² of one target from its values and squared errors; NaN if the target is constant. */
    static RowMetric r2(double[] targets, double[] squaredErrors) {
        return weights -> {
            double weight = 0;
            double mean = 0;
            double spread = 0;
            double errors = 0;
            for (int i = 0; i < targets.length; i++) {
                if (weights[i] > 0) {
                    weight += weights[i];
                    double difference = targets[i] - mean;
                    mean += weights[i] / weight * difference;
                    spread += weights[i] * difference * (targets[i] - mean);
                    errors += weights[i] * squaredErrors[i];
                }
            }
            return spread > 0 ? 1 - errors / spread : Double.NaN;
        };
    }
}
