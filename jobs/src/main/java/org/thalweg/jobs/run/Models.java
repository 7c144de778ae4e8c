package org.thalweg.jobs.run;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.store.LogEntry;
import org.thalweg.jobs.store.ModelStore;
import org.thalweg.jobs.store.VersionFiles;
import org.thalweg.model.Model;
import org.thalweg.model.ModelFile;
import org.thalweg.model.Predictor;

/** Reads models from any Hadoop file system. */
public final class Models {
    private Models() {}

    /** The model that a job trained. */
    static Model of(JobFile job, Configuration hadoop) {
        Path file = new Path(job.model().path(), Training.MODEL);
        try {
            FileSystem files = file.getFileSystem(hadoop);
            if (!files.exists(file)) {
                throw new UsageException("model.path: expected a trained model, found no " + file
                        + "; train it first, or check the path");
            }
            // The model's own hash tells more than Hadoop's checksums, which stay behind when a file is edited or
            // copied.
            files.setVerifyChecksum(false);
            FileStatus status = files.getFileStatus(file);
            try (InputStream in = files.open(file)) {
                Model model = ModelFile.read(in, status.getLen(), file.toString());
                requireTask(job, model);
                return model;
            }
        } catch (IOException e) {
            throw new UsageException(
                    "model.path: expected a file that can be read, found " + file + ": " + e.getMessage());
        }
    }

    /**
     * The model of a store's version.
     *
     * @param entry that made the version
     */
    public static Model of(ModelStore store, LogEntry entry, JobFile job) {
        byte[] bytes = VersionFiles.read(store, entry, Training.MODEL);
        try {
            Model model = ModelFile.read(
                    new ByteArrayInputStream(bytes),
                    bytes.length,
                    store.version(entry.version().orElseThrow()) + "/" + Training.MODEL);
            requireTask(job, model);
            return model;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A model as bytes, to be sent to executors. */
    public static byte[] bytes(Model model) {
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ModelFile.write(model, out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What predicts by a model that was sent. */
    public static Predictor predictor(byte[] bytes) {
        try {
            return ModelFile.read(new ByteArrayInputStream(bytes), bytes.length, "the broadcast model")
                    .predictor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireTask(JobFile job, Model model) {
        if (model.task() != job.task().learned()) {
            throw new UsageException("task: expected " + model.task().label() + " (what the model at "
                    + job.model().path() + " was trained for), found "
                    + job.task().yamlName());
        }
    }
}
