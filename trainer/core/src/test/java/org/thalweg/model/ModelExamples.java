package org.thalweg.model;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.thalweg.data.Example;
import org.thalweg.data.FeatureColumn;
import org.thalweg.data.FeatureEncoding;
import org.thalweg.data.FeatureStatistics;
import org.thalweg.data.Scaling;
import org.thalweg.data.TargetScaling;
import org.thalweg.math.Philox;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Initialisation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;

/** Small models shared by the tests; each depends only on its arguments. */
final class ModelExamples {
    private ModelExamples() {}

    static FeatureStatistics statistics(int inputs) {
        FeatureStatistics statistics = new FeatureStatistics(inputs);
        Philox random = new Philox(11, 0);
        for (int row = 0; row < 20; row++) {
            float[] features = new float[inputs];
            for (int i = 0; i < inputs; i++) {
                features[i] = (i + 1) * (2 * random.nextFloat() - 1);
            }
            statistics.add(new Example(features, new float[] {0}));
        }
        return statistics;
    }

    static float[] parameters(Network network, long seed) {
        float[] parameters = Initialisation.AUTO.parameters(network, seed);
        Philox random = new Philox(seed, 99);
        for (int l = 0; l < network.layers().size(); l++) {
            for (int i = 0; i < network.layers().get(l).outputs(); i++) {
                parameters[network.biasOffset(l) + i] = random.nextFloat() - 0.5f;
            }
            for (int i = network.gainOffset(l); i < network.weightOffset(l + 1); i++) {
                parameters[i] = random.nextFloat() + 0.5f;
            }
        }
        return parameters;
    }

    static Model classifier(Network network, Scaling.Kind kind, List<String> labels) {
        ModelDescription description = ModelDescription.classification("0.1.0", network, Loss.CROSS_ENTROPY, labels);
        return of(description, kind);
    }

    static Model regressor(Network network, Scaling.Kind kind) {
        List<String> targets = IntStream.range(0, network.outputs())
                .mapToObj(i -> "target " + i)
                .toList();
        return of(ModelDescription.regression("0.1.0", network, Loss.HALF_SQUARED_ERROR, targets), kind);
    }

    static Model multilabel(Network network, List<String> labels) {
        return of(ModelDescription.multilabel("0.1.0", network, Loss.CROSS_ENTROPY, labels), Scaling.Kind.STANDARD);
    }

    static Model autoencoder(Network network, Scaling.Kind kind) {
        return of(ModelDescription.autoencoder("0.1.0", network, Loss.HALF_SQUARED_ERROR), kind);
    }

    static Model of(ModelDescription description, Scaling.Kind kind) {
        FeatureStatistics statistics = statistics(description.network().inputs());
        return Model.of(description, parameters(description.network(), 7), Scaling.of(kind, statistics), statistics);
    }

    /** A classifier that uses every field of a description. */
    static Model full() {
        Network network = Network.of(4, List.of(5, 3), Activation.TANH, 3, Activation.SOFTMAX);
        return of(
                ModelDescription.classification(
                                "0.1.0", network, Loss.CROSS_ENTROPY, List.of("\"quoted\"", "zwei\nZeilen", "三 🎈"))
                        .withFeatureNames(List.of("", "länge", "a\\b", "tab\t\u0000"))
                        .withTargetColumn("spe\"cies")
                        .withFacts(Map.of("seed", "42", "name", "iris ✓", "a\"b", "")),
                Scaling.Kind.STANDARD);
    }

    /** A model of less than 1.5 kB. */
    static Model tiny() {
        Network network = Network.of(2, List.of(), Activation.RELU, 1, Activation.SIGMOID);
        return classifier(network, Scaling.Kind.MIN_MAX, List.of("no", "yes"));
    }

    static byte[] bytes(Model model) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ModelFile.write(model, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static Model read(byte[] bytes) {
        return read(bytes, bytes.length);
    }

    static Model read(byte[] bytes, long size) {
        try {
            return ModelFile.read(new ByteArrayInputStream(bytes), size, "m/model.safetensors");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A regressor of two targets that are far apart in scale. */
    static Model ofScaledTargets() {
        Network network = Network.of(3, List.of(4), Activation.TANH, 2, Activation.IDENTITY);
        FeatureStatistics statistics = statistics(3);
        return Model.of(
                ModelDescription.regression("0.1.0", network, Loss.HALF_SQUARED_ERROR, List.of("euros", "share")),
                parameters(network, 7),
                Scaling.of(Scaling.Kind.STANDARD, statistics),
                new TargetScaling(new float[] {1e6f, -0.25f}, new float[] {3e5f, 1e-3f}),
                statistics);
    }

    /** A regressor whose rows have columns of every kind, and may have missing values. */
    static Model encoded() {
        FeatureEncoding encoding = new FeatureEncoding(
                List.of(
                        new FeatureColumn.Numeric("age", 1, List.of(0)),
                        new FeatureColumn.OneHot("colör", List.of("bl\"ue", "", "3"), true),
                        new FeatureColumn.Hashed("city", 3),
                        new FeatureColumn.Numeric("pair", 2, List.of())),
                true);
        return encodedBy(encoding);
    }

    static Model encodedBy(FeatureEncoding encoding) {
        Network network = Network.of(encoding.inputs(), List.of(4), Activation.TANH, 1, Activation.IDENTITY);
        FeatureStatistics statistics = statistics(encoding.inputs());
        return Model.of(
                ModelDescription.regression("0.1.0", network, Loss.HALF_SQUARED_ERROR, List.of("y"))
                        .withEncoding(encoding),
                parameters(network, 7),
                Scaling.of(Scaling.Kind.STANDARD, statistics, encoding),
                statistics);
    }
}
