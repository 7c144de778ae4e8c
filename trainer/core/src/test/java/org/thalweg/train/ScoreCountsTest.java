package org.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.thalweg.data.TargetScaling;
import org.thalweg.math.Philox;
import org.thalweg.model.Task;
import org.thalweg.model.Threshold;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Network;

class ScoreCountsTest {
    private static final Network ONE = Network.of(1, List.of(), Activation.TANH, 1, Activation.SIGMOID);
    private static final int ROWS = 2000;

    private final float[] scores = new float[ROWS];
    private final float[] truths = new float[ROWS];
    private final float[] weights = new float[ROWS];

    /** Few positives, whose scores are a little higher than the others': far from a half. */
    ScoreCountsTest() {
        Philox random = new Philox(4, 0);
        for (int row = 0; row < ROWS; row++) {
            truths[row] = random.nextFloat() < 0.05f ? 1 : 0;
            scores[row] = (float) (1 / (1 + Math.exp(3 - 1.5 * truths[row] - random.nextNormal())));
            weights[row] = 1 + row % 3;
        }
    }

    private static Evaluation evaluation(Network network, Task task, EvaluationForm form) {
        return new Evaluation(network, task, TargetScaling.NONE, form);
    }

    private Evaluation of(int from, int end, EvaluationForm form) {
        Evaluation evaluation = evaluation(ONE, Task.CLASSIFICATION, form);
        for (int row = from; row < end; row++) {
            evaluation.add(0, 1, new float[] {scores[row]}, new float[] {truths[row]}, new float[] {weights[row]});
        }
        return evaluation;
    }

    private double f1(double threshold) {
        double hits = 0;
        double others = 0;
        for (int row = 0; row < ROWS; row++) {
            boolean predicted = scores[row] >= threshold;
            boolean borne = truths[row] == 1;
            hits += predicted && borne ? weights[row] : 0;
            others += predicted != borne ? weights[row] : 0;
        }
        return 2 * hits / (2 * hits + others);
    }

    @Test
    void bestThresholdIsThatOfAllScoresUpToABin() {
        ScoreCounts.Best best = of(0, ROWS, EvaluationForm.PLAIN.withScores())
                .scoreCounts()
                .orElseThrow()
                .best();

        double greatest = IntStream.range(0, ROWS)
                .mapToDouble(row -> f1(scores[row]))
                .max()
                .orElseThrow();
        assertThat(best.f1()).isCloseTo(greatest, within(0.002)).isLessThanOrEqualTo(greatest);
        assertThat(best.f1())
                .as("exact for its threshold")
                .isCloseTo(f1(best.threshold().value()), within(1e-12));
        assertThat(best.f1()).isGreaterThan(f1(0.5) + 0.1);
        assertThat(best.threshold().value()).isLessThan(0.45);
        assertThat(of(0, ROWS, EvaluationForm.by(best.threshold())).byClass().f1(1))
                .isCloseTo(best.f1(), within(1e-12));
    }

    @Test
    void partsAddUpToTheWhole() {
        EvaluationForm form = EvaluationForm.PLAIN.withScores();
        Evaluation sum = of(0, 700, form);
        sum.add(of(700, 701, form));
        sum.add(of(701, ROWS, form));

        assertThat(sum.scoreCounts().orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(of(0, ROWS, form).scoreCounts().orElseThrow());
        assertThat(of(0, ROWS, EvaluationForm.PLAIN).scoreCounts()).isEmpty();
    }

    /** Of equals the nearest to a half: what changes nothing leaves the default. */
    @Test
    void equalF1KeepsTheNearestToAHalf() {
        Evaluation apart = evaluation(ONE, Task.CLASSIFICATION, EvaluationForm.PLAIN.withScores());
        apart.add(0, 2, new float[] {0.1f, 0.9f}, new float[] {0, 1}, new float[] {1, 1});
        assertThat(apart.scoreCounts().orElseThrow().best()).isEqualTo(new ScoreCounts.Best(new Threshold(0.5), 1));

        Evaluation low = evaluation(ONE, Task.CLASSIFICATION, EvaluationForm.PLAIN.withScores());
        low.add(0, 2, new float[] {0.1f, 0.25f}, new float[] {0, 1}, new float[] {1, 1});
        assertThat(low.scoreCounts().orElseThrow().best()).isEqualTo(new ScoreCounts.Best(new Threshold(0.25), 1));

        Evaluation none = evaluation(ONE, Task.CLASSIFICATION, EvaluationForm.PLAIN.withScores());
        none.add(0, 1, new float[] {0.1f}, new float[] {0}, new float[] {1});
        assertThat(none.scoreCounts().orElseThrow().best()).isEqualTo(new ScoreCounts.Best(new Threshold(0.5), 0));
    }

    @Test
    void ofSeveralLabelsAllCountTogether() {
        Network two = Network.of(1, List.of(), Activation.TANH, 2, Activation.SIGMOID);
        float[] a = {.9f, .3f, .2f, .35f};
        float[] labels = {1, 1, 0, 1};
        float[] ones = {1, 1};
        Evaluation gathered = evaluation(two, Task.MULTILABEL, EvaluationForm.PLAIN.withScores());
        gathered.add(0, 2, a, labels, ones);
        ScoreCounts.Best best = gathered.scoreCounts().orElseThrow().best();
        assertThat(best.f1()).isEqualTo(1);
        assertThat(best.threshold().value()).isEqualTo(Math.floor(.3f * 4096) / 4096);

        Evaluation plain = evaluation(two, Task.MULTILABEL, EvaluationForm.PLAIN);
        plain.add(0, 2, a, labels, ones);
        assertThat(plain.labels().microF1()).isEqualTo(0.5);
        Evaluation by = evaluation(two, Task.MULTILABEL, EvaluationForm.by(best.threshold()));
        by.add(0, 2, a, labels, ones);
        assertThat(by.labels().microF1()).isEqualTo(1);
        assertThat(by.labels().subsetAccuracy()).isEqualTo(1);
    }

    /** Of a softmax of two classes it is the second's probability that counts. */
    @Test
    void aThresholdTakesTheSecondOfTwoClasses() {
        Network softmax = Network.of(1, List.of(), Activation.TANH, 2, Activation.SOFTMAX);
        float[] a = {.7f, .3f, .71f, .29f, .1f, .9f};
        Evaluation evaluation = evaluation(softmax, Task.CLASSIFICATION, EvaluationForm.by(new Threshold(0.3)));
        evaluation.add(0, 3, a, new float[] {1, 0, 1}, new float[] {1, 1, 1});
        assertThat(evaluation.byClass().confusion(1, 1)).isEqualTo(2);
        assertThat(evaluation.byClass().confusion(0, 0)).isEqualTo(1);
        assertThat(evaluation.threshold()).isEqualTo(new Threshold(0.3));
        Evaluation plain = evaluation(softmax, Task.CLASSIFICATION, EvaluationForm.PLAIN);
        plain.add(0, 3, a, new float[] {1, 0, 1}, new float[] {1, 1, 1});
        assertThat(plain.byClass().confusion(1, 0)).isEqualTo(1);
        assertThat(plain.threshold()).isEqualTo(Threshold.NONE);
    }
}
