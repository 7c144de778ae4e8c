package org.thalweg.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thalweg.safetensors.FileKind;
import org.thalweg.safetensors.Tensor;
import org.thalweg.safetensors.TensorFile;
import org.thalweg.safetensors.TensorFileException;
import org.thalweg.safetensors.TensorHeader;
import org.thalweg.safetensors.TensorReader;
import org.thalweg.safetensors.TensorSource;
import org.thalweg.train.RunState;

/**
 * The checkpoint file, a {@linkplain org.thalweg.safetensors file of tensors}: now.parameters, now.optimizer.0, …;
 * best, if the best epoch's parameters are retained; good.parameters, …, if the run may return to the start of its
 * epoch. Every tensor has one dimension, the number of parameters. Everything else is in the metadata.
 */
public final class CheckpointFile {
    private static final String NOW = "now.";
    private static final String GOOD = "good.";
    private static final String BEST = "best";

    /** Enough for two copies of an optimizer's arrays, and for L-BFGS with a history of 1,000 pairs. */
    private static final int MAX_TENSORS = 4096;

    private static final FileKind KIND =
            new FileKind("checkpoint", "resume from an intact checkpoint, or train from scratch", MAX_TENSORS);

    private CheckpointFile() {}

    /**
     * Writes a checkpoint. The bytes depend only on the checkpoint.
     *
     * @param out is not closed
     */
    public static void write(Checkpoint checkpoint, OutputStream out) throws IOException {
        RunState state = checkpoint.state();
        List<Tensor> tensors = new ArrayList<>();
        state.descent().arrays().forEach((name, array) -> tensors.add(Tensor.of(NOW + name, array)));
        state.best().ifPresent(best -> tensors.add(Tensor.of(BEST, best)));
        state.good()
                .ifPresent(good -> good.arrays().forEach((name, array) -> tensors.add(Tensor.of(GOOD + name, array))));
        TensorFile.write(CheckpointText.metadata(checkpoint), tensors, out);
    }

    /**
     * Whether a file starts like a checkpoint of any version.
     *
     * @param in is read from its current position; is not closed
     */
    public static boolean begins(InputStream in) throws IOException {
        return TensorHeader.begins(in, CheckpointText.FORMAT, CheckpointText.FORMAT_NAME);
    }

    /**
     * Reads a checkpoint, from the stream's current position to its end.
     *
     * @param in is not closed
     * @param size the file's actual size in bytes, against which all sizes in the header are checked
     * @param path of the file, for messages
     * @throws TensorFileException if the file is not a complete checkpoint of a known format
     */
    public static Checkpoint read(InputStream in, long size, String path) throws IOException {
        TensorSource file = KIND.at(path);
        TensorReader reader = new TensorReader(in, size, file);
        TensorHeader header = reader.header();
        CheckpointText text = new CheckpointText(file, header.metadata());
        text.requireFormat();
        reader.requireTensors(header.tensors().values().stream()
                .map(TensorHeader.Entry::shape)
                .toList());
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        header.tensors().values().stream()
                .map(TensorHeader.Entry::shape)
                .forEach(shape ->
                        tensors.put(shape.name(), new Tensor(shape, new float[Math.toIntExact(shape.numbers())], 0)));
        reader.read(tensors.values());
        try {
            RunState state = text.state(
                    arrays(NOW, tensors),
                    Optional.ofNullable(tensors.remove(BEST)).map(Tensor::array),
                    arrays(GOOD, tensors));
            if (!tensors.isEmpty()) {
                throw file.impossible("tensors: expected only those of a run's state, found also "
                        + String.join(", ", tensors.keySet()));
            }
            return new Checkpoint(text.thalwegVersion(), text.identity(), state);
        } catch (IllegalArgumentException e) {
            throw file.impossible(e.getMessage());
        }
    }

    /** Removes the arrays whose names start with the prefix from the tensors, and returns them. */
    private static Map<String, float[]> arrays(String prefix, Map<String, Tensor> tensors) {
        Map<String, float[]> arrays = new LinkedHashMap<>();
        for (String name : List.copyOf(tensors.keySet())) {
            if (name.startsWith(prefix)) {
                arrays.put(name.substring(prefix.length()), tensors.remove(name).array());
            }
        }
        return arrays;
    }
}
