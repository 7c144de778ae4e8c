package org.thalweg.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.thalweg.parity.LearningProblem.Settings;
import org.thalweg.train.GradientPrecision;

/** As good a model as anybody's, in small; in full it is the benchmark {@code parity}. */
class ParityTest {
    private static final int SEEDS = 8;

    /** Wide, as the deviation of a few losses is itself only known to about a quarter. */
    private static final double MOST_DEVIATIONS = 2;

    static Stream<LearningProblem> problems() {
        return Stream.of(
                LearningProblems.products(
                        10, List.of(64, 32), 40_000, Settings.adam(0.01, 512, 4).withLaneRows(16)),
                LearningProblems.zipf(20_000, Settings.adam(0.003, 256, 5)));
    }

    @ParameterizedTest
    @MethodSource("problems")
    @Timeout(120)
    void ourValidationLossIsThatOfAPlainTrainer(LearningProblem problem) {
        PairedLosses losses = PairedLosses.measure(problem, SEEDS, 2, GradientPrecision.FLOAT32);
        assertThat(losses.differenceInDeviations())
                .as("%s, in standard deviations of the plain trainer's losses; %s", problem, losses)
                .isLessThan(MOST_DEVIATIONS);
    }

    @Test
    void classesOfTheZipfRowsCanBeKnownForAbout79Percent() {
        assertThat(new ZipfPatterns(LearningProblems.RULE, 1000, 1.1).bestAccuracy())
                .isCloseTo(0.79, within(0.005));
    }

    @Test
    void differencesAreInDeviationsOfThePlainLosses() {
        PairedLosses losses = new PairedLosses(new double[] {1, 2, 3}, new double[] {2, 3, 7});
        assertThat(losses.difference()).isEqualTo(2);
        assertThat(losses.differenceInDeviations()).isEqualTo(2);
    }
}
