package org.thalweg.nn;

import java.util.List;
import org.thalweg.data.Example;

/**
 * What a network computes, in double and in the plainest way: one row, one unit, one weight at a time, by the textbook's
 * formulas. The oracle of the fast kernels; slow.
 *
 * <p>Only the description and the place of each weight in the flat parameters are taken from the code under test.
 */
public final class ReferenceNetwork {
    private final Network network;
    private final Loss loss;

    /** The reference of a network under a loss. */
    public ReferenceNetwork(Network network, Loss loss) {
        this.network = network;
        this.loss = loss;
    }

    /** The same numbers in double. */
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
            a = activate(l, weightedSums(l, parameters, a));
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

    /** The least |z| of all layers and rows: how near to ReLU's kink any unit comes. */
    public double leastMagnitude(double[] parameters, List<Example> rows) {
        double least = Double.POSITIVE_INFINITY;
        for (Example row : rows) {
            double[] a = toDouble(row.features());
            for (int l = 0; l < network.layers().size(); l++) {
                double[] z = weightedSums(l, parameters, a);
                for (double number : z) {
                    least = Math.min(least, Math.abs(number));
                }
                a = activate(l, z);
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
            z[l] = weightedSums(l, parameters, a[l]);
            a[l + 1] = activate(l, z[l]);
        }
        double[] fromAbove = costDerivatives(a[layers], row.targets());
        for (int l = layers - 1; l >= 0; l--) {
            double[] delta = throughActivation(l, z[l], a[l + 1], fromAbove);
            int inputs = network.inputsOf(l);
            fromAbove = new double[inputs];
            for (int o = 0; o < delta.length; o++) {
                for (int i = 0; i < inputs; i++) {
                    int w = network.weightOffset(l) + o * inputs + i;
                    gradient[w] += row.weight() * delta[o] * a[l][i];
                    fromAbove[i] += parameters[w] * delta[o];
                }
                gradient[network.biasOffset(l) + o] += row.weight() * delta[o];
            }
        }
    }

    private double[] weightedSums(int l, double[] parameters, double[] a) {
        int inputs = network.inputsOf(l);
        double[] z = new double[network.layers().get(l).outputs()];
        for (int o = 0; o < z.length; o++) {
            z[o] = parameters[network.biasOffset(l) + o];
            for (int i = 0; i < inputs; i++) {
                z[o] += parameters[network.weightOffset(l) + o * inputs + i] * a[i];
            }
        }
        return z;
    }

    private double[] activate(int l, double[] z) {
        String name = network.layers().get(l).activation().name();
        double[] a = new double[z.length];
        double exponentials = 0;
        for (double number : z) {
            exponentials += Math.exp(number);
        }
        for (int o = 0; o < z.length; o++) {
            a[o] = switch (name) {
                case "sigmoid" -> 1 / (1 + Math.exp(-z[o]));
                case "tanh" -> Math.tanh(z[o]);
                case "relu" -> z[o] > 0 ? z[o] : 0;
                case "identity" -> z[o];
                case "softmax" -> Math.exp(z[o]) / exponentials;
                default -> throw new IllegalArgumentException("no reference of activation " + name);
            };
        }
        return a;
    }

    /** ∂C/∂z of ∂C/∂a: for softmax by its whole Jacobian ∂aᵢ/∂zⱼ = aᵢ ([i = j] − aⱼ). */
    private double[] throughActivation(int l, double[] z, double[] a, double[] fromAbove) {
        String name = network.layers().get(l).activation().name();
        double[] delta = new double[z.length];
        for (int o = 0; o < z.length; o++) {
            if (name.equals("softmax")) {
                for (int i = 0; i < z.length; i++) {
                    delta[o] += fromAbove[i] * a[i] * ((i == o ? 1 : 0) - a[o]);
                }
            } else {
                delta[o] = fromAbove[o]
                        * switch (name) {
                            case "sigmoid" -> Math.exp(-z[o]) / Math.pow(1 + Math.exp(-z[o]), 2);
                            case "tanh" -> 1 / Math.pow(Math.cosh(z[o]), 2);
                            case "relu" -> z[o] > 0 ? 1 : 0;
                            case "identity" -> 1;
                            default -> throw new IllegalArgumentException("no reference of activation " + name);
                        };
            }
        }
        return delta;
    }

    private boolean targetIsClass() {
        return network.output().name().equals("softmax");
    }

    private double cost(double[] a, float[] targets) {
        double sum = 0;
        switch (loss.name()) {
            case "crossEntropy" -> {
                if (targetIsClass()) {
                    return -Math.log(a[(int) targets[0]]);
                }
                for (int o = 0; o < a.length; o++) {
                    sum -= targets[o] * Math.log(a[o]) + (1 - targets[o]) * Math.log(1 - a[o]);
                }
            }
            case "squaredError" -> {
                for (int o = 0; o < a.length; o++) {
                    sum += 0.5 * (targets[o] - a[o]) * (targets[o] - a[o]);
                }
            }
            default -> throw new IllegalArgumentException("no reference of loss " + loss.name());
        }
        return sum;
    }

    private double[] costDerivatives(double[] a, float[] targets) {
        double[] derivatives = new double[a.length];
        for (int o = 0; o < a.length; o++) {
            derivatives[o] = switch (loss.name()) {
                case "crossEntropy" -> {
                    if (targetIsClass()) {
                        yield o == (int) targets[0] ? -1 / a[o] : 0;
                    }
                    yield -targets[o] / a[o] + (1 - targets[o]) / (1 - a[o]);
                }
                case "squaredError" -> a[o] - targets[o];
                default -> throw new IllegalArgumentException("no reference of loss " + loss.name());
            };
        }
        return derivatives;
    }
}
