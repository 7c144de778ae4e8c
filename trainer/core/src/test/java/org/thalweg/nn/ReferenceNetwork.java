package org.thalweg.nn;

import java.util.Arrays;
import java.util.List;
import org.thalweg.data.Example;

/**
 * A straightforward reference implementation in double: one row, one unit, one weight at a time, by the textbook
 * formulas. Slow; the fast kernels are tested against it.
 *
 * <p>It uses only the description and each weight's index in the flat parameters from the code under test.
 */
public final class ReferenceNetwork {
    private final Network network;
    private final Loss loss;
    private final double[][] factors; // of the hidden layers' activations, with dropout; else empty

    /** The reference for a network and a loss. */
    public ReferenceNetwork(Network network, Loss loss) {
        this(network, loss, new double[0][]);
    }

    /** The reference for a network whose hidden activations are multiplied by factors. */
    ReferenceNetwork(Network network, Loss loss, double[][] factors) {
        this.network = network;
        this.loss = loss;
        this.factors = factors;
    }

    private double factor(int l, int unit) {
        return l < factors.length ? factors[l][unit] : 1;
    }

    Loss loss() {
        return loss;
    }

    /** Converts to double. */
    public static double[] toDouble(float[] numbers) {
        double[] doubles = new double[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            doubles[i] = numbers[i];
        }
        return doubles;
    }

    /** The network's outputs for one row. */
    public double[] outputs(double[] parameters, float[] features) {
        double[] a = toDouble(features);
        for (int l = 0; l < network.layers().size(); l++) {
            a = activate(l, activationInputs(l, parameters, a));
        }
        return a;
    }

    /** Σ_rows weight · C. */
    public double loss(double[] parameters, List<Example> rows) {
        double sum = 0;
        for (Example row : rows) {
            sum += row.weight() * cost(outputs(parameters, row.features()), row.targets());
        }
        return sum;
    }

    /** Σ_rows weight · ∂C/∂parameter, by the chain rule. */
    public double[] gradient(double[] parameters, List<Example> rows) {
        double[] gradient = new double[parameters.length];
        for (Example row : rows) {
            addGradient(parameters, row, gradient);
        }
        return gradient;
    }

    /**
     * The least distance of a unit from a kink of its activation, or of an output from its target, where a loss may
     * have a kink.
     */
    public double leastFromKink(double[] parameters, List<Example> rows) {
        double least = Double.POSITIVE_INFINITY;
        for (Example row : rows) {
            double[] a = toDouble(row.features());
            for (int l = 0; l < network.layers().size(); l++) {
                double[] z = activationInputs(l, parameters, a);
                for (double kink :
                        ReferenceActivation.kinks(network.layers().get(l).activation())) {
                    for (double number : z) {
                        least = Math.min(least, Math.abs(number - kink));
                    }
                }
                a = activate(l, z);
            }
            if (loss instanceof DifferenceLoss || loss instanceof FormulaLoss) {
                for (int o = 0; o < a.length; o++) {
                    least = Math.min(least, Math.abs(a[o] - row.targets()[o]));
                }
            }
        }
        return least;
    }

    /** The least standard deviation of a normalised layer's units. */
    public double leastDeviation(double[] parameters, List<Example> rows) {
        double least = Double.POSITIVE_INFINITY;
        for (Example row : rows) {
            double[] a = toDouble(row.features());
            for (int l = 0; l < network.layers().size(); l++) {
                if (network.layers().get(l).normalised()) {
                    least = Math.min(least, deviation(products(l, parameters, a)));
                }
                a = activate(l, activationInputs(l, parameters, a));
            }
        }
        return least;
    }

    private void addGradient(double[] parameters, Example row, double[] gradient) {
        int layers = network.layers().size();
        double[][] z = new double[layers][];
        double[][] a = new double[layers + 1][];
        a[0] = toDouble(row.features());
        for (int l = 0; l < layers; l++) {
            z[l] = activationInputs(l, parameters, a[l]);
            a[l + 1] = activate(l, z[l]);
        }
        double[] fromAbove = costDerivatives(a[layers], row.targets());
        for (int l = layers - 1; l >= 0; l--) {
            double[] delta = throughActivation(l, z[l], a[l + 1], fromAbove);
            int inputs = network.inputsOf(l);
            fromAbove = new double[inputs];
            for (int o = 0; o < delta.length; o++) {
                gradient[network.biasOffset(l) + o] += row.weight() * delta[o];
            }
            if (network.layers().get(l).normalised()) {
                double[] sums = products(l, parameters, a[l]);
                double[] normalised = normalised(sums);
                for (int o = 0; o < delta.length; o++) {
                    gradient[network.gainOffset(l) + o] += row.weight() * delta[o] * normalised[o];
                    delta[o] *= parameters[network.gainOffset(l) + o];
                }
                delta = throughNormalisation(sums, normalised, delta);
            }
            for (int o = 0; o < delta.length; o++) {
                for (int i = 0; i < inputs; i++) {
                    int w = network.weightIndex(l, o, i);
                    gradient[w] += row.weight() * delta[o] * a[l][i];
                    fromAbove[i] += parameters[w] * delta[o];
                }
            }
        }
    }

    /** The input of the activation: W a + b, or g ∘ x̂ + b in a normalised layer. */
    private double[] activationInputs(int l, double[] parameters, double[] a) {
        boolean isNormalised = network.layers().get(l).normalised();
        double[] z = products(l, parameters, a);
        if (isNormalised) {
            z = normalised(z);
        }
        for (int o = 0; o < z.length; o++) {
            double gain = isNormalised ? parameters[network.gainOffset(l) + o] : 1;
            z[o] = gain * z[o] + parameters[network.biasOffset(l) + o];
        }
        return z;
    }

