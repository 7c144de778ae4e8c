package org.thalweg.model;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.thalweg.safetensors.TensorFileText;

/** Whatever a well-hashed file says of a model, it is one or refused. */
class ModelTextFuzzTest {
    @FuzzTest
    void metadataIsOfAModelOrRefused(byte[] text) {
        ModelFileFuzzTest.read(TensorFileText.file(new String(text, StandardCharsets.UTF_8)));
    }
}
