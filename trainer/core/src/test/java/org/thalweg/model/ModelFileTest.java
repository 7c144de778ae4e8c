package org.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.thalweg.data.Scaling;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Network;
import org.thalweg.safetensors.TensorFile;
import org.thalweg.safetensors.TensorFileException;
import org.thalweg.settings.Choice;

class ModelFileTest {
    @TempDir
    private Path folder;

    @Test
    void everyTextSurvives() {
        Model model = ModelExamples.full();

        assertThat(ModelExamples.read(ModelExamples.bytes(model))).isEqualTo(model);
    }

    @ParameterizedTest
    @EnumSource
    void everyActivationAndScalingSurvives(Scaling.Kind kind) {
        for (Choice<Activation> choice : Activation.CHOICES) {
            Activation activation = choice.withDefaults();
            boolean softmax = activation.equals(Activation.SOFTMAX);
            Network network = softmax
                    ? Network.of(3, List.of(4), Activation.RELU, 2, activation)
                    : Network.of(3, List.of(4, 2), activation, 2, activation);
            Model model = softmax
                    ? ModelExamples.classifier(network, kind, List.of("a", "b"))
                    : ModelExamples.regressor(network, kind);

            Model read = ModelExamples.read(ModelExamples.bytes(model));

            assertThat(read).isEqualTo(model);
            assertThat(read.formatVersion()).isEqualTo(1);
        }
    }

    @Test
    void aModelOfSeveralLabelsSurvives() {
        Network network = Network.of(3, List.of(4), Activation.TANH, 2, Activation.SIGMOID);
        Model model = ModelExamples.multilabel(network, List.of("spam", "urgent"));

        Model read = ModelExamples.read(ModelExamples.bytes(model));

        assertThat(read).isEqualTo(model);
        assertThat(read.task()).isEqualTo(Task.MULTILABEL);
    }

    @Test
    void aThresholdSurvivesAndIsNotWrittenWhereThereIsNone() {
        Model model = ModelExamples.tiny();
        for (double value : new double[] {0.3, 1.0 / 4096, 1e-9}) {
            Model with = model.withThreshold(new Threshold(value));
            byte[] bytes = ModelExamples.bytes(with);
            assertThat(ModelExamples.read(bytes)).isEqualTo(with);
            assertThat(new String(bytes, StandardCharsets.UTF_8)).contains("\"threshold\":\"" + value + "\"");
        }
        assertThat(new String(ModelExamples.bytes(model), StandardCharsets.UTF_8))
                .doesNotContain("threshold");
    }

    @Test
    void normalisedLayersSurviveWithTheirGains() {
        Network network = Network.of(3, List.of(4, 2), Activation.TANH, 2, Activation.IDENTITY)
                .withLayerNormalisation();
        Model model = ModelExamples.regressor(network, Scaling.Kind.STANDARD);
        byte[] bytes = ModelExamples.bytes(model);

        assertThat(ModelExamples.read(bytes)).isEqualTo(model);
        assertThat(new String(bytes, StandardCharsets.UTF_8))
                .contains("\"layer.1.gain\"", "\"layer.2.gain\"", "\\\"layerNormalisation\\\":true")
                .doesNotContain("layer.3.gain");
        assertThat(new String(ModelExamples.bytes(ModelExamples.full()), StandardCharsets.UTF_8))
                .doesNotContain("gain", "layerNormalisation");
    }

    @Test
    void anAutoencoderSurvives() {
        Network network = Network.of(5, List.of(4, 2, 4), Activation.TANH, 5, Activation.IDENTITY);
        Model model = ModelExamples.autoencoder(network, Scaling.Kind.MIN_MAX);

        assertThat(ModelExamples.read(ModelExamples.bytes(model))).isEqualTo(model);
    }

    @Test
    void aTensorOfManyChunksSurvives() {
        int inputs = TensorFile.CHUNK_BYTES / 4 + 3;
        Network network = Network.of(inputs, List.of(), Activation.RELU, 3, Activation.IDENTITY);
        Model model = ModelExamples.regressor(network, Scaling.Kind.STANDARD);

        assertThat(ModelExamples.read(ModelExamples.bytes(model))).isEqualTo(model);
    }

    @Test
    void manyLongNamesSurvive() {
        Network network = Network.of(50_000, List.of(), Activation.RELU, 1, Activation.IDENTITY);
        List<String> names = IntStream.range(0, 50_000)
                .mapToObj(i -> "a feature with a rather long name, its number being " + i)
                .toList();
        Model model = ModelExamples.regressor(network, Scaling.Kind.NONE);
        Model named = Model.of(
                model.description().withFeatureNames(names), model.parameters(), model.scaling(), model.goldenRows());

        assertThat(ModelExamples.read(ModelExamples.bytes(named))).isEqualTo(named);
    }

