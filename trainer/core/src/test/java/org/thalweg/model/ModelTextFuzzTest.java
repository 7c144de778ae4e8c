package org.thalweg.model;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.thalweg.safetensors.TensorFileText;

/** Any metadata with a correct hash is read as a model or rejected. */
class ModelTextFuzzTest {
    @FuzzTest
    void metadataIsOfAModelOrRefused(byte[] text) {
        ModelFileFuzzTest.read(TensorFileText.file(new String(text, StandardCharsets.UTF_8)));
    }
}
