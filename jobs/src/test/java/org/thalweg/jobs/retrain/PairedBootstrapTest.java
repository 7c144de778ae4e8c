package org.thalweg.jobs.retrain;

import static org.assertj.core.api.Assertions.assertThat;
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

    private static PairedBootstrap ofAccuracy(double[] champion, double[] challenger) {
        return new PairedBootstrap(
                GateMetric.ACCURACY, RowMetric.mean(champion), RowMetric.mean(challenger), ones(champion.length));
    }

    @Test
    void valuesAreWeightedMeansAndOfRmseTheirRoot() {
        double[] scores = {1, 0, 0, 1};
        assertThat(RowMetric.mean(scores).of(new double[] {3, 1, 1, 1})).isEqualTo(4.0 / 6);
        assertThat(RowMetric.root(new double[] {4, 16}).of(new double[] {3, 1})).isCloseTo(Math.sqrt(7), within(1e-12));
        assertThat(PairedBootstrap.improvement(GateMetric.RMSE, 2, 1)).isEqualTo(0.5);
        assertThat(PairedBootstrap.improvement(GateMetric.ACCURACY, 0.5, 0.75)).isEqualTo(0.25);
        assertThat(PairedBootstrap.improvement(GateMetric.RMSE, 0, 0)).isZero();
    }

    @Test
    void equalScoresHaveNoInterval() {
        double[] scores = {1, 0, 1, 1, 0};
        PairedBootstrap.Interval interval = ofAccuracy(scores, scores).interval(500, 0.95, 1);
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
        PairedBootstrap.Interval interval = ofAccuracy(champion, challenger).interval(2000, 0.95, 1);
        assertThat(interval.low()).isCloseTo(mean - half, within(0.1 * half));
        assertThat(interval.high()).isCloseTo(mean + half, within(0.1 * half));
    }

    @Test
    void pairingTakesAwayWhatBothShare() {
        Random random = new Random(5);
        double[] champion = random.doubles(500, 0, 100).toArray();
        double[] challenger = Arrays.stream(champion).map(error -> 0.9 * error).toArray();
        PairedBootstrap.Interval interval = new PairedBootstrap(
                        GateMetric.RMSE, RowMetric.root(champion), RowMetric.root(challenger), ones(500))
                .interval(500, 0.95, 1);
        assertThat(interval.low()).isCloseTo(1 - Math.sqrt(0.9), within(1e-9));
        assertThat(interval.high()).isCloseTo(1 - Math.sqrt(0.9), within(1e-9));
    }

    @Test
    void samplesOfWhichTheMetricIsNotDefinedDoNotCount() {
        RowMetric some = weights -> weights[0] == 0 ? Double.NaN : weights[0];
        RowMetric none = weights -> Double.NaN;
        PairedBootstrap.Interval interval =
                new PairedBootstrap(GateMetric.ACCURACY, weights -> 0, some, ones(4)).interval(500, 0.95, 1);
        assertThat(interval.low()).isEqualTo(1);
        assertThat(interval.high()).isBetween(2.0, 4.0);
        assertThat(new PairedBootstrap(GateMetric.ACCURACY, some, none, ones(4))
                        .interval(500, 0.95, 1)
                        .low())
                .isNaN();
    }
}
