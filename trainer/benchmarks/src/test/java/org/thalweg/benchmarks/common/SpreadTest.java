package org.thalweg.benchmarks.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void medianOfAnEvenNumberIsTheMeanOfTheMiddleTwo() {
        assertThat(Spread.of(4, 1, 3, 2)).isEqualTo(new Spread(1, 2.5, 4));
        assertThat(Spread.of(7)).isEqualTo(new Spread(7, 7, 7));
    }

    @Test
    void ratiosAreOfTheSameRepetition() {
        assertThat(Spread.ofRatios(new double[] {1, 4, 9}, new double[] {2, 4, 3}))
                .isEqualTo(new Spread(0.5, 1, 3));
        assertThatThrownBy(() -> Spread.ofRatios(new double[2], new double[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("repetitions: expected 2, found 3");
    }

    @Test
    void whatIsNotReachedIsLongerThanAllElse() {
        assertThat(Spread.of(2, Double.POSITIVE_INFINITY, 1)).hasToString("2.00 (1.00–∞)");
        assertThat(Spread.ofRatios(new double[] {1}, new double[] {Double.POSITIVE_INFINITY}))
                .hasToString("0.00");
        assertThat(Spread.ofRatios(new double[] {Double.POSITIVE_INFINITY}, new double[] {Double.POSITIVE_INFINITY}))
                .hasToString("? (?–?)");
        assertThat(Spread.of(Double.POSITIVE_INFINITY)).hasToString("∞");
    }

    @Test
    void largeNumbersHaveNoDecimals() {
        assertThat(Spread.of(99.994, 123.4)).hasToString("112 (99.99–123)");
    }
}
