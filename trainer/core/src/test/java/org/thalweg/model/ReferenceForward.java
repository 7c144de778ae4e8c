package org.thalweg.model;

import java.util.Arrays;
import org.thalweg.data.Scaling;
import org.thalweg.nn.Layer;
import org.thalweg.nn.Network;

/** The forward pass by the textbook formulas, in double, row by row. */
final class ReferenceForward {
    private ReferenceForward() {}

    static double[] of(Model model, float[] row) {
        Network network = model.network();
        Scaling scaling = model.scaling();
        float[] parameters = model.parameters();
        double[] a = new double[row.length];
        for (int i = 0; i < row.length; i++) {
            a[i] = scaling.shift().length == 0 ? row[i] : ((double) row[i] - scaling.shift()[i]) * scaling.factor()[i];
        }
        for (int l = 0; l < network.layers().size(); l++) {
            Layer layer = network.layers().get(l);
            double[] z = new double[layer.outputs()];
            for (int o = 0; o < z.length; o++) {
                for (int i = 0; i < a.length; i++) {
                    z[o] += parameters[network.weightOffset(l) + o * a.length + i] * a[i];
                }
            }
            double mean = layer.normalised() ? Arrays.stream(z).average().orElseThrow() : 0;
            double squares = Arrays.stream(z)
                    .map(number -> (number - mean) * (number - mean))
                    .sum();
            double deviation = layer.normalised() ? Math.sqrt(squares / z.length + 1e-5) : 1;
            for (int o = 0; o < z.length; o++) {
                double gain = layer.normalised() ? parameters[network.gainOffset(l) + o] : 1;
                z[o] = gain * (z[o] - mean) / deviation + parameters[network.biasOffset(l) + o];
            }
            a = activated(layer.activation().name(), z);
        }
        return a;
    }

    private static double[] activated(String activation, double[] z) {
        double[] a = new double[z.length];
        double sum = 0;
        for (double zi : z) {
            sum += Math.exp(zi);
        }
        for (int i = 0; i < z.length; i++) {
            a[i] = switch (activation) {
                case "sigmoid" -> 1 / (1 + Math.exp(-z[i]));
                case "tanh" -> Math.tanh(z[i]);
                case "relu" -> Math.max(0, z[i]);
                case "identity" -> z[i];
                case "softmax" -> Math.exp(z[i]) / sum;
                default -> throw new AssertionError("the reference knows no " + activation);
            };
        }
        return a;
    }
}
