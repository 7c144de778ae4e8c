package org.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.thalweg.Reading;
import org.thalweg.safetensors.TensorFileException;

/** Any sequence of bytes is read as a model or rejected. */
class ModelFileFuzzTest {
    static Stream<byte[]> models() {
        return Stream.of(ModelExamples.tiny(), ModelExamples.full(), ModelExamples.encoded())
                .map(ModelExamples::bytes);
    }

    @MethodSource("models")
    @FuzzTest
    void bytesAreAModelOrRefused(byte[] file) {
        read(file).ifPresent(model -> assertThat(ModelExamples.bytes(model))
                .as("what the model is written as")
                .satisfies(again -> assertThat(ModelExamples.read(again)).isEqualTo(model)));
    }

    static Optional<Model> read(byte[] file) {
        return Reading.of(
                40 * Reading.MEBIBYTE + 100L * file.length,
                TensorFileException.class,
                () -> ModelFile.read(new ByteArrayInputStream(file), file.length, "m"));
    }
}
