package org.thalweg.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.thalweg.safetensors.FileKind;
import org.thalweg.safetensors.TensorFile;
import org.thalweg.safetensors.TensorFileException;

/**
 * The model file, a {@linkplain org.thalweg.safetensors file of tensors}: layer.1.weight [outputs, inputs],
 * layer.1.bias [outputs], …; scaling.shift [inputs] and scaling.factor [inputs] if features are scaled; scaling.fill
 * [inputs] if missing values are filled; target.mean and target.deviation [outputs] if a regression's targets are
 * standardised; golden.features [rows, inputs] and golden.outputs [rows, outputs]. The metadata contains the model's
 * description.
 */
public final class ModelFile {
    /** How messages describe a model file, and how many tensors it may contain. */
    static final FileKind KIND =
            new FileKind("model", "copy it again, or train again", 3 * ModelDescription.MAX_LAYERS + 7);

    private ModelFile() {}

    /**
     * Writes a model. The bytes depend only on the model.
     *
     * @param out is not closed
     * @throws IllegalArgumentException if the names take more than 64 MiB
     */
    public static void write(Model model, OutputStream out) throws IOException {
        TensorFile.write(
                ModelText.metadata(model.description(), model.formatVersion()),
                ModelTensors.of(model).tensors(),
                out);
    }

    /**
     * Writes a model to a local file atomically, replacing one that exists: it is written under a temporary name in the
     * same folder, forced to disk, then renamed.
     *
     * @throws IllegalArgumentException if the names take more than 64 MiB
     */
    public static void write(Model model, Path path) throws IOException {
        TensorFile.publish(path, out -> write(model, out));
    }

    /**
     * Reads a model, from the stream's current position to its end.
     *
     * @param in is not closed
     * @param size the file's actual size in bytes, against which all sizes in the header are checked
     * @param name the file's path, for messages
     * @throws TensorFileException if the file is not a complete model of a known format, or its golden rows give other
     *     outputs on this machine
     */
    public static Model read(InputStream in, long size, String name) throws IOException {
        return new ModelReader(in, size, KIND.at(name)).read();
    }

    /**
     * Reads a model from a local file.
     *
     * @throws TensorFileException if the file is not a complete model of a known format, or its golden rows give other
     *     outputs on this machine
     */
    public static Model read(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return read(in, Files.size(path), path.toString());
        }
    }
}
