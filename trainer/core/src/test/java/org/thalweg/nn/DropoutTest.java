package org.thalweg.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.thalweg.data.Example;
import org.thalweg.math.Philox;
import org.thalweg.settings.Choice;

class DropoutTest {
    private static final int ROWS = 16;
    private static final List<Integer> HIDDEN = List.of(7, 6);
    private static final Dropout DROPOUT = new Dropout(List.of(0.25, 0.5));

    /** For networks with two hidden layers: seven units with rate ¼, six units with rate ½. */
    private static double[][] factors(long rowKey) {
        double[][] factors = new double[HIDDEN.size()][];
        for (int l = 0; l < factors.length; l++) {
            int units = HIDDEN.get(l);
            double rate = DROPOUT.rates().get(l);
            Philox random = new Philox(rowKey, l);
            factors[l] = new double[units];
            int half = (units + 1) / 2;
            for (int i = 0; i < half; i++) {
                int word = random.nextInt();
                factors[l][i] = (word & 0xFFFF) < rate * 65536 ? 0 : 1 / (1 - rate);
                if (half + i < units) {
                    factors[l][half + i] = (word >>> 16) < rate * 65536 ? 0 : 1 / (1 - rate);
                }
            }
        }
        return factors;
    }

    private static List<Example> rows(long seed) {
        Philox random = new Philox(seed, 0);
        List<Example> rows = new ArrayList<>();
        for (int r = 0; r < ROWS; r++) {
            float[] features = new float[5];
            for (int i = 0; i < 5; i++) {
                features[i] = (float) random.nextNormal();
            }
            rows.add(new Example(features, new float[] {random.nextInt(3)}, 1 + random.nextFloat()));
        }
        return rows;
    }

    private static float[] parameters(Network network, long seed) {
        Philox random = new Philox(seed, 1);
        float[] parameters = new float[network.parameterCount()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = (float) (0.7 * random.nextNormal());
        }
        return parameters;
    }

    private static void fill(Backpropagation pass, List<Example> rows, long firstKey) {
        GradientTest.fill(pass, rows);
        for (int r = 0; r < rows.size(); r++) {
            pass.rowKeys()[r] = firstKey + r;
        }
    }

    @Test
    void gradientIsTheReferencesWithTheSameMaskForEveryActivation() {
        for (Choice<Activation> choice : Activation.CHOICES) {
            if (choice.name().equals("softmax") || choice.name().equals("exponential")) {
                continue; // no hidden layer, and nested exponentials, which overflow
            }
            Network dense = Network.of(5, HIDDEN, choice.withDefaults(), 3, Activation.SOFTMAX);
            for (Network network : List.of(dense, dense.withLayerNormalisation())) {
                assertLikeReference(network);
            }
        }
    }

    private static void assertLikeReference(Network network) {
        List<Example> rows = rows(1);
        float[] parameters = parameters(network, 2);
        Backpropagation pass = new Backpropagation(network, Loss.CROSS_ENTROPY, DROPOUT, ROWS);
        fill(pass, rows, 100);
        float[] found = new float[parameters.length];
        double loss = pass.gradient(parameters, ROWS, found, false);

        double[] expected = new double[parameters.length];
        double expectedLoss = 0;
        for (int r = 0; r < ROWS; r++) {
            ReferenceNetwork reference = new ReferenceNetwork(network, Loss.CROSS_ENTROPY, factors(100 + r));
            double[] inDouble = ReferenceNetwork.toDouble(parameters);
            expectedLoss += reference.loss(inDouble, rows.subList(r, r + 1));
            double[] ofRow = reference.gradient(inDouble, rows.subList(r, r + 1));
            for (int i = 0; i < expected.length; i++) {
                expected[i] += ofRow[i];
            }
        }
        String what = network.layers().toString();
        assertThat(loss).as(what).isCloseTo(expectedLoss, within(1e-4 * expectedLoss));
        double norm = Math.sqrt(Arrays.stream(expected).map(it -> it * it).sum());
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) found[i]).as(what).isCloseTo(expected[i], within(1e-3 * norm));
        }
        Backpropagation whole = new Backpropagation(network, Loss.CROSS_ENTROPY, ROWS);
        GradientTest.fill(whole, rows);
        assertThat(pass.loss(parameters, ROWS)).as("nothing dropped").isEqualTo(whole.loss(parameters, ROWS));
    }

    /** Bounds of five standard deviations. */
    @Test
    void shareOfDroppedUnitsIsTheRateAndTheMeanStays() {
        for (double rate : new double[] {0.1, 0.5, 0.9, 0.999}) {
            int units = 1001;
            int rows = 64;
            DropoutMask mask = new DropoutMask(3, threshold(rate), rows, units);
            float[] ones = new float[rows * units];
            Arrays.fill(ones, 1);
            long[] keys = new long[rows];
            Arrays.setAll(keys, r -> 1000L + r / 2);
            mask.forward(ones, rows, keys);
            int dropped = 0;
            for (int i = 0; i < ones.length; i++) {
                float a = mask.dropped()[i];
                assertThat(a == 0 || Math.abs(a * (1 - rate) - 1) < 0.02).isTrue();
                dropped += a == 0 ? 1 : 0;
            }
            double deviation = Math.sqrt(2 * rate * (1 - rate) / ones.length); // every key occurs twice
            assertThat((double) dropped / ones.length).isCloseTo(rate, within(5 * deviation));
            float[] first = Arrays.copyOfRange(mask.dropped(), 0, units);
            assertThat(Arrays.copyOfRange(mask.dropped(), units, 2 * units))
                    .as("the same key")
                    .isEqualTo(first);
            assertThat(Arrays.copyOfRange(mask.dropped(), 2 * units, 3 * units))
                    .as("another key")
                    .isNotEqualTo(first);
            DropoutMask above = new DropoutMask(4, threshold(rate), rows, units);
            above.forward(ones, rows, keys);
            assertThat(Arrays.copyOfRange(above.dropped(), 0, units))
                    .as("another layer")
                    .isNotEqualTo(first);
        }
    }

    private static int threshold(double rate) {
        return new Dropout(List.of(rate)).threshold(0);
    }

    @Test
    void ratesAreFromZeroToBelowOne() {
        assertThatThrownBy(() -> new Dropout(List.of(0.5, 1.0)))
                .hasMessage("dropout: expected a number from 0 to below 1, found 1");
        assertThatThrownBy(() -> new Dropout(List.of(-0.1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Dropout(List.of(Double.NaN))).isInstanceOf(IllegalArgumentException.class);
        assertThat(threshold(Math.nextDown(1.0))).as("some unit is kept").isEqualTo(65535);
        assertThat(new Dropout(List.of(0.0, 1e-9)).dropsAny()).isFalse();
        Network network = Network.of(5, HIDDEN, Activation.RELU, 3, Activation.SOFTMAX);
        assertThatThrownBy(() -> new Dropout(List.of(0.5)).requireFits(network))
                .hasMessage("dropout: expected 2 rates (the hidden layers of network 5-7-6-3), found 1");
    }
}
