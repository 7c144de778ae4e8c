package org.thalweg.nn;

import java.util.List;

/** Elementwise activations in double, by the textbook formulas: all but softmax. */
final class ReferenceActivation {
    private ReferenceActivation() {}

    static double value(Activation activation, double z) {
        if (activation instanceof FormulaActivation written) {
            return written.formula().value(z);
        }
        double[] of = activation.settings();
        return switch (activation.name()) {
            case "sigmoid" -> logistic(of[0] * z);
            case "tanh" -> Math.tanh(z);
            case "relu" -> Math.max(0, z);
            case "leakyRelu" -> z > 0 ? z : of[0] * z;
            case "elu" -> z > 0 ? z : of[0] * Math.expm1(z);
            case "selu" -> 1.0507009873554805 * (z > 0 ? z : 1.6732632423543772 * Math.expm1(z));
            case "gelu" -> z * normalCumulative(z);
            case "silu" -> z * logistic(z);
            case "softplus" -> z > 30 ? z : Math.log1p(Math.exp(z));
            case "piecewiseLinear" -> z <= of[0] ? 0 : z >= of[1] ? 1 : (z - of[0]) / (of[1] - of[0]);
            case "gaussian" -> normalDensity((z - of[0]) / of[1]) / of[1];
            case "unitStep" -> z < 0 ? 0 : 1;
            case "identity" -> z;
            case "exponential" -> Math.exp(z);
            default -> throw new IllegalArgumentException("no reference of activation " + activation);
        };
    }

    static double slope(Activation activation, double z) {
        if (activation instanceof FormulaActivation written) {
            return written.formula().gradient(z)[0];
        }
        double[] of = activation.settings();
        return switch (activation.name()) {
            case "sigmoid" -> of[0] * logistic(of[0] * z) * logistic(-of[0] * z);
            case "tanh" -> 1 / Math.pow(Math.cosh(z), 2);
            case "relu" -> z > 0 ? 1 : 0;
            case "leakyRelu" -> z > 0 ? 1 : of[0];
            case "elu" -> z > 0 ? 1 : of[0] * Math.exp(z);
            case "selu" -> 1.0507009873554805 * (z > 0 ? 1 : 1.6732632423543772 * Math.exp(z));
            case "gelu" -> normalCumulative(z) + z * normalDensity(z);
            case "silu" -> logistic(z) + z * logistic(z) * logistic(-z);
            case "softplus" -> logistic(z);
            case "piecewiseLinear" -> z <= of[0] || z >= of[1] ? 0 : 1 / (of[1] - of[0]);
            case "gaussian" -> -(z - of[0]) / (of[1] * of[1]) * value(activation, z);
            case "unitStep" -> Math.abs(z) <= 1 ? 1 : 0; // the straight-through estimator
            case "identity" -> 1;
            case "exponential" -> Math.exp(z);
            default -> throw new IllegalArgumentException("no reference of activation " + activation);
        };
    }

    /** The points where the slope jumps. */
    static List<Double> kinks(Activation activation) {
        double[] of = activation.settings();
        return switch (activation.name()) {
            case "relu", "leakyRelu", "elu", "selu" -> List.of(0.0);
            case "piecewiseLinear" -> List.of(of[0], of[1]);
            case "unitStep" -> List.of(-1.0, 0.0, 1.0);
            default -> List.of();
        };
    }

    private static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double normalDensity(double x) {
        return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }

    /** Φ(x) = ½ + φ(x) Σₙ x^(2n+1) / (1·3·5 … (2n+1)) (Marsaglia 2004); exact to about 1e-16 for |x| below 8. */
    static double normalCumulative(double x) {
        if (Math.abs(x) > 8) {
            return x > 0 ? 1 : 0;
        }
        double term = x;
        double sum = x;
        for (int odd = 3; Math.abs(term) > 1e-18 * Math.abs(sum); odd += 2) {
            term *= x * x / odd;
            sum += term;
        }
        return 0.5 + sum * normalDensity(x);
    }
}
