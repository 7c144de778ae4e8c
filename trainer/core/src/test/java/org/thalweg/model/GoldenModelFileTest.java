package org.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;

/** Files written by earlier versions: every later version must read them and predict the same. */
class GoldenModelFileTest {
    private static byte[] resource(String name) throws IOException {
        try (InputStream in = GoldenModelFileTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    @Test
    void format1IsRead() throws IOException {
        Model model = ModelExamples.read(resource("model-format-1.safetensors"));

        assertThat(model.formatVersion()).isEqualTo(1);
        assertThat(model.description())
                .isEqualTo(new ModelDescription(
                        "0.1.0",
                        Task.CLASSIFICATION,
                        Network.of(4, List.of(5, 3), Activation.TANH, 3, Activation.SOFTMAX),
                        Loss.CROSS_ENTROPY,
                        List.of("", "länge", "a\\b", "tab\t\u0000"),
                        List.of("\"quoted\"", "zwei\nZeilen", "三 🎈"),
                        List.of(),
                        Optional.of("spe\"cies"),
                        Map.of("seed", "42", "name", "iris ✓", "a\"b", ""),
                        Optional.empty(),
                        Threshold.NONE));
        assertThat(model.goldenRows().rows()).isEqualTo(8);
    }

    /** The expected outputs were computed from the file with numpy, in double. */
    @Test
    void format1AnswersAsThen() throws IOException {
        Predictor predictor =
                ModelExamples.read(resource("model-format-1.safetensors")).predictor();
        String expected = new String(resource("model-format-1.expected.txt"), StandardCharsets.UTF_8);
        List<String> lines = expected.lines().toList();
        assertThat(lines).hasSize(5);
        for (String line : lines) {
            String[] sides = line.split(" -> ");
            float[] outputs = new float[3];
            predictor.predict(numbers(sides[0]), 1, outputs);
            assertThat(outputs).as(line).containsExactly(numbers(sides[1]), within(1e-6f));
        }
    }

    @Test
    void format1IsWrittenAsThen() throws IOException {
        byte[] file = resource("model-format-1.safetensors");

        assertThat(ModelExamples.bytes(ModelExamples.read(file))).isEqualTo(file);
    }

    /** The expected outputs, in the targets' original units, were computed from the file in plain double arithmetic. */
    @Test
    void format2AnswersAsThenAndIsWrittenAsThen() throws IOException {
        byte[] file = resource("model-format-2.safetensors");
        Model model = ModelExamples.read(file);
        assertThat(model.formatVersion()).isEqualTo(2);
        List<String> lines = new String(resource("model-format-2.expected.txt"), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(lines).hasSize(4);
        for (String line : lines) {
            String[] sides = line.split(" -> ");
            float[] outputs = new float[2];
            model.predictor().predict(numbers(sides[0]), 1, outputs);
            float[] expected = numbers(sides[1]);
            assertThat(outputs[0]).as(line).isCloseTo(expected[0], within(0.5f));
            assertThat(outputs[1]).as(line).isCloseTo(expected[1], within(1e-6f));
        }
        assertThat(ModelExamples.bytes(model)).isEqualTo(file);
    }

    private static float[] numbers(String text) {
        double[] numbers =
                Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return floats;
    }
}
