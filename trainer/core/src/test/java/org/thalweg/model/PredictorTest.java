package org.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thalweg.data.CompressedRows;
import org.thalweg.data.Example;
import org.thalweg.data.FeatureStatistics;
import org.thalweg.data.RandomRows;
import org.thalweg.data.RowShape;
import org.thalweg.data.Scaling;
import org.thalweg.math.Philox;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;

class PredictorTest {
    private static float[] randomRows(int n, int inputs, long seed) {
        Philox random = new Philox(seed, 1);
        float[] rows = new float[n * inputs];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = 4 * random.nextFloat() - 2;
        }
        return rows;
    }

    @Test
    void outputsAgreeWithAPlainDoubleReference() {
        for (Activation output : List.of(Activation.IDENTITY, Activation.SIGMOID, Activation.SOFTMAX)) {
            for (Activation hidden : List.of(Activation.SIGMOID, Activation.TANH, Activation.RELU)) {
                for (Scaling.Kind kind : Scaling.Kind.values()) {
                    Network network = Network.of(7, List.of(9, 4), hidden, 3, output);
                    Model model = output.equals(Activation.SOFTMAX)
                            ? ModelExamples.classifier(network, kind, List.of("a", "b", "c"))
                            : ModelExamples.regressor(network, kind);
                    assertLikeReference(model, 37);
                    assertLikeReference(ModelExamples.of(normalised(model.description()), kind), 37);
                }
            }
        }
    }

    private static ModelDescription normalised(ModelDescription description) {
        Network network = description.network().withLayerNormalisation();
        return description.task() == Task.CLASSIFICATION
                ? ModelDescription.classification("0.1.0", network, description.loss(), description.classLabels())
                : ModelDescription.regression("0.1.0", network, description.loss(), description.targetNames());
    }

    private static void assertLikeReference(Model model, int n) {
        int inputs = model.network().inputs();
        int outputs = model.network().outputs();
        float[] rows = randomRows(n, inputs, 3);
        float[] before = rows.clone();
        float[] found = new float[n * outputs];

        model.predictor().predict(rows, n, found);

        assertThat(rows).isEqualTo(before);
        for (int r = 0; r < n; r++) {
            double[] expected = ReferenceForward.of(model, Arrays.copyOfRange(rows, r * inputs, (r + 1) * inputs));
            for (int o = 0; o < outputs; o++) {
                assertThat((double) found[r * outputs + o])
                        .isCloseTo(expected[o], within(2e-6 + 2e-6 * Math.abs(expected[o])));
            }
        }
    }

    /**
     * Widths around the kernels' tiles: with 8 and 12 units, OpenBLAS's Haswell kernel computes positions differently.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1-1",
                "3-2",
                "8-12-1",
                "17-16-10",
                "64-100-24-3",
                "64-100-24-3 normalised",
                "385-13-31",
                "784-300-100-10",
                "784-300-100-10 normalised",
                "2049-65-2"
            })
    void aRowsBitsDependNeitherOnItsPlaceNorOnOtherRows(String described) {
        String shape = described.split(" ")[0];
        int[] widths =
                Arrays.stream(shape.split("-")).mapToInt(Integer::parseInt).toArray();
        List<Integer> hidden =
                Arrays.stream(widths, 1, widths.length - 1).boxed().toList();
        int outputs = widths[widths.length - 1];
        Network dense = Network.of(widths[0], hidden, Activation.TANH, outputs, Activation.IDENTITY);
        Network network = described.equals(shape) ? dense : dense.withLayerNormalisation();
        Predictor predictor =
                ModelExamples.regressor(network, Scaling.Kind.STANDARD).predictor();
        float[] row = randomRows(1, widths[0], 5);
        float[] alone = new float[outputs];
        predictor.predict(row, 1, alone);
        int n = 2 * predictor.blockRows() + 5;
        for (int place = 0; place < n; place++) {
            float[] rows = randomRows(n, widths[0], place);
            System.arraycopy(row, 0, rows, place * widths[0], widths[0]);
            float[] found = new float[n * outputs];
            predictor.predict(rows, n, found);
            assertThat(Arrays.copyOfRange(found, place * outputs, (place + 1) * outputs))
                    .as("place " + place)
                    .isEqualTo(alone);
        }
    }

    /** A hidden layer's activations: those of a network that ends there, with the same bits at every position. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aHiddenLayersActivationsAreThoseOfTheNetworkUpToIt(int layer) {
        List<Integer> widths = List.of(33, 13, 24);
        Network network = Network.of(17, widths, Activation.TANH, 10, Activation.SOFTMAX);
        Model model = ModelExamples.of(
                ModelDescription.classification(
                        "0.1.0",
                        network,
                        Loss.CROSS_ENTROPY,
                        IntStream.range(0, 10).mapToObj(Integer::toString).toList()),
                Scaling.Kind.STANDARD);
        Network upTo = new Network(17, network.layers().subList(0, layer));
        List<String> names =
                IntStream.range(0, upTo.outputs()).mapToObj(Integer::toString).toList();
        Model part = Model.of(
                ModelDescription.regression("0.1.0", upTo, Loss.HALF_SQUARED_ERROR, names),
                Arrays.copyOf(model.parameters(), upTo.parameterCount()),
                model.scaling(),
                ModelExamples.statistics(17));
        Predictor predictor = model.predictor();
        int n = 2 * predictor.blockRows() + 5;
        int units = upTo.outputs();
        float[] row = randomRows(1, 17, 5);
        double[] expected = ReferenceForward.of(part, row);
        float[] alone = new float[units];
        predictor.predictWithHidden(row, 1, new float[10], layer, alone);
        for (int u = 0; u < units; u++) {
            assertThat((double) alone[u]).isCloseTo(expected[u], within(2e-6 + 2e-6 * Math.abs(expected[u])));
        }
        for (int place = 0; place < n; place++) {
            float[] rows = randomRows(n, 17, place);
            System.arraycopy(row, 0, rows, place * 17, 17);
            float[] outputs = new float[n * 10];
            float[] withHidden = new float[n * 10];
            float[] found = new float[n * units];
            predictor.predict(rows, n, outputs);
            predictor.predictWithHidden(rows, n, withHidden, layer, found);
            assertThat(withHidden).isEqualTo(outputs);
            assertThat(Arrays.copyOfRange(found, place * units, (place + 1) * units))
                    .as("place " + place)
                    .isEqualTo(alone);
        }
    }

    /** More than a block of sparse rows, and the same rows as dense rows. */
    @Test
    void aHiddenLayerOfSparseRowsIsThatOfTheSameRowsWithTheirZeros() {
        Network network = Network.of(12, List.of(5, 3), Activation.TANH, 2, Activation.IDENTITY)
                .withSparse(true);
        Predictor predictor =
                ModelExamples.regressor(network, Scaling.Kind.NONE).predictor();
        int n = predictor.blockRows() + 3;
        float[] rows = randomRows(n, 12, 4);
        CompressedRows sparse = new CompressedRows(12);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i % 5 == 0 ? rows[i] : 0;
        }
        for (int r = 0; r < n; r++) {
            sparse.addDense(rows, r * 12);
        }
        for (int layer : new int[] {1, 2}) {
            int units = network.layers().get(layer - 1).outputs();
            float[] expected = new float[n * units];
            float[] found = new float[n * units];
            float[] outputs = new float[n * 2];
            float[] sparseOutputs = new float[n * 2];
            predictor.predictWithHidden(rows, n, outputs, layer, expected);
            predictor.predictWithHidden(sparse, sparseOutputs, layer, found);
            assertThat(found).isEqualTo(expected);
            assertThat(sparseOutputs).isEqualTo(outputs);
            assertThat(found[(n - 1) * units]).isNotZero();
        }
    }

    @Test
    void anAutoencoderAnswersTheRowInItsOwnUnitsWithCodeAndError() {
        Network network = Network.of(2, List.of(1), Activation.IDENTITY, 2, Activation.IDENTITY);
        Scaling scaling = new Scaling(new float[] {10, 0}, new float[] {0.5f, 2});
        float[] parameters = {1, 2, 0.5f, /* back */ 1, -1, 0, 1}; // code = x + 2 y + 0.5; back: code, 1 − code
        Model autoencoder = Model.of(
                ModelDescription.autoencoder("0.1.0", network, Loss.HALF_SQUARED_ERROR),
                parameters,
                scaling,
                ModelExamples.statistics(2));

        var answer = (Prediction.OfReconstruction) autoencoder.predictor().predict(new float[] {14, 0.25f});

        // Scaled: 2 and 0.5, so the code is 3.5; read back as 3.5 and −2.5.
        assertThat(answer.code()).containsExactly(3.5f);
        assertThat(answer.values()).containsExactly(17, -1.25f);
        assertThat(answer.error()).isEqualTo((1.5f * 1.5f + 3 * 3) / 2);
    }

    @Test
    void twoAutoencodersErrorsAreComparedAsOneOfThemScales() {
        Network network = Network.of(2, List.of(1), Activation.IDENTITY, 2, Activation.IDENTITY);
        float[] toZero = new float[7]; // every output is 0, the mean of the training rows
        Predictor wide = autoencoder(network, toZero, new float[] {10, 0}, new float[] {0.5f, 2}, List.of("a", "b"));
        Predictor narrow = autoencoder(network, toZero, new float[] {1, 12}, new float[] {8, 4}, List.of("b", "a"));
        float[] errors = new float[1];

        // b = 0.25 and a = 14 are 0.75 below 1 and 2 above 12; as the other scales, by 2 and by 0.5.
        narrow.reconstructionErrors(new float[] {0.25f, 14}, 1, new float[2], narrow.errorUnits(wide), errors);
        assertThat(errors[0]).isEqualTo((1.5f * 1.5f + 1) / 2);

        wide.reconstructionErrors(new float[] {14, 0.25f}, 1, new float[2], wide.errorUnits(wide), errors);
        assertThat(errors[0]).isEqualTo((2 * 2 + 0.5f * 0.5f) / 2);

        Predictor unlike = autoencoder(network, toZero, new float[] {1, 12}, new float[] {8, 4}, List.of("b", "c"));
        unlike.reconstructionErrors(new float[] {0.25f, 14}, 1, new float[2], unlike.errorUnits(wide), errors);
        assertThat(errors[0]).as("c as it scales it itself").isEqualTo((1.5f * 1.5f + 8 * 8) / 2);

        Predictor unscaled = autoencoder(network, toZero, new float[0], new float[0], List.of());
        unscaled.reconstructionErrors(new float[] {14, 0.25f}, 1, new float[2], unscaled.errorUnits(wide), errors);
        assertThat(errors[0]).as("by place, without names").isEqualTo((7 * 7 + 0.5f * 0.5f) / 2);
    }

    private static Predictor autoencoder(
            Network network, float[] parameters, float[] shift, float[] factor, List<String> names) {
        return Model.of(
                        ModelDescription.autoencoder("0.1.0", network, Loss.HALF_SQUARED_ERROR)
                                .withFeatureNames(names),
                        parameters,
                        new Scaling(shift, factor),
                        ModelExamples.statistics(2))
                .predictor();
    }

    @Test
    void whatIsNoHiddenLayerOrNoAutoencoderIsRefused() {
        Network network = Network.of(3, List.of(4), Activation.TANH, 2, Activation.IDENTITY);
        Predictor predictor =
                ModelExamples.regressor(network, Scaling.Kind.NONE).predictor();

        for (int layer : new int[] {0, 2}) {
            assertThatThrownBy(() -> predictor.predictWithHidden(new float[3], 1, new float[2], layer, new float[9]))
                    .hasMessage("layer: expected a hidden layer, 1 to 1 (network 3-4-2), found " + layer);
        }
        assertThatThrownBy(() -> predictor.predictWithHidden(new float[6], 2, new float[4], 1, new float[7]))
                .hasMessage("activations: expected 8 numbers (2 rows × 4), found 7");
        assertThatThrownBy(() -> predictor.reconstructionErrors(new float[3], 1, new float[2], new float[1]))
                .hasMessage("reconstructionErrors: expected an autoencoder, found a model for regression");
    }

    @Test
    void blocksAreOfManyRowsOnThisMachine() {
        Network network = Network.of(784, List.of(300), Activation.RELU, 10, Activation.IDENTITY);

        assertThat(ModelExamples.regressor(network, Scaling.Kind.NONE)
                        .predictor()
                        .blockRows())
                .isIn(16, 48);
    }

    @Test
    void noRowsAreNoWork() {
        Predictor predictor = ModelExamples.tiny().predictor();

        predictor.predict(new float[0], 0, new float[0]);
    }

    @Test
    void aClassifierAnswersLabelAndProbabilities() {
        Model model = ModelExamples.full();
        float[] row = {1, -2, 0.5f, 3};
        float[] outputs = new float[3];
        Predictor predictor = model.predictor();
        predictor.predict(row, 1, outputs);
        int best = predictor.predictedClass(outputs, 0);

        assertThat(predictor.predict(row))
                .isEqualTo(new Prediction.OfClass(
                        best, model.description().classLabels().get(best), outputs));
        assertThat(outputs[0] + outputs[1] + outputs[2]).isCloseTo(1, within(1e-6f));
    }

    @Test
    void aSingleSigmoidAnswersBothClassesProbabilities() {
        Model model = ModelExamples.tiny();
        float[] output = new float[1];
        model.predictor().predict(new float[] {1, 2}, 1, output);

        Prediction.OfClass answer = (Prediction.OfClass) model.predictor().predict(new float[] {1, 2});

        assertThat(answer.probabilities()).containsExactly(1 - output[0], output[0]);
        assertThat(answer.classIndex()).isEqualTo(output[0] >= 0.5f ? 1 : 0);
        assertThat(answer.label()).isEqualTo(output[0] >= 0.5f ? "yes" : "no");
        assertThat(answer.probability()).isGreaterThanOrEqualTo(0.5f);
    }

    @Test
    void aRegressorAnswersValues() {
        Network network = Network.of(2, List.of(), Activation.RELU, 2, Activation.IDENTITY);
        Predictor predictor =
                ModelExamples.regressor(network, Scaling.Kind.NONE).predictor();
        float[] outputs = new float[2];
        predictor.predict(new float[] {1, 2}, 1, outputs);

        assertThat(predictor.predict(new float[] {1, 2})).isEqualTo(new Prediction.OfValues(outputs));
        assertThatThrownBy(() -> predictor.predictedClass(outputs, 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("predictedClass: expected a model for classification, found one for regression");
    }

    @Test
    void aModelOfSeveralLabelsAnswersThoseFromAHalfOn() {
        Network network = Network.of(2, List.of(), Activation.RELU, 3, Activation.SIGMOID);
        Model model = ModelExamples.multilabel(network, List.of("a", "b", "c"));
        float[] parameters = {0, 0, 0, 0, 0, 0, 0, -1, 2};
        Predictor predictor = Model.of(model.description(), parameters, Scaling.NONE, ModelExamples.statistics(2))
                .predictor();

        Prediction.OfLabels prediction = (Prediction.OfLabels) predictor.predict(new float[] {4, 5});

        assertThat(prediction.labels()).containsExactly("a", "c");
        assertThat(prediction.probabilities()).containsExactly(new float[] {.5f, .26894f, .88080f}, within(1e-5f));
        assertThatThrownBy(() -> predictor.predictedClass(new float[3], 0))
                .hasMessage("predictedClass: expected a model for classification, found one for multilabel");
    }

    @Test
    void aThresholdDecidesBetweenTwoClassesAndOnLabels() {
        Model tiny = ModelExamples.tiny();
        Predictor low = tiny.withThreshold(new Threshold(0.25)).predictor();
        assertThat(low.predictedClass(new float[] {0.25f, 0.24999999f}, 0)).isEqualTo(1);
        assertThat(low.predictedClass(new float[] {0.25f, 0.24999999f}, 1)).isZero();

        Network two = Network.of(3, List.of(4), Activation.RELU, 2, Activation.SOFTMAX);
        Model softmax = ModelExamples.classifier(two, Scaling.Kind.NONE, List.of("no", "yes"));
        Predictor high = softmax.withThreshold(new Threshold(0.75)).predictor();
        assertThat(high.predictedClass(new float[] {0.26f, 0.74f, 0.25f, 0.75f}, 0))
                .isZero();
        assertThat(high.predictedClass(new float[] {0.26f, 0.74f, 0.25f, 0.75f}, 1))
                .isEqualTo(1);

        Network labels = Network.of(3, List.of(4), Activation.TANH, 2, Activation.SIGMOID);
        Model spam = ModelExamples.multilabel(labels, List.of("spam", "urgent"));
        float[] row = {1, 2, 3};
        Prediction.OfLabels answer = (Prediction.OfLabels) spam.predictor().predict(row);
        float least = Math.min(answer.probabilities()[0], answer.probabilities()[1]);
        Prediction.OfLabels all = (Prediction.OfLabels)
                spam.withThreshold(new Threshold(least)).predictor().predict(row);
        assertThat(all.labels()).containsExactly("spam", "urgent");
        assertThat(all.probabilities()).isEqualTo(answer.probabilities());

        assertThatThrownBy(() -> ModelExamples.full().withThreshold(new Threshold(0.3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("threshold: expected a model of two classes or of labels, found"
                        + " classification of 3 classes");
        assertThatThrownBy(() -> new Threshold(1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theFirstOfEqualClassesWinsAndHalfIsClassOne() {
        Predictor softmax = ModelExamples.full().predictor();
        Predictor sigmoid = ModelExamples.tiny().predictor();

        assertThat(softmax.predictedClass(new float[] {9, 9, 9, 0.2f, 0.4f, 0.4f}, 1))
                .isEqualTo(1);
        assertThat(softmax.predictedClass(new float[] {0.4f, 0.2f, 0.4f}, 0)).isZero();
        assertThat(sigmoid.predictedClass(new float[] {0.5f, 0.49999997f}, 0)).isEqualTo(1);
        assertThat(sigmoid.predictedClass(new float[] {0.5f, 0.49999997f}, 1)).isZero();
    }

    @Test
    void wrongRowsAreRefused() {
        Predictor predictor = ModelExamples.full().predictor();

        assertThatThrownBy(() -> predictor.predict(new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("row: expected 4 features (the network's inputs), found 3");
        assertThatThrownBy(() -> predictor.predict(new float[7], 2, new float[6]))
                .hasMessage("rows: expected 8 numbers (2 rows × 4), found 7");
        assertThatThrownBy(() -> predictor.predict(new float[8], 2, new float[5]))
                .hasMessage("outputs: expected 6 numbers (2 rows × 3), found 5");
        assertThatThrownBy(() -> predictor.predict(new float[8], -1, new float[6]))
                .hasMessageStartingWith("n: ");
        assertThatThrownBy(() -> predictor.predict(new float[8], Integer.MAX_VALUE, new float[6]))
                .hasMessageStartingWith("rows: expected 8589934588 numbers");
        assertThatThrownBy(() -> predictor.predict(new float[] {0, 0, 0, 0, 0, Float.NaN, 0, 0}, 2, new float[6]))
                .hasMessage("row 1: expected finite numbers, found NaN for feature 1 (länge);"
                        + " fill in the value, or remove such rows");
    }

    /** Bit-identical for any other rows in the block, and for dense and sparse rows. */
    @Test
    void aSparseModelsAnswerIsTheSameForBothFormsOfARow() throws IOException {
        Model model = sparse();
        Predictor predictor = model.predictor();
        int inputs = predictor.inputs();
        CompressedRows rows = new CompressedRows(inputs);
        float[] dense = new float[40 * inputs];
        Philox random = new Philox(4, 0);
        for (int r = 0; r < 40; r++) {
            for (int i = 0; i < inputs; i++) {
                dense[r * inputs + i] = random.nextInt(9) == 0 ? (float) random.nextNormal() : 0;
            }
            rows.addDense(dense, r * inputs);
        }
        float[] ofDense = new float[40 * predictor.outputs()];
        float[] ofSparse = new float[40 * predictor.outputs()];
        predictor.predict(dense, 40, ofDense);
        predictor.predict(rows, ofSparse);
        assertThat(ofSparse).isEqualTo(ofDense);
        for (int r = 0; r < 40; r++) {
            float[] alone = new float[predictor.outputs()];
            predictor.predict(Arrays.copyOfRange(dense, r * inputs, (r + 1) * inputs), 1, alone);
            assertThat(alone)
                    .isEqualTo(Arrays.copyOfRange(ofDense, r * predictor.outputs(), (r + 1) * predictor.outputs()));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ModelFile.write(model, out);
        Model read = ModelFile.read(new ByteArrayInputStream(out.toByteArray()), out.size(), "a test");
        assertThat(read).isEqualTo(model);
        assertThat(read.network().sparse()).isTrue();

        CompressedRows bad = new CompressedRows(inputs);
        bad.add(new int[] {3}, new float[] {1}, 0, 1);
        bad.add(new int[] {2, 5}, new float[] {1, Float.NaN}, 0, 2);
        assertThatThrownBy(() -> predictor.predict(bad, ofSparse))
                .hasMessage(
                        "row 1: expected finite numbers, found NaN for feature 5; fill in the value, or remove such rows");
        assertThatThrownBy(() -> predictor.predict(new CompressedRows(3), ofSparse))
                .hasMessage("rows: expected 60 features (the network's inputs), found 3");
    }

    @Test
    void aDenseModelReadsSparseRowsAsTheirDenseForms() {
        Model model = ModelExamples.full();
        float[] dense = {0, 2, 0, -1, 0, 0, 0, 0, 5, 0, 0, 1};
        CompressedRows rows = new CompressedRows(4);
        for (int r = 0; r < 3; r++) {
            rows.addDense(dense, 4 * r);
        }
        Predictor predictor = model.predictor();
        float[] expected = new float[3 * predictor.outputs()];
        float[] found = new float[3 * predictor.outputs()];
        predictor.predict(dense, 3, expected);
        predictor.predict(rows, found);
        assertThat(found).isEqualTo(expected);
    }

    /** 60 inputs, scaled by deviation alone. */
    private static Model sparse() {
        Network network = Network.of(60, List.of(12, 5), Activation.TANH, 3, Activation.SOFTMAX)
                .withSparse(true);
        FeatureStatistics statistics = FeatureStatistics.of(new RowShape(60, 1, true));
        for (Example row : RandomRows.of(50, 60, 3, false, 2)) {
            statistics.add(row.toSparse());
        }
        ModelDescription description =
                ModelDescription.classification("0.1.0", network, Loss.CROSS_ENTROPY, List.of("a", "b", "c"));
        return Model.of(
                description,
                ModelExamples.parameters(network, 3),
                Scaling.of(Scaling.Kind.STANDARD, statistics),
                statistics);
    }

    @Test
    void aFeatureThatScalingMakesInfiniteIsRefused() {
        Model model = ModelExamples.tiny();
        Scaling steep = new Scaling(new float[2], new float[] {1e10f, 1});
        Predictor predictor = Model.of(model.description(), model.parameters(), steep, model.goldenRows())
                .predictor();

        assertThatThrownBy(() -> predictor.predict(new float[] {1e30f, 0}))
                .hasMessageContaining("found 1.0E30 for feature 0, which overflows when scaled");
    }
}