    /** A column of a hundred thousand numbers has one name. */
    @Test
    void aNameOfManyInputsIsWrittenOnce() {
        int inputs = 100_000;
        Network network = Network.of(inputs, List.of(), Activation.RELU, 1, Activation.IDENTITY);
        List<String> names = new ArrayList<>(Collections.nCopies(inputs, "words"));
        names.set(0, "age");
        names.set(inputs - 1, "age");
        Model model = ModelExamples.regressor(network, Scaling.Kind.NONE);
        Model named = Model.of(
                model.description().withFeatureNames(names), model.parameters(), model.scaling(), model.goldenRows());

        byte[] bytes = ModelExamples.bytes(named);
        assertThat(ModelExamples.read(bytes)).isEqualTo(named);
        assertThat(new String(bytes, 0, 1500, StandardCharsets.UTF_8))
                .contains("[\\\"age\\\",{\\\"words\\\":99998},\\\"age\\\"]");
    }

    @Test
    void sameModelGivesSameBytes() {
        byte[] first = ModelExamples.bytes(ModelExamples.full());

        assertThat(ModelExamples.bytes(ModelExamples.full())).isEqualTo(first);
        assertThat(ModelExamples.bytes(ModelExamples.read(first))).isEqualTo(first);
    }

    @Test
    void aLocalFileIsReplacedWholeAndNothingElseIsLeft() throws IOException {
        Path path = folder.resolve("model.safetensors");
        Files.writeString(path, "something else");
        Model model = ModelExamples.tiny();

        ModelFile.write(model, path);

        assertThat(ModelFile.read(path)).isEqualTo(model);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(path);
        }
    }

    @Test
    void aMissingFileIsNoDamagedFile() {
        assertThatThrownBy(() -> ModelFile.read(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void aStreamIsReadFromItsPlace() throws IOException {
        Path path = folder.resolve("model.safetensors");
        ModelFile.write(ModelExamples.tiny(), path);
        try (var in = Files.newInputStream(path)) {
            assertThat(ModelFile.read(in, Files.size(path), "x")).isEqualTo(ModelExamples.tiny());
            assertThat(in.read()).isEqualTo(-1);
        }
    }

    @Test
    void aHeaderTooLongToBeReadIsNotWritten() {
        Model model = ModelExamples.tiny();
        String name = "x".repeat(40 << 20);
        Model named = Model.of(
                model.description().withFeatureNames(List.of(name, name + "y")),
                model.parameters(),
                model.scaling(),
                model.goldenRows());

        assertThatThrownBy(() -> ModelExamples.bytes(named))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("file header: expected at most 67108864 bytes, found 838")
                .hasMessageEndingWith("use fewer or shorter names");
    }

    @Test
    void goldenRowsOfAnotherModelAreRefusedByReading() {
        Model model = ModelExamples.tiny();
        float[][] outputs = model.goldenRows().outputs();
        outputs[2][0] += 0.01f;
        Model wrong = Model.of(
                model.description(),
                model.parameters(),
                model.scaling(),
                new GoldenRows(model.goldenRows().features(), outputs));

        assertThatThrownBy(() -> ModelExamples.read(ModelExamples.bytes(wrong)))
                .isInstanceOf(TensorFileException.class)
                .hasMessage("m/model.safetensors: golden row 2, output 0: expected " + outputs[2][0]
                        + " (when the model was written), found "
                        + model.goldenRows().outputs()[2][0]
                        + "; this machine's arithmetic differs, or the file is damaged: try -Dthalweg.blas=java, copy the"
                        + " file again, or train again");
    }

    @Test
    void goldenRowsMayDifferByAnotherProcessorsRounding() {
        Model model = ModelExamples.tiny();
        float[][] outputs = model.goldenRows().outputs();
        outputs[0][0] += 0.00009f;
        Model rounded = Model.of(
                model.description(),
                model.parameters(),
                model.scaling(),
                new GoldenRows(model.goldenRows().features(), outputs));

        assertThat(ModelExamples.read(ModelExamples.bytes(rounded))).isEqualTo(rounded);
    }

    @Test
    void aModelWhoseGoldenOutputsOverflowIsReadAgain() {
        Network network = Network.of(2, List.of(2), Activation.IDENTITY, 1, Activation.IDENTITY);
        float[] parameters = {3e38f, 3e38f, 3e38f, 3e38f, 0, 0, 3e38f, 3e38f, 0};
        Model model = Model.of(
                ModelExamples.regressor(network, Scaling.Kind.NONE).description(),
                parameters,
                Scaling.NONE,
                ModelExamples.statistics(2));

        assertThat(ModelExamples.read(ModelExamples.bytes(model))).isEqualTo(model);
    }
}
