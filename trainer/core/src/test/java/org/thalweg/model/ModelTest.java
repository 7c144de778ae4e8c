package org.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.thalweg.data.FeatureStatistics;
import org.thalweg.data.Scaling;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;

class ModelTest {
    private static final Network SOFTMAX = Network.of(4, List.of(3), Activation.RELU, 3, Activation.SOFTMAX);

    @Test
    void arraysAreCopiedInAndOut() {
        Model model = ModelExamples.full();
        float[] parameters = model.parameters();
        Model same = Model.of(model.description(), parameters, model.scaling(), model.goldenRows());

        parameters[0]++;
        same.parameters()[1]++;
        same.scaling().shift()[0]++;
        same.goldenRows().features()[0][0]++;
        same.goldenRows().outputs()[0][0]++;

        assertThat(same).isEqualTo(model);
    }

    @Test
    void goldenRowsAreDrawnWithinTheTrainingRowsRange() {
        FeatureStatistics statistics = ModelExamples.statistics(4);
        float[][] features = ModelExamples.full().goldenRows().features();

        assertThat(features).hasDimensions(8, 4);
        for (float[] row : features) {
            for (int i = 0; i < 4; i++) {
                assertThat(row[i]).isBetween(statistics.minimum(i), statistics.maximum(i));
            }
        }
        assertThat(features[0]).isNotEqualTo(features[1]);
    }

    @Test
    void goldenRowsOfNoTrainingRowsAreZero() {
        Model full = ModelExamples.full();
        Model model = Model.of(full.description(), full.parameters(), full.scaling(), new FeatureStatistics(4));

        assertThat(model.goldenRows().features()[7]).containsOnly(0);
    }

    @Test
    void wideModelsHaveFewerGoldenRows() {
        assertThat(GoldenRows.rowsFor(784, 10)).isEqualTo(8);
        assertThat(GoldenRows.rowsFor(100_000, 10)).isEqualTo(2);
        assertThat(GoldenRows.rowsFor(5_000_000, 10)).isEqualTo(1);
        assertThat(GoldenRows.rowsFor(Integer.MAX_VALUE, Integer.MAX_VALUE)).isEqualTo(1);
    }

    @Test
    void numbersThatDoNotFitAreRefused() {
        Model model = ModelExamples.full();
        ModelDescription description = model.description();
        FeatureStatistics statistics = ModelExamples.statistics(4);
        float[] parameters = model.parameters();

        assertThatThrownBy(() -> Model.of(description, new float[3], Scaling.NONE, statistics))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("parameters: expected 55 (network 4-5-3-3), found 3");
        assertThatThrownBy(() -> Model.of(description, parameters, Scaling.NONE, new FeatureStatistics(3)))
                .hasMessage("trainingRows: expected 4 features, found 3");
        assertThatThrownBy(() -> Model.of(description, parameters, new Scaling(new float[3], new float[3]), statistics))
                .hasMessage("scaling: expected 4 features (the network's inputs) or none, found 3");
        assertThatThrownBy(() -> Model.of(
                        description,
                        parameters,
                        new Scaling(new float[4], new float[] {1, Float.NaN, 1, 1}),
                        statistics))
                .hasMessage("scaling.factor: expected finite numbers, found NaN for feature 1 (länge)");
        parameters[30] = Float.POSITIVE_INFINITY;
        assertThatThrownBy(() -> Model.of(description, parameters, Scaling.NONE, statistics))
                .hasMessage("parameters: expected finite numbers, found Infinity in layer 2 weights");
    }

    @Test
    void severalLabelsNeedASigmoidAndANameEach() {
        Network sigmoid = Network.of(3, List.of(), Activation.TANH, 2, Activation.SIGMOID);
        Network softmax = Network.of(3, List.of(), Activation.TANH, 2, Activation.SOFTMAX);

        assertThatThrownBy(() -> ModelExamples.multilabel(softmax, List.of("a", "b")))
                .hasMessage("output layer: expected sigmoid (multilabel), found softmax");
        assertThatThrownBy(() -> ModelExamples.multilabel(sigmoid, List.of("a")))
                .hasMessage("targetNames: expected 2 (multilabel, network 3-2), found 1");
    }

    @Test
    void anAutoencoderNeedsAHiddenLayerAndAsManyOutputsAsInputs() {
        String expected = "network: expected as many outputs as inputs, and a hidden layer (autoencoder), found ";
        Network flat = Network.of(3, List.of(), Activation.TANH, 3, Activation.IDENTITY);
        Network uneven = Network.of(3, List.of(2), Activation.TANH, 4, Activation.IDENTITY);

        assertThatThrownBy(() -> ModelExamples.autoencoder(flat, Scaling.Kind.NONE))
                .hasMessage(expected + "3-3");
        assertThatThrownBy(() -> ModelExamples.autoencoder(uneven, Scaling.Kind.NONE))
                .hasMessage(expected + "3-2-4");
        Network sparse = Network.of(3, List.of(2), Activation.TANH, 3, Activation.IDENTITY)
                .withSparse(true);
        assertThatThrownBy(() -> ModelExamples.autoencoder(sparse, Scaling.Kind.NONE))
                .hasMessage("network: expected dense rows (autoencoder), found sparse rows");
    }

    @Test
    void namesThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> classification(SOFTMAX, List.of("a", "b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("classLabels: expected 3 (classification, network 4-3-3), found 2");
        assertThatThrownBy(() -> classification(SOFTMAX, List.of("a", "b", "a")))
                .hasMessage("classLabels: expected distinct labels, found a duplicate in [a, b, a]");
        assertThatThrownBy(() -> classification(SOFTMAX, List.of("a", "b", "c")).withFeatureNames(List.of("x")))
                .hasMessage("featureNames: expected 4 (the network's inputs) or none, found 1");
        assertThatThrownBy(() -> classification(SOFTMAX, List.of("a", "b", "\ud800")))
                .hasMessageStartingWith("classLabels: expected valid Unicode, found an unpaired surrogate");
        assertThatThrownBy(() -> classification(SOFTMAX, List.of("a", "b", "c")).withFacts(Map.of("key", "\udc00")))
                .hasMessageStartingWith("facts: expected valid Unicode");
        Network two = Network.of(4, List.of(), Activation.RELU, 2, Activation.SIGMOID);
        assertThatThrownBy(() -> classification(two, List.of("a", "b")))
                .hasMessage("output layer: expected softmax, or sigmoid of one unit (classification),"
                        + " found sigmoid of 2");
        assertThatThrownBy(() -> ModelDescription.regression("0", two, Loss.HALF_SQUARED_ERROR, List.of("y")))
                .hasMessage("targetNames: expected 2 (regression, network 4-2), found 1");
        assertThatThrownBy(() -> ModelDescription.regression("0", SOFTMAX, Loss.HALF_SQUARED_ERROR, List.of("y")))
                .hasMessageStartingWith("output activation: ");
    }

    private static ModelDescription classification(Network network, List<String> labels) {
        return ModelDescription.classification("0.1.0", network, Loss.CROSS_ENTROPY, labels);
    }
}
