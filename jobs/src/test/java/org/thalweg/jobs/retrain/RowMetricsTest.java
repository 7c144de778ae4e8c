package org.thalweg.jobs.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.thalweg.model.Task;
import org.thalweg.train.Metric;

/** The gate's metrics beside plain computations of them; a row that counts twice is as good as two of it. */
class RowMetricsTest {
    private static final List<String> CLASSES = List.of("a", "b", "c", "d");

    private record Row(String label, double[] p, double weight) {}

    private static List<Row> rows(int classes) {
        Random random = new Random(classes);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            double[] p = new double[classes];
            int truth = random.nextInt(classes);
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                p[c] = 1 + random.nextInt(6) + (c == truth ? 3 : 0);
                sum += p[c];
            }
            for (int c = 0; c < classes; c++) {
                p[c] /= sum;
            }
            rows.add(new Row(CLASSES.get(truth), p, 1 + random.nextInt(3)));
        }
        return rows;
    }

    private static int predicted(Row row) {
        int best = 0;
        for (int c = 1; c < row.p().length; c++) {
            best = row.p()[c] > row.p()[best] ? c : best;
        }
        return best;
    }

    private static double value(Metric metric, List<Row> rows, int classes) {
        List<String> names = CLASSES.subList(0, classes);
        List<ScoredRow> scored = rows.stream()
                .map(row -> {
                    int predicted = predicted(row);
                    double[] outputs = RowOutputs.of(names, metric).ofClasses(row.p(), names, predicted, row.label());
                    double right = names.get(predicted).equals(row.label()) ? 1 : 0;
                    return new ScoredRow(
                            right, right, row.weight(), true, row.label(), List.of(), outputs, outputs, new double[0]);
                })
                .toList();
        RowMetrics metrics = new RowMetrics(Task.CLASSIFICATION, names, OptionalDouble.empty());
        double value = metrics.of(metric, scored, false).of(Gate.weights(scored));
        assertThat(metrics.of(metric, scored, true).of(Gate.weights(scored))).isEqualTo(value);
        List<ScoredRow> repeated = new ArrayList<>();
        scored.forEach(row -> {
            for (int i = 0; i < row.weight(); i++) {
                repeated.add(row);
            }
        });
        double[] ones = repeated.stream().mapToDouble(row -> 1).toArray();
        assertThat(metrics.of(metric, repeated, false).of(ones)).isCloseTo(value, within(1e-9));
        return value;
    }

    private static double mean(List<Row> rows, ToDoubleFunction<Row> of) {
        double sum = 0;
        double weight = 0;
        for (Row row : rows) {
            double value = of.applyAsDouble(row);
            sum += Double.isNaN(value) ? 0 : row.weight() * value;
            weight += Double.isNaN(value) ? 0 : row.weight();
        }
        return sum / weight;
    }

    private static double pairs(List<Row> rows, int of) {
        double right = 0;
        double all = 0;
        for (Row one : rows) {
            for (Row other : rows) {
                if (one.label().equals(CLASSES.get(of)) && !other.label().equals(CLASSES.get(of))) {
                    double weight = one.weight() * other.weight();
                    all += weight;
                    right += weight * (1 + Math.signum(one.p()[of] - other.p()[of])) / 2;
                }
            }
        }
        return right / all;
    }

    @Test
    void ofClassesTheyAreAsDefined() {
        for (int classes : new int[] {2, 4}) {
            List<Row> rows = rows(classes);
            ToDoubleFunction<Row> ofTrue = row -> row.p()[CLASSES.indexOf(row.label())];
            assertThat(value(Metric.LOG_LOSS, rows, classes))
                    .isCloseTo(mean(rows, row -> -Math.log(ofTrue.applyAsDouble(row))), within(1e-9));
            double recalls = 0;
            double areas = 0;
            double squares = 0;
            for (int c = 0; c < classes; c++) {
                String name = CLASSES.get(c);
                int of = c;
                recalls += mean(rows, row -> !row.label().equals(name) ? Double.NaN : predicted(row) == of ? 1 : 0)
                        / classes;
                areas += pairs(rows, c) / classes;
                squares += mean(rows, row -> Math.pow(row.p()[of] - (row.label().equals(name) ? 1 : 0), 2));
            }
            assertThat(value(Metric.BALANCED_ACCURACY, rows, classes)).isCloseTo(recalls, within(1e-9));
            assertThat(value(Metric.ROC_AUC, rows, classes))
                    .isCloseTo(classes == 2 ? pairs(rows, 1) : areas, within(1e-9));
            assertThat(value(Metric.BRIER, rows, classes))
                    .isCloseTo(classes == 2 ? squares / 2 : squares, within(1e-9));
            assertThat(value(Metric.PR_AUC, rows, classes)).isBetween(0.4, 0.99);
            assertThat(value(Metric.F1, rows, classes)).isBetween(0.4, 0.99);
        }
        assertThat(value(Metric.TOP3_ACCURACY, rows(4), 4)).isBetween(value(Metric.ACCURACY, rows(4), 4), 1.0);
    }

    @Test
    void aModelThatDoesNotKnowAClassGivesItNothing() {
        RowOutputs kept = RowOutputs.of(List.of("a", "b", "c"), Metric.ROC_AUC);
        double[] outputs = kept.ofClasses(new double[] {0.25, 0.75}, List.of("c", "x"), 1, "b");
        assertThat(outputs).containsExactly(-1, 0, 1 + 0.0625 + 0.5625, 2, 0, 0, 0.25);
    }

    @Test
    void ofNumbersTheyAreAsDefined() {
        double[] y = {1, 2, 0, 4};
        double[] a = {2, 2, 0, 1};
        double[] w = {1, 2, 1, 4};
        List<ScoredRow> rows = new ArrayList<>();
        for (int i = 0; i < y.length; i++) {
            double error = (y[i] - a[i]) * (y[i] - a[i]);
            rows.add(new ScoredRow(
                    error, error, w[i], true, "", List.of(), new double[] {a[i]}, new double[] {a[i]}, new double[] {
                        y[i]
                    }));
        }
        RowMetrics metrics = new RowMetrics(Task.REGRESSION, List.of(), OptionalDouble.of(0.9));
        ToDoubleFunction<Metric> value =
                metric -> metrics.of(metric, rows, false).of(w);
        assertThat(value.applyAsDouble(Metric.MAE)).isCloseTo(13.0 / 8, within(1e-12));
        assertThat(value.applyAsDouble(Metric.RMSE)).isCloseTo(Math.sqrt(37.0 / 8), within(1e-12));
        assertThat(value.applyAsDouble(Metric.MAPE)).as("without the 0").isCloseTo((1 + 3.0) / 7, within(1e-12));
        assertThat(value.applyAsDouble(Metric.SMAPE)).isCloseTo((2.0 / 3 + 4 * 6.0 / 5) / 8, within(1e-12));
        assertThat(value.applyAsDouble(Metric.PINBALL_LOSS)).isCloseTo((0.1 + 4 * 2.7) / 8, within(1e-12));
        double mean = 21.0 / 8;
        double spread = Math.pow(1 - mean, 2) + 2 * Math.pow(2 - mean, 2) + mean * mean + 4 * Math.pow(4 - mean, 2);
        assertThat(value.applyAsDouble(Metric.R2)).isCloseTo(1 - 37 / spread, within(1e-12));
    }

    @Test
    void ofLabelsTheyAreAsDefined() {
        double[][] truths = {{1, 0}, {1, 1}, {0, 0}, {0, 1}};
        double[][] outputs = {{.9, .1}, {.4, .5}, {0, .49}, {.6, .99}};
        List<ScoredRow> rows = new ArrayList<>();
        for (int i = 0; i < truths.length; i++) {
            rows.add(new ScoredRow(0, 0, i + 1, true, "", List.of(), outputs[i], outputs[i], truths[i]));
        }
        RowMetrics metrics = new RowMetrics(Task.MULTILABEL, List.of(), OptionalDouble.empty());
        ToDoubleFunction<Metric> value =
                metric -> metrics.of(metric, rows, true).of(Gate.weights(rows));
        assertThat(value.applyAsDouble(Metric.HAMMING_LOSS)).isCloseTo(6.0 / 20, within(1e-12));
        assertThat(value.applyAsDouble(Metric.MICRO_F1)).isCloseTo(14.0 / 20, within(1e-12));
        assertThat(value.applyAsDouble(Metric.MACRO_F1)).isCloseTo(0.625, within(1e-12));
        assertThat(value.applyAsDouble(Metric.ROC_AUC)).isCloseTo((1.0 * 7 / 21 + 2.0 * 3 / 21 + 1) / 2, within(1e-12));
        assertThat(value.applyAsDouble(Metric.LOG_LOSS)).isPositive();
    }
}
