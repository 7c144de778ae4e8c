package org.thalweg.jobs.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.thalweg.jobs.config.GateMetric;

class PairedBootstrapTest {
    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Test
    void valuesAreWeightedMeansAndOfRmseTheirRoot() {
        double[] scores = {1, 0, 0, 1};
        assertThat(PairedBootstrap.value(GateMetric.ACCURACY, scores, new double[] {3, 1, 1, 1}))
                .isEqualTo(4.0 / 6);
        assertThat(PairedBootstrap.value(GateMetric.RMSE, new double[] {4, 16}, new double[] {3, 1}))
                .isCloseTo(Math.sqrt(7), within(1e-12));
        assertThat(PairedBootstrap.improvement(GateMetric.RMSE, 2, 1)).isEqualTo(0.5);
        assertThat(PairedBootstrap.improvement(GateMetric.ACCURACY, 0.5, 0.75)).isEqualTo(0.25);
        assertThat(PairedBootstrap.improvement(GateMetric.RMSE, 0, 0)).isZero();
    }

    @Test
    void equalScoresHaveNoInterval() {
        double[] scores = {1, 0, 1, 1, 0};
        PairedBootstrap.Interval interval =
                new PairedBootstrap(GateMetric.ACCURACY, scores, scores, ones(5)).interval(500, 0.95, 1);
        assertThat(interval.low()).isZero();
        assertThat(interval.high()).isZero();
    }

    /** Of n paired differences the interval's half width is about 1.96 σ / √n. */
    @Test
    void theIntervalIsThatOfTheNormalApproximation() {
        Random random = new Random(4);
        int rows = 4000;
        double[] champion = new double[rows];
        double[] challenger = new double[rows];
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < rows; i++) {
            champion[i] = random.nextDouble() < 0.8 ? 1 : 0;
            challenger[i] = random.nextDouble() < 0.1 ? 1 - champion[i] : champion[i];
            double difference = challenger[i] - champion[i];
            sum += difference;
            squares += difference * difference;
        }
        double mean = sum / rows;
        double half = 1.96 * Math.sqrt((squares / rows - mean * mean) / rows);
        PairedBootstrap.Interval interval =
                new PairedBootstrap(GateMetric.ACCURACY, champion, challenger, ones(rows)).interval(2000, 0.95, 1);
        assertThat(interval.low()).isCloseTo(mean - half, within(0.1 * half));
        assertThat(interval.high()).isCloseTo(mean + half, within(0.1 * half));
    }

    @Test
    void pairingTakesAwayWhatBothShare() {
        Random random = new Random(5);
        double[] champion = random.doubles(500, 0, 100).toArray();
        double[] challenger = Arrays.stream(champion).map(error -> 0.9 * error).toArray();
        PairedBootstrap.Interval interval =
                new PairedBootstrap(GateMetric.RMSE, champion, challenger, ones(500)).interval(500, 0.95, 1);
        assertThat(interval.low()).isCloseTo(1 - Math.sqrt(0.9), within(1e-9));
        assertThat(interval.high()).isCloseTo(1 - Math.sqrt(0.9), within(1e-9));
    }

    @Test
    void scoresThatDoNotBelongTogetherAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PairedBootstrap(GateMetric.RMSE, new double[2], new double[3], new double[2]))
                .withMessage("scores: expected as many of both and weights, found 2, 3 and 2");
    }
}
