package org.thalweg.spark.fit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.thalweg.model.Model;
import org.thalweg.model.ModelFile;
import org.thalweg.model.Predictor;

/** Models as bytes, for executors. */
public final class ModelBytes {
    private ModelBytes() {}

    /** A model's bytes, as in its file. */
    public static byte[] of(Model model) {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ModelFile.write(model, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What predicts by a model that was sent. */
    public static Predictor predictor(byte[] bytes) {
        return model(bytes).predictor();
    }

    /** The model of its bytes. */
    public static Model model(byte[] bytes) {
        try {
            return ModelFile.read(new ByteArrayInputStream(bytes), bytes.length, "the broadcast model");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
