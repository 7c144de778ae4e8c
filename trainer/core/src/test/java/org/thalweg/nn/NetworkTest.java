package org.thalweg.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.thalweg.settings.Choice;

class NetworkTest {
    private static final Network NETWORK = Network.of(3, List.of(4, 2), Activation.TANH, 5, Activation.IDENTITY);

    @Test
    void theNarrowestHiddenLayerIsTheFirstOfEquals() {
        assertThat(Network.of(9, List.of(8, 3, 5, 3), Activation.TANH, 9, Activation.IDENTITY)
                        .narrowestHidden())
                .isEqualTo(2);
        assertThat(Network.of(9, List.of(), Activation.TANH, 1, Activation.IDENTITY)
                        .narrowestHidden())
                .isZero();
    }

    /** Each formula takes memory in every thread, and a model file may request any number of layers. */
    @Test
    void formulasOfAllLayersAreBounded() {
        Activation formula = Activation.parse("formula(x" + " + x".repeat(999) + ")");
        assertThat(Network.of(1, List.of(1, 1, 1, 1), formula, 1, Activation.IDENTITY)
                        .layers())
                .hasSize(5);
        assertThatThrownBy(() -> Network.of(1, List.of(1, 1, 1, 1), formula, 1, formula))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("formulas: expected at most 4096 values in all layers, found 5000; use shorter formulas,"
                        + " or fewer layers");
    }

