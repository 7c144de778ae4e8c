package org.thalweg.ml;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.thalweg.checkpoint.Checkpoint;
import org.thalweg.checkpoint.CheckpointSchedule;
import org.thalweg.checkpoint.CheckpointWriter;
import org.thalweg.math.Fingerprint;
import org.thalweg.safetensors.TensorFileException;
import org.thalweg.spark.CheckpointFolder;
import org.thalweg.spark.Versions;
import org.thalweg.spark.config.FitSettings;
import org.thalweg.spark.config.Key;
import org.thalweg.spark.fit.FitCheckpoints;
import org.thalweg.train.Checkpoints;
import org.thalweg.train.RunState;

/**
 * The checkpoints of fits below one folder. Each fit has a subfolder named by a hash of everything that its weights depend on: a
 * repeated fit finds it again, and different fits do not interfere.
 */
final class FitFolder implements FitCheckpoints, AutoCloseable {
    private static final int KEEP = 2;
    private static final int NAME_LENGTH = 16;

    private final String parent;
    private final int everyEpochs;
    private final Map<String, String> settings;
    private final Configuration hadoop;
    private final RunningFit listener;
    private CheckpointFolder folder;
    private CheckpointWriter writer;

    FitFolder(String parent, int everyEpochs, FitSettings settings, Configuration hadoop, RunningFit listener) {
        this.parent = parent;
        this.everyEpochs = everyEpochs;
        this.settings = settings.settings().flat(key -> key.effect() == Key.Effect.WEIGHTS);
        this.hadoop = hadoop;
        this.listener = listener;
    }

    private Map<String, String> identity(Map<String, String> rows) {
        Map<String, String> identity = new TreeMap<>(settings);
        identity.values().removeIf("null"::equals);
        identity.putAll(rows);
        return identity;
    }

    private CheckpointFolder folder(Map<String, String> identity) throws IOException {
        MessageDigest digest = Fingerprint.begin();
        Map<String, String> named = new TreeMap<>(identity);
        named.remove(Checkpoint.MATRIX_PRODUCTS);
        named.forEach((key, value) -> digest.update((key + "=" + value + "\n").getBytes(StandardCharsets.UTF_8)));
        String name = Fingerprint.end(digest).substring(0, NAME_LENGTH);
        return CheckpointFolder.at(new Path(parent, name).toString(), KEEP, hadoop);
    }

    @Override
    public Optional<RunState> toResume(Map<String, String> rows) {
        Map<String, String> identity = identity(rows);
        try {
            folder = folder(identity);
            for (CheckpointFolder.Entry entry : folder.entries()) {
                Optional<Checkpoint> checkpoint = checkpoint(entry);
                if (checkpoint.isPresent()) {
                    folder.adopt(entry);
                    RunState state = checkpoint.get().state();
                    listener.report("resumed: after step " + state.steps() + ", from " + entry.path());
                    checkpoint.get().kernelWarning(identity).ifPresent(listener::report);
                    return Optional.of(state);
                }
            }
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "checkpointDir: expected a readable and writable folder, found " + parent + ": " + e.getMessage()
                            + "; check the path and its permissions",
                    e);
        }
    }

    /** Reads a checkpoint; a damaged one is skipped, because an earlier one leads to the same weights. */
    private Optional<Checkpoint> checkpoint(CheckpointFolder.Entry entry) throws IOException {
        try {
            return Optional.of(folder.read(entry));
        } catch (TensorFileException e) {
            listener.report("warning: the checkpoint " + entry.path() + " is damaged: " + e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public Checkpoints start(Map<String, String> rows) {
        writer = new CheckpointWriter(
                new CheckpointSchedule(OptionalInt.empty(), OptionalInt.of(everyEpochs), OptionalDouble.empty()),
                folder,
                Versions.thalweg(),
                identity(rows),
                warning -> listener.report("warning: " + warning));
        return writer;
    }

    /** Deletes the checkpoints of a completed fit. */
    void clear() {
        close();
        try {
            folder.clear();
        } catch (IOException e) {
            listener.report(
                    "warning: the checkpoints in " + folder.path() + " could not be deleted: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        if (writer != null) {
            writer.close();
        }
    }
}
