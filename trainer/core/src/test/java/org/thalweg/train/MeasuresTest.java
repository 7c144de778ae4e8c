package org.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thalweg.data.TargetScaling;
import org.thalweg.model.Task;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.nn.Quantile;

/** Each measure of scored rows beside a plain computation of it, by definition, from the same rows. */
class MeasuresTest {
    private static final int ROWS = 900;

    /** Scored rows: outputs [rows, outputs], targets [rows, width], weights. */
    private record Rows(int outputs, int width, float[] a, float[] y, float[] w) {
        int count() {
            return w.length;
        }

        double total() {
            return IntStream.range(0, w.length).mapToDouble(r -> w[r]).sum();
        }

        double mean(IntFunction<Double> ofRow) {
            double sum = 0;
            for (int r = 0; r < w.length; r++) {
                sum += w[r] * ofRow.apply(r);
            }
            return sum / total();
        }

        /** Into parts that are then added, some of them empty. */
        Evaluation evaluation(TrainingPlan plan, int part, double lossOfRow) {
            Evaluation whole = new Evaluation(plan);
            for (int from = 0; from < count(); from += part) {
                int end = Math.min(count(), from + part);
                Evaluation one = new Evaluation(plan);
                double weight = 0;
                for (int r = from; r < end; r++) {
                    weight += w[r];
                }
                one.add(
                        lossOfRow * weight,
                        end - from,
                        Arrays.copyOfRange(a, from * outputs, end * outputs),
                        Arrays.copyOfRange(y, from * width, end * width),
                        Arrays.copyOfRange(w, from, end));
                whole.add(one);
                whole.add(new Evaluation(plan));
            }
            return whole;
        }
    }

    private static TrainingPlan plan(int outputs, Activation output, Loss loss, Task task) {
        Network network = Network.of(1, List.of(), Activation.TANH, outputs, output);
        return new TrainingPlan(network, loss, Batches.auto(), 1, task);
    }

    private static Rows ofClasses(int classes, boolean oneOutput, boolean weighted) {
        SplittableRandom random = new SplittableRandom(classes);
        int outputs = oneOutput ? 1 : classes;
        float[] a = new float[ROWS * outputs];
        float[] y = new float[ROWS];
        float[] w = new float[ROWS];
        for (int r = 0; r < ROWS; r++) {
            // The last class is rare, and the scores are coarse, so that many tie.
            int c = random.nextInt(20) == 0 ? classes - 1 : random.nextInt(Math.max(1, classes - 1));
            y[r] = c;
            w[r] = weighted ? 0.5f + random.nextInt(4) : 1;
            double[] scores = new double[classes];
            double sum = 0;
            for (int i = 0; i < classes; i++) {
                scores[i] = 1 + random.nextInt(12) + (i == c ? 5 : 0);
                sum += scores[i];
            }
            for (int i = 0; i < outputs; i++) {
                a[r * outputs + i] = (float) (scores[oneOutput ? 1 : i] / sum);
            }
        }
        return new Rows(outputs, 1, a, y, w);
    }

    private static double p(Rows rows, int row, int of) {
        return rows.outputs() > 1 ? rows.a()[row * rows.outputs() + of] : of == 1 ? rows.a()[row] : 1 - rows.a()[row];
    }

    private static int predicted(Rows rows, int row, int classes) {
        int best = 0;
        for (int c = 1; c < classes; c++) {
            best = p(rows, row, c) > p(rows, row, best) ? c : best;
        }
        // Of one output, one half is the second class.
        return rows.outputs() == 1 && rows.a()[row] == 0.5f ? 1 : best;
    }

    private static List<ScoreSumsTest.Scored> scored(Rows rows, int of) {
        List<ScoreSumsTest.Scored> scored = new ArrayList<>();
        for (int r = 0; r < rows.count(); r++) {
            scored.add(new ScoreSumsTest.Scored((float) p(rows, r, of), rows.y()[r] == of, rows.w()[r]));
        }
        return scored;
    }

    private static double f1(Rows rows, int classes, int of) {
        double hits = 0;
        double there = 0;
        double found = 0;
        for (int r = 0; r < rows.count(); r++) {
            boolean is = rows.y()[r] == of;
            boolean as = predicted(rows, r, classes) == of;
            hits += is && as ? rows.w()[r] : 0;
            there += is ? rows.w()[r] : 0;
            found += as ? rows.w()[r] : 0;
        }
        return there + found == 0 ? 0 : 2 * hits / (there + found);
    }

    private static double recall(Rows rows, int classes, int of) {
        double hits = 0;
        double there = 0;
        for (int r = 0; r < rows.count(); r++) {
            if (rows.y()[r] == of) {
                there += rows.w()[r];
                hits += predicted(rows, r, classes) == of ? rows.w()[r] : 0;
            }
        }
        return hits / there;
    }

