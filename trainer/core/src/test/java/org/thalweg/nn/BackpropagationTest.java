package org.thalweg.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thalweg.data.Example;
import org.thalweg.math.Philox;

class BackpropagationTest {
    private static final Network NETWORK = Network.of(4, List.of(6), Activation.RELU, 3, Activation.SOFTMAX);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void passAllocatesNothingOnceWarm(boolean normalised) {
        Network dense = Network.of(20, List.of(32, 16), Activation.RELU, 5, Activation.SOFTMAX);
        Network network = normalised ? dense.withLayerNormalisation() : dense;
        Backpropagation pass = new Backpropagation(network, Loss.CROSS_ENTROPY, 64);
        float[] parameters = Initialisation.AUTO.parameters(network, 1);
        float[] gradient = new float[parameters.length];
        Arrays.fill(pass.weights(), 1);
        double sink = 0;
        for (int call = 0; call < 500; call++) {
            sink += pass.gradient(parameters, 64, gradient, call % 2 == 1);
        }
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        int calls = 200;
        long before = threads.getThreadAllocatedBytes(thread);
        for (int call = 0; call < calls; call++) {
            sink += pass.gradient(parameters, 64, gradient, call % 2 == 1);
        }
        long bytes = threads.getThreadAllocatedBytes(thread) - before;
        assertThat(sink).isPositive();
        assertThat(bytes / calls).as("bytes a call").isLessThan(1024);
    }

    /** A worker's memory is larger than a short batch, and contains values of earlier passes. */
    @Test
    void bitsDependOnNeitherThePassSizeNorWhatItHeldBefore() {
        List<Example> rows = rows(11, 5);
        float[] parameters = Initialisation.AUTO.parameters(NETWORK, 3);
        float[] expected = new float[parameters.length];
        Backpropagation exact = new Backpropagation(NETWORK, Loss.CROSS_ENTROPY, 11);
        GradientTest.fill(exact, rows);
        double loss = exact.gradient(parameters, 11, expected, false);
        for (int maxRows : new int[] {12, 64, 500}) {
            Backpropagation larger = new Backpropagation(NETWORK, Loss.CROSS_ENTROPY, maxRows);
            for (float[] array : List.of(larger.features(), larger.weights(), larger.outputs())) {
                Arrays.fill(array, Float.NaN);
            }
            larger.gradient(parameters, maxRows, new float[parameters.length], false);
            GradientTest.fill(larger, rows);
            float[] found = new float[parameters.length];
            assertThat(larger.gradient(parameters, 11, found, false)).isEqualTo(loss);
            assertThat(found).isEqualTo(expected);
        }
    }

    /** For every loss, an autoencoder's pass equals a pass whose targets are copies of the features. */
    @Test
    void autoencodersTargetsAreItsFeatures() {
        for (Loss loss : List.of(Loss.HALF_SQUARED_ERROR, Loss.CROSS_ENTROPY, new Huber(0.5))) {
            Network network = Network.of(4, List.of(2), Activation.TANH, 4, Activation.SIGMOID);
            float[] parameters = Initialisation.AUTO.parameters(network, 3);
            Backpropagation plain = new Backpropagation(network, loss, 8);
            Backpropagation pass = Backpropagation.ofAutoencoder(network, loss, Dropout.NONE, 8);
            for (int i = 0; i < 4 * 8; i++) {
                pass.features()[i] = i % 7 / 7f;
                plain.features()[i] = i % 7 / 7f;
                plain.targets()[i] = i % 7 / 7f;
            }
            for (int r = 0; r < 8; r++) {
                pass.weights()[r] = r % 3 + 1;
                plain.weights()[r] = r % 3 + 1;
            }
            float[] expected = new float[parameters.length];
            float[] found = new float[parameters.length];
            double cost = plain.gradient(parameters, 8, expected, false);
            assertThat(pass.gradient(parameters, 8, found, false)).isEqualTo(cost);
            assertThat(found).isEqualTo(expected);
            assertThat(pass.loss(parameters, 5)).isEqualTo(plain.loss(parameters, 5));
        }
    }

    @Test
    void autoencoderOfOtherOutputsThanInputsIsRefused() {
        assertThatThrownBy(() -> Backpropagation.ofAutoencoder(NETWORK, Loss.CROSS_ENTROPY, Dropout.NONE, 8))
                .hasMessage(
                        "network: expected dense rows, and as many outputs, each with a target, as inputs (autoencoder),"
                                + " found 4-6-3, output softmax");
    }

    @Test
    void noRowsGiveZeroOrLeaveTheSum() {
        Backpropagation pass = new Backpropagation(NETWORK, Loss.CROSS_ENTROPY, 8);
        float[] parameters = Initialisation.AUTO.parameters(NETWORK, 3);
        float[] gradient = new float[parameters.length];
        Arrays.fill(gradient, 7);
        assertThat(pass.gradient(parameters, 0, gradient, true)).isZero();
        assertThat(gradient).containsOnly(7);
        assertThat(pass.gradient(parameters, 0, gradient, false)).isZero();
        assertThat(gradient).containsOnly(0);
    }

    @Test
    void badArgumentsAreRefused() {
        Backpropagation pass = new Backpropagation(NETWORK, Loss.CROSS_ENTROPY, 8);
        float[] right = new float[NETWORK.parameterCount()];
        float[] wrong = new float[NETWORK.parameterCount() - 1];
        assertThatThrownBy(() -> pass.loss(wrong, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("parameters: expected 51 (network 4-6-3), found 50");
        assertThatThrownBy(() -> pass.gradient(right, 1, wrong, false)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pass.gradient(wrong, 1, right, false)).isInstanceOf(IllegalArgumentException.class);
        for (int rows : new int[] {-1, 9}) {
            assertThatThrownBy(() -> pass.loss(right, rows))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("rows: expected 0 to 8, found " + rows);
        }
        assertThatThrownBy(() -> new Backpropagation(NETWORK, Loss.CROSS_ENTROPY, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backpropagation(NETWORK, Loss.CROSS_ENTROPY, 1 << 30))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use fewer rows");
        assertThatThrownBy(() -> new Backpropagation(NETWORK, Loss.HALF_SQUARED_ERROR, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("squaredError")
                .hasMessageContaining("softmax");
    }

    private static List<Example> rows(int count, long seed) {
        Philox random = new Philox(seed, 0);
        List<Example> rows = new ArrayList<>();
        for (int r = 0; r < count; r++) {
            float[] features = new float[4];
            for (int i = 0; i < 4; i++) {
                features[i] = (float) random.nextNormal();
            }
            rows.add(new Example(features, new float[] {random.nextInt(3)}, 1 + random.nextInt(2)));
        }
        return rows;
    }
}
