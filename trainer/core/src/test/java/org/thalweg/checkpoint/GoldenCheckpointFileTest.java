package org.thalweg.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** A checkpoint written by an earlier version: every later version must resume from it with the same result. */
class GoldenCheckpointFileTest {
    @Test
    void format2IsReadAndWrittenAsThen() throws IOException {
        byte[] file;
        try (InputStream in = GoldenCheckpointFileTest.class.getResourceAsStream("checkpoint-format-2.safetensors")) {
            file = in.readAllBytes();
        }
        Checkpoint checkpoint = CheckpointFile.read(new ByteArrayInputStream(file), file.length, "golden");
        assertThat(checkpoint).isEqualTo(Runs.checkpoint(CheckpointFileTest.STATE));
        assertThat(Runs.bytes(checkpoint)).isEqualTo(file);
    }
}
