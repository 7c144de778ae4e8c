package org.thalweg.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.thalweg.autodiff.FormulaTest.ofX;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Derivatives in double: against central differences, and where these have nothing to say. */
class FormulaGradientTest {
    private static final double H = 1e-5;

    private static double difference(Formula f, int variable, double[] x, double h) {
        double[] shifted = x.clone();
        shifted[variable] = x[variable] + h;
        double above = f.value(shifted);
        shifted[variable] = x[variable] - h;
        return (above - f.value(shifted)) / (2 * h);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x + y", "x - y", "x * y", "x / y", "x ^ y", "min(x, y)", "max(x, y)", "-x", "exp(x)", "log(x)",
                        "tanh(x)",
                "sigmoid(x)", "sqrt(x)", "abs(x - 1)", "x^2", "x^7", "x^-3", "x^0.5", "x^2.5", "x^-0.5", "x^0.3", "2^x",
                "e^-x", "y^x", "x^x", "x*x", "x/x + x", "(x - y)^2 / 2", "x * sigmoid(1.702 * x)", "log(1 + exp(x))"
            })
    void everyOperationHasItsDerivative(String text) {
        Formula f = Formula.parse(text, List.of("x", "y"), Map.of());
        for (double[] x : new double[][] {{0.3, 1.7}, {1.9, 0.4}, {0.8, 0.9}, {2.5, 3.5}}) {
            double[] gradient = f.gradient(x);
            for (int v = 0; v < 2; v++) {
                double expected = difference(f, v, x, H);
                assertThat(gradient[v])
                        .as("%s by variable %d at %s, %s", text, v, x[0], x[1])
                        .isCloseTo(expected, within(1e-7 * (1 + Math.abs(expected))));
            }
        }
    }

    @Test
    void randomFormulasHaveTheirDerivatives() {
        int compared = 0;
        int besideKinks = 0;
        for (long seed = 0; seed < 600; seed++) {
            RandomFormulas random = new RandomFormulas(seed);
            Formula f = random.next();
            double[] x = {random.nextInput(), random.nextInput(), random.nextInput()};
            double[] gradient = f.gradient(x);
            for (int v = 0; v < x.length; v++) {
                double expected = difference(f, v, x, H);
                if (Math.abs(expected - difference(f, v, x, H / 2)) > 1e-6 * (1 + Math.abs(expected))) {
                    besideKinks++;
                    continue;
                }
                assertThat(gradient[v])
                        .as("seed %d: %s by variable %d at %s, %s, %s", seed, f, v, x[0], x[1], x[2])
                        .isCloseTo(expected, within(2e-6 * (1 + Math.abs(expected))));
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(1700);
        assertThat(besideKinks).isLessThan(20);
    }

    @Test
    void kinksHaveTheStatedDerivatives() {
        assertThat(ofX("abs(x)").gradient(0)).containsExactly(0);
        assertThat(ofX("max(x, 0)").gradient(0)).containsExactly(1);
        assertThat(ofX("max(0, x)").gradient(0)).containsExactly(0);
        assertThat(ofX("min(x, 0)").gradient(0)).containsExactly(1);
        assertThat(ofX("min(0, x)").gradient(0)).containsExactly(0);
        assertThat(ofX("max(x, x)").gradient(5)).containsExactly(1);
        Formula max = Formula.parse("max(x, y)", List.of("x", "y"), Map.of());
        assertThat(max.gradient(2, 2)).containsExactly(1, 0);
        assertThat(max.gradient(2, 3)).containsExactly(0, 1);
        assertThat(max.gradient(3, 2)).containsExactly(1, 0);
        Formula min = Formula.parse("min(x, y)", List.of("x", "y"), Map.of());
        assertThat(min.gradient(2, 2)).containsExactly(1, 0);
        assertThat(min.gradient(2, 3)).containsExactly(1, 0);
        assertThat(min.gradient(3, 2)).containsExactly(0, 1);
    }

    @Test
    void powersOfZeroHaveTheirDerivatives() {
        assertThat(ofX("x^0").gradient(0)).containsExactly(0);
        assertThat(ofX("x^1").gradient(0)).containsExactly(1);
        assertThat(ofX("x^2").gradient(0)).containsExactly(0);
        assertThat(ofX("x^1.5").gradient(0)).containsExactly(0);
        assertThat(ofX("x^1.3").gradient(0)).containsExactly(0);
        assertThat(ofX("x^0.3").gradient(0)).containsExactly(0.3 * Double.MAX_VALUE);
        Formula power = Formula.parse("x^y", List.of("x", "y"), Map.of());
        assertThat(power.value(0, 0)).isEqualTo(1);
        assertThat(power.gradient(0, 0)).containsExactly(0, -Double.MAX_VALUE);
        assertThat(power.gradient(0, 1)).containsExactly(1, 0);
        assertThat(power.gradient(0, 2)).containsExactly(0, 0);
    }

    @Test
    void polesGiveTheGreatestNumberAndWhatDoesNotReachTheResultGivesZero() {
        assertThat(ofX("sqrt(x)").gradient(0)).containsExactly(Double.MAX_VALUE);
        assertThat(ofX("1/x").gradient(0)).containsExactly(-Double.MAX_VALUE);
        assertThat(ofX("log(x)").gradient(0)).containsExactly(Double.MAX_VALUE);
        assertThat(ofX("sqrt(max(x, 0))").gradient(-1)).containsExactly(0);
        assertThat(ofX("sqrt(x^2)").gradient(0)).containsExactly(0);
        assertThat(ofX("3 * sqrt(abs(x)) + 2 * log(abs(x))").gradient(0)).containsExactly(0);
        assertThat(ofX("min(exp(x), 10)").gradient(1000)).containsExactly(0);
        assertThat(ofX("min(x * exp(x), 10)").gradient(1000)).containsExactly(0);
        assertThat(ofX("max(x, log(x))").gradient(0)).containsExactly(1);
        assertThat(ofX("log(1 + exp(-abs(x))) + max(x, 0)").gradient(-1000)).containsExactly(0);
        assertThat(ofX("sqrt(x)").gradient(-1)).containsExactly(Double.NaN);
    }

    @Test
    void variablesThatAreNotUsedHaveDerivativeZero() {
        Formula f = Formula.parse("3 * y", List.of("x", "y"), Map.of());
        assertThat(f.gradient(Double.NaN, 2)).containsExactly(0, 3);
    }
}
