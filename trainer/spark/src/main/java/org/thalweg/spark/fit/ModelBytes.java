package org.thalweg.spark.fit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.thalweg.model.Model;
import org.thalweg.model.ModelFile;
import org.thalweg.model.Predictor;
import org.thalweg.safetensors.TensorFileException;

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

    /** A predictor from the bytes of a model. */
    public static Predictor predictor(byte[] bytes) {
        return model(bytes).predictor();
    }

    /** A model from its bytes. */
    public static Model model(byte[] bytes) {
        try {
            return ModelFile.read(new ByteArrayInputStream(bytes), bytes.length, "the broadcast model");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads the model of a file. If the file is replaced meanwhile, this is either the old model or the new one.
     *
     * @throws org.thalweg.safetensors.TensorFileException if the file is not a model, or is damaged
     * @throws IOException if it cannot be read
     */
    public static Model read(FileSystem files, Path file) throws IOException {
        FileStatus status = files.getFileStatus(file);
        try {
            return read(files, file, status);
        } catch (TensorFileException | IOException e) {
            FileStatus now = files.getFileStatus(file);
            if (now.getLen() == status.getLen() && now.getModificationTime() == status.getModificationTime()) {
                throw e;
            }
            return read(files, file, now);
        }
    }

    private static Model read(FileSystem files, Path file, FileStatus status) throws IOException {
        try (InputStream in = files.open(file)) {
            return ModelFile.read(in, status.getLen(), file.toString());
        }
    }
}
