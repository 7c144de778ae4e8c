package org.thalweg.jobs.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thalweg.jobs.config.GateSection;
import org.thalweg.jobs.config.JobFileReader;
import org.thalweg.model.Task;
import org.thalweg.spark.config.Purpose;

/** Whether first models that know something are published, and those that know nothing are not. */
class BaselineTest {
    private static final List<String> CLASSES = List.of("no", "yes");

    private static GateSection rules(String task, String gate) {
        String job =
                "{ task: " + task + ", data: { format: csv, path: a, label: b }, network: { hidden: [] }, retrain: {"
                        + " store: s, gate: { samples: 300" + gate + " } } }";
        return JobFileReader.read(job, "gate.yaml", List.of(), Purpose.RETRAIN)
                .retrain()
                .orElseThrow()
                .gate();
    }

    private static List<String> reasons(GateSection rules, RowMetrics metrics, List<ScoredRow> rows) {
        return Gate.reasons(new Gate(rules, metrics, 1).compare(rows, false));
    }

    /** Rows of two classes, by a model whose probability of the second is as it is. */
    private static List<ScoredRow> rows(int count, double share, double lift, long seed) {
        Random random = new Random(seed);
        List<ScoredRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            // A feature of which the class depends as much as the lift says; the model knows how.
            boolean likely = random.nextBoolean();
            double truth = share * (likely ? 1 + lift : 1 - lift);
            double p = lift == 0 ? Math.max(0.01, share + 0.1 * share * random.nextGaussian()) : truth;
            String label = random.nextDouble() < truth ? "yes" : "no";
            double[] outputs = RowOutputs.of(CLASSES, org.thalweg.train.Metric.ROC_AUC)
                    .ofClasses(new double[] {1 - p, p}, CLASSES, p >= 0.5 ? 1 : 0, label);
            boolean right = (p >= 0.5 ? "yes" : "no").equals(label);
            rows.add(new ScoredRow(
                    Double.NaN, right ? 1 : 0, 1, true, label, List.of(), new double[0], outputs, new double[0]));
        }
        return rows;
    }

    private static final RowMetrics OF_CLASSES = new RowMetrics(Task.CLASSIFICATION, CLASSES, OptionalDouble.empty());

    @ParameterizedTest
    @ValueSource(strings = {"", ", metric: rocAuc", ", metric: balancedAccuracy", ", metric: brier"})
    void aModelOfARareClassThatRanksRowsMayServeThoughItsAccuracyIsThatOfTheMajority(String metric) {
        List<ScoredRow> rows = rows(4000, 0.04, 0.9, 1);
        assertThat(rows.stream().mapToDouble(ScoredRow::challenger).average().orElseThrow())
                .as("it predicts the majority throughout")
                .isEqualTo(rows.stream().filter(row -> row.label().equals("no")).count() / 4000.0);
        assertThat(reasons(rules("classification", metric), OF_CLASSES, rows)).isEmpty();
    }

    @Test
    void modelsThatKnowNothingMayServeHardlyEver() {
        int served = 0;
        for (int seed = 0; seed < 60; seed++) {
            for (double share : new double[] {0.5, 0.2, 0.04}) {
                List<String> reasons = reasons(rules("classification", ""), OF_CLASSES, rows(500, share, 0, seed));
                served += reasons.isEmpty() ? 1 : 0;
            }
        }
        assertThat(served).as("of 180").isLessThanOrEqualTo(12);
    }

    @Test
    void theReasonHoldsBothNumbers() {
        assertThat(reasons(rules("classification", ""), OF_CLASSES, rows(1000, 0.04, 0, 2)))
                .singleElement()
                .asString()
                .matches(
                        "all: expected a first model that does better than the majority class \\(accuracy 0\\.9[0-9]+, logLoss"
                                + " 0\\.[0-9]+\\), found accuracy 0\\.9[0-9]+, logLoss 0\\.[0-9]+ on 1,000 rows.*; wait for more rows,"
                                + " check the features or the training settings, or set retrain.gate.baseline: off");
    }

    private static List<ScoredRow> numbers(int count, double known, double shift) {
        Random random = new Random(3);
        List<ScoredRow> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double signal = random.nextGaussian();
            double y = 100 + signal + random.nextGaussian();
            double a = 100 + known * signal + shift;
            rows.add(new ScoredRow(
                    Double.NaN,
                    (y - a) * (y - a),
                    1,
                    true,
                    "",
                    List.of(),
                    new double[0],
                    new double[] {a},
                    new double[] {y}));
        }
        return rows;
    }

    @Test
    void numbersHaveToBeBetterThanTheirMeanOrTheirQuantile() {
        RowMetrics plain = new RowMetrics(Task.REGRESSION, List.of(), OptionalDouble.empty());
        assertThat(reasons(rules("regression", ""), plain, numbers(300, 1, 0))).isEmpty();
        assertThat(reasons(rules("regression", ""), plain, numbers(300, 0, 0.2)))
                .singleElement()
                .asString()
                .startsWith("all: expected a first model that does better than the mean of the target (rmse 1.");
        assertThat(reasons(rules("regression", ", baseline: off"), plain, numbers(300, 0, 0.2)))
                .isEmpty();
        RowMetrics quantile = new RowMetrics(Task.REGRESSION, List.of(), OptionalDouble.of(0.95));
        assertThat(reasons(rules("regression", ""), quantile, numbers(1000, 1, 1.7)))
                .as("far from the mean, as it should be")
                .isEmpty();
        assertThat(reasons(rules("regression", ""), quantile, numbers(1000, 0, 3)))
                .isNotEmpty();
    }

    @Test
    void labelsHaveToBeBetterThanTheirShares() {
        RowMetrics metrics = new RowMetrics(Task.MULTILABEL, List.of(), OptionalDouble.empty());
        for (boolean knows : new boolean[] {true, false}) {
            Random random = new Random(4);
            List<ScoredRow> rows = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                double[] truth = {random.nextInt(3) == 0 ? 1 : 0, random.nextInt(2)};
                double[] outputs = Arrays.stream(truth)
                        .map(y -> knows ? 0.2 + 0.6 * y : 0.3 + 0.4 * random.nextDouble())
                        .toArray();
                boolean right = (outputs[0] >= 0.5) == (truth[0] == 1) && (outputs[1] >= 0.5) == (truth[1] == 1);
                rows.add(new ScoredRow(
                        Double.NaN, right ? 1 : 0, 1, true, "", List.of(), new double[0], outputs, truth));
            }
            assertThat(reasons(rules("multilabel", ", metric: hammingLoss"), metrics, rows)
                            .isEmpty())
                    .isEqualTo(knows);
        }
    }
}