    private static double share(Rows rows, int of) {
        return rows.mean(r -> rows.y()[r] == of ? 1.0 : 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"softmax", "sigmoid", "softmax weighted", "sigmoid weighted"})
    void ofTwoClassesTheyAreOfTheSecond(String which) {
        boolean one = which.startsWith("sigmoid");
        Rows rows = ofClasses(2, one, which.endsWith("weighted"));
        TrainingPlan plan = plan(
                one ? 1 : 2, one ? Activation.SIGMOID : Activation.SOFTMAX, Loss.CROSS_ENTROPY, Task.CLASSIFICATION);
        Evaluation evaluation = rows.evaluation(plan, 130, 0.25);
        assertThat(Metric.ROC_AUC.of(evaluation)).isCloseTo(ScoreSumsTest.pairs(scored(rows, 1)), within(1e-12));
        assertThat(Metric.PR_AUC.of(evaluation))
                .isCloseTo(ScoreSumsTest.averagePrecision(scored(rows, 1)), within(1e-12));
        assertThat(Metric.F1.of(evaluation)).isCloseTo(f1(rows, 2, 1), within(1e-12));
        assertThat(Metric.BALANCED_ACCURACY.of(evaluation))
                .isCloseTo((recall(rows, 2, 0) + recall(rows, 2, 1)) / 2, within(1e-12));
        assertThat(Metric.BRIER.of(evaluation))
                .isCloseTo(rows.mean(r -> Math.pow(p(rows, r, 1) - rows.y()[r], 2)), within(1e-12));
        assertThat(Metric.LOG_LOSS.of(evaluation)).isCloseTo(0.25, within(1e-12));
        double second = share(rows, 1);
        assertThat(Metric.ACCURACY.baselineOf(evaluation)).isCloseTo(1 - second, within(1e-12));
        assertThat(Metric.PR_AUC.baselineOf(evaluation)).isCloseTo(second, within(1e-12));
        assertThat(Metric.LOG_LOSS.baselineOf(evaluation))
                .isCloseTo(-second * Math.log(second) - (1 - second) * Math.log(1 - second), within(1e-12));
        assertThat(Metric.BRIER.baselineOf(evaluation))
                .isCloseTo(rows.mean(r -> Math.pow(second - rows.y()[r], 2)), within(1e-12));
        assertThat(evaluation.metrics()).doesNotContain(Metric.TOP3_ACCURACY, Metric.TOP5_ACCURACY);
    }

