package org.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.thalweg.nn.Network;

/** Reads a model file by safetensors' documented layout, without code for models. */
class SafetensorsLayoutTest {
    private final Model model = ModelExamples.full();
    private final byte[] file = ModelExamples.bytes(model);
    private final ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    private final int dataStart = 8 + (int) buffer.getLong(0);
    private final JsonNode header = new ObjectMapper().readTree(file, 8, dataStart - 8);

    SafetensorsLayoutTest() throws IOException {}

    private float[] tensor(String name, int... shape) {
        JsonNode entry = header.get(name);
        assertThat(entry.get("dtype").asText()).isEqualTo("F32");
        List<Integer> sides = new ArrayList<>();
        entry.get("shape").forEach(side -> sides.add(side.intValue()));
        assertThat(sides).isEqualTo(Arrays.stream(shape).boxed().toList());
        int begin = entry.get("data_offsets").get(0).intValue();
        int end = entry.get("data_offsets").get(1).intValue();
        float[] numbers = new float[(end - begin) / 4];
        buffer.position(dataStart + begin);
        buffer.asFloatBuffer().get(numbers);
        return numbers;
    }

    @Test
    void tensorsAreWhatTheModelHolds() {
        Network network = model.network();
        float[] parameters = model.parameters();
        int[] widths = {4, 5, 3, 3};
        for (int l = 0; l < 3; l++) {
            int weight = network.weightOffset(l);
            int bias = network.biasOffset(l);
            assertThat(tensor("layer." + (l + 1) + ".weight", widths[l + 1], widths[l]))
                    .isEqualTo(Arrays.copyOfRange(parameters, weight, bias));
            assertThat(tensor("layer." + (l + 1) + ".bias", widths[l + 1]))
                    .isEqualTo(Arrays.copyOfRange(parameters, bias, bias + widths[l + 1]));
        }
        assertThat(tensor("scaling.shift", 4)).isEqualTo(model.scaling().shift());
        assertThat(tensor("scaling.factor", 4)).isEqualTo(model.scaling().factor());
        assertThat(GoldenRows.unflat(tensor("golden.features", 8, 4), 8))
                .isDeepEqualTo(model.goldenRows().features());
        assertThat(GoldenRows.unflat(tensor("golden.outputs", 8, 3), 8))
                .isDeepEqualTo(model.goldenRows().outputs());
    }

    @Test
    void tensorsFillTheFileFromAMultipleOf8On() {
        assertThat(dataStart % 8).isZero();
        TreeMap<Integer, Integer> ends = new TreeMap<>();
        header.properties().forEach(field -> {
            JsonNode offsets = field.getValue().get("data_offsets");
            if (offsets != null) {
                ends.put(offsets.get(0).intValue(), offsets.get(1).intValue());
            }
        });
        int end = 0;
        for (var tensor : ends.entrySet()) {
            assertThat(tensor.getKey()).isEqualTo(end);
            end = tensor.getValue();
        }
        assertThat(dataStart + end).isEqualTo(file.length);
    }

    @Test
    void metadataAreStringsWithTheHashFirst() throws IOException {
        JsonNode metadata = header.get("__metadata__");
        List<String> keys = new ArrayList<>();
        metadata.properties().forEach(field -> keys.add(field.getKey()));
        assertThat(keys)
                .containsExactly(
                        "sha256",
                        "format",
                        "formatVersion",
                        "thalwegVersion",
                        "task",
                        "network",
                        "loss",
                        "featureNames",
                        "classLabels",
                        "targetNames",
                        "targetColumn",
                        "facts");
        assertThat(metadata).allMatch(JsonNode::isTextual);
        assertThat(new String(file, 35, 64, java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo(metadata.get("sha256").asText());
        JsonNode labels =
                new ObjectMapper().readTree(metadata.get("classLabels").asText());
        assertThat(labels.get(1).asText()).isEqualTo("zwei\nZeilen");
        assertThat(metadata.get("network").asText())
                .isEqualTo("{\"inputs\":4,\"layers\":[{\"outputs\":5,\"activation\":\"tanh\"},"
                        + "{\"outputs\":3,\"activation\":\"tanh\"},{\"outputs\":3,\"activation\":\"softmax\"}]}");
    }
}
