package org.thalweg.jobs.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.thalweg.model.Model;
import org.thalweg.model.ModelFile;
import org.thalweg.safetensors.TensorFile;
import org.thalweg.spark.WholeFiles;

/** The files of a model's folder, and of a version in a store, which is such a folder and more. */
public final class ModelFolder {
    /** Network, weights, preprocessing and labels. */
    public static final String MODEL = "model.safetensors";

    /** Metrics of the run for scripts: one flat JSON object. */
    public static final String METRICS = "metrics.json";

    /** The training history, a line for each epoch. */
    public static final String HISTORY = "history.jsonl";

    /** The effective job. */
    public static final String JOB = "job.yaml";

    /** The report. */
    public static final String REPORT = "report.html";

    /** Of a version: profile of the rows learned so far. */
    public static final String PROFILE = "data.json";

    /** Of a version: result of the gate. */
    public static final String GATE = "gate.json";

    /** Of a version: folder of the rows stored to be learned again. */
    public static final String REHEARSAL = "rehearsal";

    /** The images of generated digits. */
    public static final String IMAGES = "images.idx.gz";

    /** The labels of generated digits. */
    public static final String LABELS = "labels.idx.gz";

    /** Marker of a complete folder {@linkplain #beside beside} a model's: a folder without it is ignored. */
    public static final String COMPLETE = "_SUCCESS";

    private ModelFolder() {}

    /**
     * The folder of a model's other files on an object store, until they are copied into the model's folder. There,
     * uploading the model's file replaces the model.
     *
     * @param sha256 SHA-256 of the model's file, or a glob
     */
    public static Path beside(Path folder, String sha256) {
        return new Path(folder.getParent(), "." + folder.getName() + ".files-" + sha256);
    }

    /** The folder {@linkplain #beside beside} a model's that belongs to the current model, if there is one. */
    public static Optional<Path> beside(FileSystem files, Path folder) throws IOException {
        Path model = new Path(folder, MODEL);
        if (!WholeFiles.isObjectStore(files) || !files.exists(model)) {
            return Optional.empty();
        }
        Path beside = beside(folder, VersionFiles.of(files, model).sha256());
        return files.exists(new Path(beside, COMPLETE)) ? Optional.of(beside) : Optional.empty();
    }

    /** Reads another small file of the model in a folder; empty if there is none. */
    public static Optional<byte[]> read(FileSystem files, Path folder, String name) throws IOException {
        Optional<Path> beside = beside(files, folder);
        if (beside.isPresent()) {
            try {
                return Optional.of(ExclusiveCreation.read(files, new Path(beside.get(), name)));
            } catch (FileNotFoundException e) {
                // It has been moved into the folder meanwhile.
            }
        }
        Path file = new Path(folder, name);
        return files.exists(file) ? Optional.of(ExclusiveCreation.read(files, file)) : Optional.empty();
    }

    /** A folder being written, which is published whole or not at all. */
    public interface Draft {
        /** Writes a file. */
        void write(String name, TensorFile.Content content);

        /** Writes a text in UTF-8. */
        default void write(String name, String text) {
            write(name, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        }

        /**
         * Writes the files of every trained model's folder, except its report.
         *
         * @param metrics flat JSON
         * @param history a line of JSON for each epoch
         * @param job YAML
         */
        default void writeModel(Model model, String metrics, String history, String job) {
            write(MODEL, out -> ModelFile.write(model, out));
            write(METRICS, metrics);
            write(HISTORY, history);
            write(JOB, job);
        }
    }
}
