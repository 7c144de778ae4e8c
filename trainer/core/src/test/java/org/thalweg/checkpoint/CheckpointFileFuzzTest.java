package org.thalweg.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.thalweg.Reading;
import org.thalweg.safetensors.TensorFileException;

/** Any sequence of bytes is read as a checkpoint or rejected. */
class CheckpointFileFuzzTest {
    static Stream<byte[]> checkpoints() {
        return Stream.of(Runs.bytes(Runs.checkpoint(CheckpointFileTest.STATE)));
    }

    @MethodSource("checkpoints")
    @FuzzTest
    void bytesAreACheckpointOrRefused(byte[] file) {
        read(file).ifPresent(read -> assertThat(Runs.read(Runs.bytes(read)).identity())
                .as("what the checkpoint is written as")
                .isEqualTo(read.identity()));
    }

    static Optional<Checkpoint> read(byte[] file) {
        return Reading.of(
                4 * Reading.MEBIBYTE + 100L * file.length,
                TensorFileException.class,
                () -> CheckpointFile.read(new ByteArrayInputStream(file), file.length, "c"));
    }
}
