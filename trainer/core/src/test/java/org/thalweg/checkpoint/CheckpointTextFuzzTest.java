package org.thalweg.checkpoint;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.thalweg.safetensors.TensorFileText;

/** Whatever a well-hashed file says of a run, it is a checkpoint or refused. */
class CheckpointTextFuzzTest {
    @FuzzTest
    void metadataIsOfACheckpointOrRefused(byte[] text) {
        CheckpointFileFuzzTest.read(TensorFileText.file(new String(text, StandardCharsets.UTF_8)));
    }
}
