package org.thalweg.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.thalweg.math.Philox;

/**
 * Layers without an activation collapse: W₂ (W₁ x + b₁) + b₂ = (W₂ W₁) x + (W₂ b₁ + b₂), one layer, so depth alone adds
 * nothing: there must be an activation in between.
 */
class AffineLayersTest {
    private static final int INPUTS = 7;
    private static final int HIDDEN = 11;
    private static final int OUTPUTS = 5;
    private static final int ROWS = 23;

    private static float[] normals(int count, long seed) {
        Philox random = new Philox(seed, 0);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextNormal();
        }
        return numbers;
    }

    private static float[] outputs(Network network, float[] parameters, float[] features) {
        Backpropagation pass = new Backpropagation(network, Loss.HALF_SQUARED_ERROR, ROWS);
        System.arraycopy(features, 0, pass.features(), 0, features.length);
        Arrays.fill(pass.weights(), 1);
        pass.loss(parameters, ROWS);
        return pass.outputs().clone();
    }

    /** The parameters of one layer equivalent to the two: W = W₂ W₁, B = W₂ b₁ + b₂. */
    private static float[] collapsed(Network two, float[] parameters) {
        int secondWeights = two.weightOffset(1);
        float[] one = new float[(INPUTS + 1) * OUTPUTS];
        for (int o = 0; o < OUTPUTS; o++) {
            for (int i = 0; i < INPUTS; i++) {
                double sum = 0;
                for (int h = 0; h < HIDDEN; h++) {
                    sum += (double) parameters[secondWeights + o * HIDDEN + h] * parameters[h * INPUTS + i];
                }
                one[o * INPUTS + i] = (float) sum;
            }
            double bias = parameters[two.biasOffset(1) + o];
            for (int h = 0; h < HIDDEN; h++) {
                bias += (double) parameters[secondWeights + o * HIDDEN + h] * parameters[two.biasOffset(0) + h];
            }
            one[OUTPUTS * INPUTS + o] = (float) bias;
        }
        return one;
    }

    private static double greatestDifference(Activation hidden, long seed) {
        Network two = Network.of(INPUTS, List.of(HIDDEN), hidden, OUTPUTS, Activation.IDENTITY);
        Network one = Network.of(INPUTS, List.of(), Activation.IDENTITY, OUTPUTS, Activation.IDENTITY);
        float[] parameters = normals(two.parameterCount(), seed);
        float[] features = normals(ROWS * INPUTS, seed + 1000);
        float[] ofTwo = outputs(two, parameters, features);
        float[] ofOne = outputs(one, collapsed(two, parameters), features);
        double greatest = 0;
        for (int i = 0; i < ofTwo.length; i++) {
            greatest = Math.max(greatest, Math.abs((double) ofTwo[i] - ofOne[i]));
        }
        return greatest;
    }

    @Test
    void twoLayersWithoutActivationAreOne() {
        for (long seed = 1; seed <= 20; seed++) {
            // Sums of 11 · 7 products of about 1: a few hundred rounding errors of numbers of up to 64.
            assertThat(greatestDifference(Activation.IDENTITY, seed))
                    .as("seed %d", seed)
                    .isLessThan(1e-4);
        }
    }

    @Test
    void activationBetweenThemKeepsThemTwo() {
        for (Activation activation : List.of(Activation.TANH, Activation.RELU, Activation.SIGMOID)) {
            assertThat(greatestDifference(activation, 1)).as(activation.name()).isGreaterThan(0.1);
        }
    }
}
