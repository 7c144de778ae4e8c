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
 * A model's file, a {@linkplain org.thalweg.safetensors file of tensors}: layer.1.weight [outputs, inputs], layer.1.bias
 * [outputs], …, scaling.shift [inputs], scaling.factor [inputs] where features are scaled, scaling.fill [inputs] where
 * missing ones are filled, target.mean and target.deviation [outputs] where a regression's targets are standardised, golden.features [rows, inputs], golden.outputs [rows, outputs]; what they mean stands in its
 * metadata.
 */
public final class ModelFile {
    /** What a model's file is called, and how much it may hold. */
    static final FileKind KIND =
            new FileKind("model", "copy it again or train anew", 3 * ModelDescription.MAX_LAYERS + 7);

    private ModelFile() {}

    /**
     * Writes a model. The bytes are a function of the model alone.
     *
     * @param out not closed
     * @throws IllegalArgumentException if the names take more than 64 MiB
     */
    public static void write(Model model, OutputStream out) throws IOException {
        TensorFile.write(
                ModelText.metadata(model.description(), model.formatVersion()),
                ModelTensors.of(model).tensors(),
                out);
    }

    /**
     * Writes a model to a local file, in place of one that is there. The file appears whole or not at all: it is written
     * beside its place, forced to the disk, then renamed.
     *
     * @throws IllegalArgumentException if the names take more than 64 MiB
     */
    public static void write(Model model, Path path) throws IOException {
        TensorFile.publish(path, out -> write(model, out));
    }

    /**
     * Reads a model: from the stream's place to its end.
     *
     * @param in not closed
     * @param size the file's real size in bytes: nothing is believed that does not fit it
     * @param name the file's path, for messages
     * @throws TensorFileException if the file is not a whole model of a known format, or its golden rows come out
     *     otherwise on this machine
     */
    public static Model read(InputStream in, long size, String name) throws IOException {
        return new ModelReader(in, size, KIND.at(name)).read();
    }

    /**
     * Reads a model from a local file.
     *
     * @throws TensorFileException if the file is not a whole model of a known format, or its golden rows come out
     *     otherwise on this machine
     */
    public static Model read(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return read(in, Files.size(path), path.toString());
        }
    }
}