    private static double among(Rows rows, int classes, int k) {
        return rows.mean(r -> {
            int truth = (int) rows.y()[r];
            // By falling probability, ties by the classes' order.
            List<Integer> order = IntStream.range(0, classes)
                    .boxed()
                    .sorted((i, j) -> Double.compare(p(rows, r, j), p(rows, r, i)))
                    .toList();
            return order.indexOf(truth) < k ? 1.0 : 0;
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 7})
    void ofMoreClassesTheyAreMeansOverThem(int classes) {
        Rows rows = ofClasses(classes, false, true);
        TrainingPlan plan = plan(classes, Activation.SOFTMAX, Loss.CROSS_ENTROPY, Task.CLASSIFICATION);
        Evaluation evaluation = rows.evaluation(plan, 130, 0.25);
        double[] means = new double[4];
        for (int c = 0; c < classes; c++) {
            means[0] += ScoreSumsTest.pairs(scored(rows, c)) / classes;
            means[1] += ScoreSumsTest.averagePrecision(scored(rows, c)) / classes;
            means[2] += f1(rows, classes, c) / classes;
            means[3] += recall(rows, classes, c) / classes;
        }
        assertThat(Metric.ROC_AUC.of(evaluation)).isCloseTo(means[0], within(1e-12));
        assertThat(Metric.PR_AUC.of(evaluation)).isCloseTo(means[1], within(1e-12));
        assertThat(Metric.F1.of(evaluation)).isCloseTo(means[2], within(1e-12));
        assertThat(Metric.BALANCED_ACCURACY.of(evaluation)).isCloseTo(means[3], within(1e-12));
        assertThat(Metric.BRIER.of(evaluation))
                .isCloseTo(
                        rows.mean(r -> IntStream.range(0, classes)
                                .mapToDouble(c -> Math.pow(p(rows, r, c) - (rows.y()[r] == c ? 1 : 0), 2))
                                .sum()),
                        within(1e-9));
        assertThat(evaluation.metrics().contains(Metric.TOP3_ACCURACY)).isEqualTo(classes > 3);
        assertThat(evaluation.metrics().contains(Metric.TOP5_ACCURACY)).isEqualTo(classes > 5);
        if (classes > 3) {
            assertThat(Metric.TOP3_ACCURACY.of(evaluation)).isCloseTo(among(rows, classes, 3), within(1e-12));
        }
        if (classes > 5) {
            assertThat(Metric.TOP5_ACCURACY.of(evaluation)).isCloseTo(among(rows, classes, 5), within(1e-12));
        }
    }

    @Test
    void ofOneClassAloneThereAreNoAreasAndOfClassesWithoutRowsNoPart() {
        TrainingPlan plan = plan(3, Activation.SOFTMAX, Loss.CROSS_ENTROPY, Task.CLASSIFICATION);
        Rows one = new Rows(3, 1, new float[] {.5f, .3f, .2f, .1f, .8f, .1f}, new float[] {0, 0}, new float[] {1, 1});
        Evaluation evaluation = one.evaluation(plan, 1, 1);
        assertThat(Metric.ROC_AUC.of(evaluation)).isNaN();
        assertThat(Metric.PR_AUC.of(evaluation)).isNaN();
        assertThat(Metric.BALANCED_ACCURACY.of(evaluation)).isEqualTo(0.5);
        assertThat(Metric.F1.of(evaluation)).as("classes 0 and 1").isCloseTo((2.0 / 3 + 0) / 2, within(1e-12));
        assertThat(MetricValues.of(evaluation).of(Metric.ROC_AUC)).isNaN();
        Rows two = new Rows(3, 1, new float[] {.5f, .3f, .2f, .1f, .8f, .1f}, new float[] {0, 1}, new float[] {1, 1});
        assertThat(Metric.ROC_AUC.of(two.evaluation(plan, 2, 1)))
                .as("class 2 has no row")
                .isEqualTo(1);
        for (Metric metric : Metric.of(Task.CLASSIFICATION)) {
            assertThat(metric.of(new Evaluation(plan)))
                    .as(metric.label() + " of no rows")
                    .isNaN();
        }
    }

    @Test
    void ofTooManyClassesThereAreNoAreas() {
        TrainingPlan plan =
                plan(ClassScores.MAX_CLASSES + 1, Activation.SOFTMAX, Loss.CROSS_ENTROPY, Task.CLASSIFICATION);
        assertThat(new Evaluation(plan).metrics())
                .contains(Metric.BRIER, Metric.TOP5_ACCURACY)
                .doesNotContain(Metric.ROC_AUC, Metric.PR_AUC);
    }

    @Test
    void ofLabelsTheyAreMeansOverThem() {
        SplittableRandom random = new SplittableRandom(8);
        int labels = 3;
        float[] a = new float[ROWS * labels];
        float[] y = new float[ROWS * labels];
        float[] w = new float[ROWS];
        for (int i = 0; i < a.length; i++) {
            y[i] = random.nextInt(2 + i % labels * 4) == 0 ? 1 : 0;
            a[i] = Math.round(40 * (random.nextDouble() * 0.7 + 0.3 * y[i])) / 40f;
            w[i / labels] = 1 + i / labels % 3;
        }
        Rows rows = new Rows(labels, labels, a, y, w);
        Evaluation evaluation =
                rows.evaluation(plan(labels, Activation.SIGMOID, Loss.CROSS_ENTROPY, Task.MULTILABEL), 77, 1.5);
        double roc = 0;
        double precision = 0;
        double wrong = 0;
        double entropy = 0;
        for (int l = 0; l < labels; l++) {
            List<ScoreSumsTest.Scored> scored = new ArrayList<>();
            for (int r = 0; r < ROWS; r++) {
                scored.add(new ScoreSumsTest.Scored(a[r * labels + l], y[r * labels + l] == 1, w[r]));
            }
            roc += ScoreSumsTest.pairs(scored) / labels;
            precision += ScoreSumsTest.averagePrecision(scored) / labels;
            int of = l;
            double share = rows.mean(r -> (double) y[r * labels + of]);
            wrong += Math.min(share, 1 - share) / labels;
            entropy -= (share * Math.log(share) + (1 - share) * Math.log(1 - share)) / labels;
        }
        assertThat(Metric.ROC_AUC.of(evaluation)).isCloseTo(roc, within(1e-12));
        assertThat(Metric.PR_AUC.of(evaluation)).isCloseTo(precision, within(1e-12));
        assertThat(Metric.LOG_LOSS.of(evaluation)).isCloseTo(0.5, within(1e-12));
        assertThat(Metric.HAMMING_LOSS.baselineOf(evaluation)).isCloseTo(wrong, within(1e-12));
        assertThat(Metric.LOG_LOSS.baselineOf(evaluation)).isCloseTo(entropy, within(1e-12));
    }

    private static Rows ofTargets(double mean) {
        SplittableRandom random = new SplittableRandom(4);
        float[] a = new float[2 * ROWS];
        float[] y = new float[2 * ROWS];
        float[] w = new float[ROWS];
        for (int i = 0; i < a.length; i++) {
            y[i] = i % 11 == 0 ? 0 : (float) (mean + random.nextDouble() * 4 - 2);
            a[i] = i % 22 == 0 ? 0 : i % 7 == 0 ? y[i] : (float) (y[i] + random.nextDouble() - 0.4);
            w[i / 2] = 1 + i / 2 % 4;
        }
        return new Rows(2, 2, a, y, w);
    }

    @Test
    void ofTargetsErrorsAreInProportion() {
        Rows rows = ofTargets(1);
        TrainingPlan plan = plan(2, Activation.IDENTITY, new Quantile(0.8), Task.REGRESSION);
        Evaluation evaluation = rows.evaluation(plan, 90, 0.6);
        double relative = 0;
        double ofOthers = 0;
        double symmetric = 0;
        double covered = 0;
        double absolute = 0;
        for (int i = 0; i < rows.a().length; i++) {
            double w = rows.w()[i / 2];
            double error = Math.abs((double) rows.a()[i] - rows.y()[i]);
            if (rows.y()[i] != 0) {
                relative += w * error / Math.abs(rows.y()[i]);
                ofOthers += w;
            }
            double both = Math.abs((double) rows.a()[i]) + Math.abs((double) rows.y()[i]);
            symmetric += both == 0 ? 0 : w * 2 * error / both;
            covered += rows.y()[i] <= rows.a()[i] ? w : 0;
            absolute += w * error;
        }
        double all = 2 * rows.total();
        assertThat(Metric.MAPE.of(evaluation)).isCloseTo(relative / ofOthers, within(1e-9));
        assertThat(Metric.SMAPE.of(evaluation)).isCloseTo(symmetric / all, within(1e-9));
        assertThat(Metric.MAE.of(evaluation)).isCloseTo(absolute / all, within(1e-9));
        assertThat(Metric.COVERAGE.of(evaluation)).isCloseTo(covered / all, within(1e-12));
        assertThat(Metric.PINBALL_LOSS.of(evaluation)).isCloseTo(0.3, within(1e-12));
        double spread = 0;
        for (int o = 0; o < 2; o++) {
            int of = o;
            double mean = rows.mean(r -> (double) rows.y()[2 * r + of]);
            spread += rows.mean(r -> Math.pow(rows.y()[2 * r + of] - mean, 2)) / 2;
        }
        assertThat(Metric.RMSE.baselineOf(evaluation)).isCloseTo(Math.sqrt(spread), within(1e-9));
        assertThat(new Evaluation(plan(2, Activation.IDENTITY, Loss.HALF_SQUARED_ERROR, Task.REGRESSION)).metrics())
                .doesNotContain(Metric.PINBALL_LOSS, Metric.COVERAGE);
    }

    /** A target of 0 is one, too, where the rows hold it less a mean and divided by a deviation. */
    @Test
    void scaledTargetsAreMeasuredAsTheyWere() {
        Rows rows = ofTargets(30);
        TrainingPlan plan = plan(2, Activation.IDENTITY, Loss.HALF_SQUARED_ERROR, Task.REGRESSION);
        TargetScaling scaling = new TargetScaling(new float[] {29.7f, 31.3f}, new float[] {7.3f, 6.1f});
        float[] a = rows.a().clone();
        float[] y = rows.y().clone();
        for (int r = 0; r < ROWS; r++) {
            scaling.applyInPlace(a, 2 * r);
            scaling.applyInPlace(y, 2 * r);
        }
        Evaluation plain = rows.evaluation(plan, 100, 1);
        Evaluation scaled = new Rows(2, 2, a, y, rows.w()).evaluation(plan.with(scaling), 100, 1);
        for (Metric metric : List.of(Metric.MAPE, Metric.SMAPE, Metric.MAE, Metric.RMSE)) {
            assertThat(metric.of(scaled)).as(metric.label()).isCloseTo(metric.of(plain), within(1e-4));
        }
    }

    @Test
    void targetsThatAreAllZeroHaveNoProportion() {
        TrainingPlan plan = plan(1, Activation.IDENTITY, Loss.HALF_SQUARED_ERROR, Task.REGRESSION);
        Rows rows = new Rows(1, 1, new float[] {1, 0}, new float[2], new float[] {1, 1});
        assertThat(Metric.MAPE.of(rows.evaluation(plan, 1, 1))).isNaN();
        assertThat(Metric.SMAPE.of(rows.evaluation(plan, 1, 1))).isEqualTo(1);
    }
}
