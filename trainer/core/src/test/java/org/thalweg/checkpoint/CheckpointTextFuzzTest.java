package org.thalweg.checkpoint;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.thalweg.safetensors.TensorFileText;

/** Any metadata with a correct hash is read as a checkpoint or rejected. */
class CheckpointTextFuzzTest {
    @FuzzTest
    void metadataIsOfACheckpointOrRefused(byte[] text) {
        CheckpointFileFuzzTest.read(TensorFileText.file(new String(text, StandardCharsets.UTF_8)));
    }
}