    private double[] products(int l, double[] parameters, double[] a) {
        int inputs = network.inputsOf(l);
        double[] z = new double[network.layers().get(l).outputs()];
        for (int o = 0; o < z.length; o++) {
            for (int i = 0; i < inputs; i++) {
                z[o] += parameters[network.weightIndex(l, o, i)] * a[i];
            }
        }
        return z;
    }

    private static double[] normalised(double[] z) {
        double mean = Arrays.stream(z).average().orElseThrow();
        double deviation = deviation(z);
        return Arrays.stream(z).map(number -> (number - mean) / deviation).toArray();
    }

    private static double deviation(double[] z) {
        double mean = Arrays.stream(z).average().orElseThrow();
        double variance = Arrays.stream(z)
                .map(number -> Math.pow(number - mean, 2))
                .average()
                .orElseThrow();
        return Math.sqrt(variance + 1e-5);
    }

    /** ∂C/∂z from ∂C/∂x̂ by the full Jacobian ∂x̂ᵢ/∂zⱼ = ([i = j] − 1/n − x̂ᵢ x̂ⱼ / n) / deviation. */
    private static double[] throughNormalisation(double[] z, double[] normalised, double[] fromAbove) {
        int n = z.length;
        double[] delta = new double[n];
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < n; i++) {
                double slope = (i == j ? 1 : 0) - 1.0 / n - normalised[i] * normalised[j] / n;
                delta[j] += fromAbove[i] * slope / deviation(z);
            }
        }
        return delta;
    }

    private double[] activate(int l, double[] z) {
        Activation activation = network.layers().get(l).activation();
        double exponentials = 0;
        for (double number : z) {
            exponentials += Math.exp(number);
        }
        double[] a = new double[z.length];
        for (int o = 0; o < z.length; o++) {
            a[o] = activation instanceof Softmax
                    ? Math.exp(z[o]) / exponentials
                    : factor(l, o) * ReferenceActivation.value(activation, z[o]);
        }
        return a;
    }

    /** ∂C/∂z from ∂C/∂a: for softmax by the full Jacobian ∂aᵢ/∂zⱼ = aᵢ ([i = j] − aⱼ). */
    private double[] throughActivation(int l, double[] z, double[] a, double[] fromAbove) {
        Activation activation = network.layers().get(l).activation();
        double[] delta = new double[z.length];
        for (int o = 0; o < z.length; o++) {
            if (activation instanceof Softmax) {
                for (int i = 0; i < z.length; i++) {
                    delta[o] += fromAbove[i] * a[i] * ((i == o ? 1 : 0) - a[o]);
                }
            } else {
                delta[o] = fromAbove[o] * factor(l, o) * ReferenceActivation.slope(activation, z[o]);
            }
        }
        return delta;
    }

    private boolean targetIsClass() {
        return network.output().name().equals("softmax");
    }

    /** Cross entropy's targets with smoothing, for all outputs. */
    private double[] smoothedTargets(float[] targets, int outputs) {
        double epsilon = loss.settings()[0];
        double[] smoothed = new double[outputs];
        for (int o = 0; o < outputs; o++) {
            smoothed[o] = targetIsClass()
                    ? (o == (int) targets[0] ? 1 - epsilon : 0) + epsilon / outputs
                    : targets[o] * (1 - epsilon) + epsilon / 2;
        }
        return smoothed;
    }

    private double cost(double[] a, float[] targets) {
        double sum = 0;
        double[] of = loss.settings();
        if (loss instanceof CrossEntropy) {
            double[] y = smoothedTargets(targets, a.length);
            for (int o = 0; o < a.length; o++) {
                sum -= y[o] * Math.log(a[o]) + (targetIsClass() ? 0 : (1 - y[o]) * Math.log(1 - a[o]));
            }
            return sum;
        }
        for (int o = 0; o < a.length; o++) {
            double d = targets[o] - a[o];
            sum += switch (loss.name()) {
                case "squaredError" -> d * d / 2;
                case "absoluteError" -> Math.abs(d);
                case "huber" -> Math.abs(d) <= of[0] ? d * d / 2 : of[0] * Math.abs(d) - of[0] * of[0] / 2;
                case "quantile" -> d > 0 ? of[0] * d : -(1 - of[0]) * d;
                case "poisson" -> a[o] - targets[o] * Math.log(a[o]);
                case "formula" -> ((FormulaLoss) loss).formula().value(a[o], targets[o]);
                default -> throw new IllegalArgumentException("no reference of loss " + loss);
            };
        }
        return sum;
    }

    private double[] costDerivatives(double[] a, float[] targets) {
        double[] derivatives = new double[a.length];
        double[] of = loss.settings();
        double[] y = loss instanceof CrossEntropy ? smoothedTargets(targets, a.length) : toDouble(targets);
        for (int o = 0; o < a.length; o++) {
            double d = y[o] - a[o];
            derivatives[o] = switch (loss.name()) {
                case "crossEntropy" -> -y[o] / a[o] + (targetIsClass() ? 0 : (1 - y[o]) / (1 - a[o]));
                case "squaredError" -> -d;
                case "absoluteError" -> d > 0 ? -1 : 1;
                case "huber" -> Math.abs(d) <= of[0] ? -d : d > 0 ? -of[0] : of[0];
                case "quantile" -> d > 0 ? -of[0] : 1 - of[0];
                case "poisson" -> 1 - y[o] / a[o];
                case "formula" -> ((FormulaLoss) loss).formula().gradient(a[o], y[o])[0];
                default -> throw new IllegalArgumentException("no reference of loss " + loss);
            };
        }
        return derivatives;
    }
}