    @Test
    void tensorsFollowEachOtherWithoutGaps() {
        int at = 0;
        for (int l = 0; l < 3; l++) {
            assertThat(NETWORK.weightOffset(l)).isEqualTo(at);
            assertThat(NETWORK.tensorOf(at)).isEqualTo("layer " + (l + 1) + " weights");
            at += NETWORK.inputsOf(l) * NETWORK.layers().get(l).outputs();
            assertThat(NETWORK.tensorOf(at - 1)).isEqualTo("layer " + (l + 1) + " weights");
            assertThat(NETWORK.biasOffset(l)).isEqualTo(at);
            assertThat(NETWORK.tensorOf(at)).isEqualTo("layer " + (l + 1) + " biases");
            at += NETWORK.layers().get(l).outputs();
            assertThat(NETWORK.tensorOf(at - 1)).isEqualTo("layer " + (l + 1) + " biases");
        }
        int end = at;
        assertThat(NETWORK.parameterCount()).isEqualTo(end).isEqualTo(3 * 4 + 4 + 4 * 2 + 2 + 2 * 5 + 5);
        assertThatThrownBy(() -> NETWORK.tensorOf(end)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(NETWORK.shape()).isEqualTo("3-4-2-5");
        assertThat(NETWORK.gradientOperations()).isEqualTo(4 * 12 + 6 * 8 + 6 * 10);
    }

    @Test
    void gainsOfNormalisedLayersFollowTheirBiasesAndBeginAtOne() {
        Network network = NETWORK.withLayerNormalisation();
        assertThat(network.parameterCount()).isEqualTo(NETWORK.parameterCount() + 4 + 2);
        float[] parameters = Initialisation.AUTO.parameters(network, 1);
        for (int l = 0; l < 2; l++) {
            int gain = network.gainOffset(l);
            assertThat(gain)
                    .isEqualTo(network.biasOffset(l) + network.layers().get(l).outputs());
            assertThat(network.tensorOf(gain - 1)).isEqualTo("layer " + (l + 1) + " biases");
            assertThat(network.tensorOf(gain)).isEqualTo("layer " + (l + 1) + " gains");
            assertThat(network.tensorOf(network.weightOffset(l + 1))).isEqualTo("layer " + (l + 2) + " weights");
            for (int i = gain; i < network.weightOffset(l + 1); i++) {
                assertThat(parameters[i]).isEqualTo(1);
            }
        }
        assertThat(network.weightOffset(2)).isEqualTo(network.parameterCount() - 2 * 5 - 5);
        assertThat(network.withLayerNormalisation()).isEqualTo(network);
        assertThat(network.shape()).isEqualTo(NETWORK.shape());
    }

    @Test
    void whatIsNoNetworkIsRefused() {
        assertThatThrownBy(() -> new Network(0, NETWORK.layers())).hasMessageContaining("inputs");
        assertThatThrownBy(() -> new Network(1, List.of())).hasMessageContaining("found none");
        assertThatThrownBy(() -> new Layer(0, Activation.RELU)).hasMessageContaining("1 or more");
        assertThatThrownBy(() -> new Layer(1, Activation.RELU, true))
                .hasMessage("outputs of a normalised layer: expected 2 or more, found 1");
        assertThatThrownBy(() -> new Network(1, List.of(new Layer(2, Activation.RELU, true))))
                .hasMessage("layer normalisation: expected only in hidden layers, found in the output layer");
        assertThatThrownBy(() -> Network.of(2, List.of(2), Activation.SOFTMAX, 2, Activation.SOFTMAX))
                .hasMessageContaining("softmax");
        assertThatThrownBy(() -> Network.of(1 << 20, List.of(1 << 20), Activation.RELU, 1, Activation.SIGMOID))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("parameters");
    }

    @Test
    void namesLeadBackToWhatTheyName() {
        for (Choice<Activation> choice : Activation.CHOICES) {
            assertThat(Activation.parse(choice.name())).isEqualTo(choice.withDefaults());
        }
        assertThatThrownBy(() -> Activation.parse("Relu"))
                .hasMessage(
                        "activation: expected one of [relu, sigmoid, tanh, identity, leakyRelu, elu, selu, gelu, silu,"
                                + " softplus, piecewiseLinear, gaussian, unitStep, exponential, softmax], found Relu");
    }

    /** Bounds of five standard deviations of the sample's own mean and variance. */
    @Test
    void initialWeightsHaveTheirSchemesSpreadAndBiasesAreZero() {
        Network network = Network.of(200, List.of(100), Activation.RELU, 50, Activation.IDENTITY);
        double he = 2.0 / 200;
        double glorot = 2.0 / 300;
        assertSpread(Initialisation.HE_NORMAL, network, he, Double.POSITIVE_INFINITY);
        assertSpread(Initialisation.HE_UNIFORM, network, he, Math.sqrt(6.0 / 200));
        assertSpread(Initialisation.GLOROT_NORMAL, network, glorot, Double.POSITIVE_INFINITY);
        assertSpread(Initialisation.GLOROT_UNIFORM, network, glorot, Math.sqrt(6.0 / 300));
        assertSpread(Initialisation.AUTO, network, glorot, Math.sqrt(6.0 / 300));
        Network selu = Network.of(200, List.of(100), Activation.parse("selu"), 50, Activation.IDENTITY);
        assertSpread(Initialisation.AUTO, selu, 1.0 / 200, Double.POSITIVE_INFINITY);
    }

    private static void assertSpread(Initialisation scheme, Network network, double variance, double range) {
        float[] w = scheme.parameters(network, 9);
        int count = network.weightCount(0);
        double sum = 0;
        double squares = 0;
        double greatest = 0;
        for (int i = 0; i < count; i++) {
            sum += w[i];
            squares += (double) w[i] * w[i];
            greatest = Math.max(greatest, Math.abs(w[i]));
        }
        assertThat(sum / count).as("%s mean", scheme).isCloseTo(0, within(5 * Math.sqrt(variance / count)));
        assertThat(squares / count)
                .as("%s variance", scheme)
                .isCloseTo(variance, within(5 * variance * Math.sqrt(2.0 / count)));
        assertThat(greatest).as("%s range", scheme).isBetween(2 * Math.sqrt(variance) * 0.8, range * 1.0000001);
        for (int l = 0; l < 2; l++) {
            for (int i = network.biasOffset(l);
                    i < network.biasOffset(l) + network.layers().get(l).outputs();
                    i++) {
                assertThat(w[i]).as("bias").isZero();
            }
        }
        assertThat(scheme.parameters(network, 9)).as("same seed").isEqualTo(w);
        assertThat(scheme.parameters(network, 10)).as("other seed").isNotEqualTo(w);
    }

    /** Far from 0 a probability underflows to 0, but its logarithm can still be computed from z. */
    @Test
    void crossEntropyOfCertainErrorsIsFiniteAndRight() {
        float[] z = {-200, 300};
        double[] cost = new double[1];
        Loss.CROSS_ENTROPY.forwardInto(new Sigmoid(1), z, z, 1, 2, new float[] {1, 0}, new float[] {2}, cost);
        assertThat(cost[0]).isCloseTo(2 * 500, within(1e-9));
        assertThat(z[0]).isBetween(0f, 2e-7f);
        assertThat(z[1]).isBetween(1 - 2e-7f, 1f);
        float[] logits = {-1000, 1000, 990};
        Loss.CROSS_ENTROPY.forwardInto(new Softmax(), logits, logits, 1, 3, new float[] {0}, new float[] {0.5f}, cost);
        assertThat(cost[0]).isCloseTo(0.5 * (2000 + Math.log1p(Math.exp(-10))), within(1e-9));
        assertThat(logits[0]).isZero();
        assertThat(logits[1] + logits[2]).isCloseTo(1, within(1e-6f));
    }

    @Test
    void reluPassesTinyPositiveNumbersOnAndNothingElse() {
        float[] a = {0, -0f, Float.MIN_VALUE, 1e-30f, 1, 1e30f, Float.MAX_VALUE, -1, -1e30f};
        new Relu().forwardInto(a, a, 1, a.length);
        float[] delta = {5, 5, 5, 5, 5, 5, 5, 5, 5};
        new Relu().backwardInPlace(delta, a, a, 1, a.length);
        assertThat(delta).containsExactly(0, 0, 5, 5, 5, 5, 5, 0, 0);
    }

    @Test
    void softmaxHasNoDerivativeOfItsOwn() {
        assertThatThrownBy(() -> new Softmax().backwardInPlace(new float[1], new float[1], new float[1], 1, 1))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void parametersWhoseBytesDoNotFitOneArrayAreRefused() {
        Network.of(536_870_902, List.of(), Activation.TANH, 1, Activation.IDENTITY);
        assertThatThrownBy(() -> Network.of(536_870_903, List.of(), Activation.TANH, 1, Activation.IDENTITY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("parameters: expected at most 536870903, whose bytes fit in one array, found 536870904; use"
                        + " smaller layers, or fewer inputs");
    }
}
