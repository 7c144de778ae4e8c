package org.thalweg.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a text means. */
class FormulaTest {
    static Formula ofX(String text) {
        return Formula.parse(text, List.of("x"), Map.of());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 1",
                "1.5 | 1.5",
                ".5 | 0.5",
                "2. | 2",
                "1e-3 | 0.001",
                "1.5E+2 | 150",
                "2 + 3 * 4 | 14",
                "2 * 3 + 4 | 10",
                "(2 + 3) * 4 | 20",
                "10 - 4 - 3 | 3",
                "10 - (4 - 3) | 9",
                "24 / 4 / 3 | 2",
                "24 / 4 * 3 | 18",
                "2^3^2 | 512",
                "(2^3)^2 | 64",
                "-x^2 | -9",
                "(-x)^2 | 9",
                "2^-x | 0.125",
                "2^-x^2 | 0.001953125",
                "--x | 3",
                "-+-x | 3",
                "x - -x | 6",
                "x * -x | -9",
                "+x | 3",
                "x \u00d7 4 \u00f7 2 \u2212 1 | 5",
                "\u2212x | -3",
                "min(x, 2) + max(x, 2) | 5",
                "min(2 * x, x + 1) | 4",
                "abs(-x) | 3",
                "sqrt(x + 1) | 2",
                "exp(0) + log(1) + tanh(0) | 1",
                "sigmoid(0) | 0.5",
                "x^0 | 1",
                "x^1 | 3",
                "x^5 | 243",
                "x^-2 * 9 | 1",
                "(x + 1)^0.5 | 2",
                "(x + 1)^1.5 | 8",
                "(x + 1)^-1.5 | 0.125",
                "(-2)^3 | -8",
                "x^x | 27",
                "(x+1)/(x-1) | 2",
                "exp (x-x) | 1",
                "log(e) | 1",
                "e^0 | 1",
            })
    void textMeansItsValueAtThree(String text, double expected) {
        assertThat(ofX(text).value(3)).as(text).isCloseTo(expected, within(1e-12));
    }

    @Test
    void whiteSpaceIsFree() {
        assertThat(ofX(" \t x\n*x  ").value(5)).isEqualTo(25);
        assertThat(ofX("x*x")).extracting(f -> f.value(5)).isEqualTo(25.0);
    }

    @Test
    void constantsStandForTheirNumbers() {
        assertThat(ofX("pi").value(0)).isEqualTo(Math.PI);
        assertThat(ofX("e").value(0)).isEqualTo(Math.E);
        Formula leaky = Formula.parse("max(x, slope_1 * x)", List.of("x"), Map.of("slope_1", 0.25));
        assertThat(leaky.value(-2)).isEqualTo(-0.5);
        assertThat(leaky.gradient(-2)).containsExactly(0.25);
        assertThat(leaky.constants()).containsExactlyEntriesOf(Map.of("slope_1", 0.25));
        assertThat(leaky).isEqualTo(Formula.parse(leaky.text(), leaky.variables(), leaky.constants()));
        assertThat(leaky).hasSameHashCodeAs(Formula.parse(leaky.text(), leaky.variables(), leaky.constants()));
        assertThat(leaky).isNotEqualTo(Formula.parse(leaky.text(), leaky.variables(), Map.of("slope_1", 0.5)));
    }

    @Test
    void textComesBackAsItWasGiven() {
        String text = " (prediction -target)^2  / 2";
        Formula loss = Formula.parse(text, List.of("prediction", "target"), Map.of());
        assertThat(loss.text()).isEqualTo(text);
        assertThat(loss).hasToString(text);
        assertThat(loss.variables()).containsExactly("prediction", "target");
        assertThat(loss.value(5, 2)).isEqualTo(4.5);
        assertThat(loss.gradient(5, 2)).containsExactly(3, -3);
    }

    @Test
    void usesReportsWhatTheResultDependsOn() {
        Formula f = Formula.parse("x + 0 * y + z^0", List.of("x", "y", "z", "w"), Map.of());
        assertThat(f.uses("x")).isTrue();
        assertThat(f.uses("y")).isTrue();
        assertThat(f.uses("z")).isFalse();
        assertThat(f.uses("w")).isFalse();
        assertThatThrownBy(() -> f.uses("v"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("variable: expected one of [x, y, z, w], found v");
    }

    @Test
    void negativeBasesHaveWholePowersAlone() {
        assertThat(ofX("x^3").value(-2)).isEqualTo(-8);
        assertThat(ofX("x^-3").value(-2)).isEqualTo(-0.125);
        assertThat(ofX("x^1024").value(-1)).isEqualTo(1);
        for (String text : List.of("x^0.5", "x^1.5", "x^0.3", "x^1025", "(x)^(0*x + 2)")) {
            assertThat(ofX(text).value(-2)).as(text).isNaN();
        }
    }

    @Test
    void namesThatCannotStandAreRefused() {
        assertThatThrownBy(() -> Formula.parse("1", List.of("2x"), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("variable: expected a name of letters, digits and _, not a digit first, found \"2x\"");
        assertThatThrownBy(() -> Formula.parse("1", List.of("x"), Map.of("", 1.0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("constant: expected a name of letters");
        for (String taken : List.of("exp", "max", "e", "pi", "x")) {
            assertThatThrownBy(() -> Formula.parse("1", List.of("x"), Map.of(taken, 1.0)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("constant: expected a name that nothing else has, found \"" + taken + "\"")
                    .hasMessageEndingWith("sqrt, abs, min, max], [e, pi] and [x]");
        }
        assertThatThrownBy(() -> Formula.parse("1", List.of("x", "x"), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("variable: expected a name that nothing else has, found \"x\"");
        for (double value : new double[] {1e39, -1e39, 1e-60, Double.NaN, Double.NEGATIVE_INFINITY}) {
            assertThatThrownBy(() -> Formula.parse("1", List.of("x"), Map.of("c", value)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("constant c: expected 0, or 1.4E-45 to 3.4028235E38 (float's range), found " + value);
        }
    }

    @Test
    void wrongNumbersOfValuesAreRefused() {
        assertThatThrownBy(() -> ofX("x").value())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("values: expected 1 (the formula's variables [x]), found 0");
        assertThatThrownBy(() -> ofX("x").gradient(1, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
