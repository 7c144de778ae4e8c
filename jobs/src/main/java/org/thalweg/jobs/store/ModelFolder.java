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

    /** What a script wants to know of the run: one flat object. */
    public static final String METRICS = "metrics.json";

    /** A line an epoch. */
    public static final String HISTORY = "history.jsonl";

    /** The effective job. */
    public static final String JOB = "job.yaml";

    /** The report for people. */
    public static final String REPORT = "report.html";

    /** Of a version: statistics of the rows learned so far. */
    public static final String PROFILE = "data.json";

    /** Of a version: what the gate found. */
    public static final String GATE = "gate.json";

    /** Of a version: the folder of the rows that are kept to be learned again. */
    public static final String REHEARSAL = "rehearsal";

    /** The images of generated digits. */
    public static final String IMAGES = "images.idx.gz";

    /** Their labels. */
    public static final String LABELS = "labels.idx.gz";

    /** What ends a folder {@linkplain #beside beside} a model's: there is none without it. */
    public static final String COMPLETE = "_SUCCESS";

    private ModelFolder() {}

    /**
     * Where the other files of a model are until they are in its folder, on an object store: there a model is replaced by
     * the upload of its file alone.
     *
     * @param sha256 of the model's file; a pattern for that of any
     */
    public static Path beside(Path folder, String sha256) {
        return new Path(folder.getParent(), "." + folder.getName() + ".files-" + sha256);
    }

    /** The folder {@linkplain #beside beside} a model's that belongs to the model which is there, if there is one. */
    public static Optional<Path> beside(FileSystem files, Path folder) throws IOException {
        Path model = new Path(folder, MODEL);
        if (!WholeFiles.isObjectStore(files) || !files.exists(model)) {
            return Optional.empty();
        }
        Path beside = beside(folder, VersionFiles.of(files, model).sha256());
        return files.exists(new Path(beside, COMPLETE)) ? Optional.of(beside) : Optional.empty();
    }

    /** The bytes of another small file of the model that is in a folder; empty where it has none. */
    public static Optional<byte[]> read(FileSystem files, Path folder, String name) throws IOException {
        Optional<Path> beside = beside(files, folder);
        if (beside.isPresent()) {
            try {
                return Optional.of(ExclusiveCreation.read(files, new Path(beside.get(), name)));
            } catch (FileNotFoundException e) {
                // By now it is in the folder.
            }
        }
        Path file = new Path(folder, name);
        return files.exists(file) ? Optional.of(ExclusiveCreation.read(files, file)) : Optional.empty();
    }

    /** Where files are written, whole or not at all. */
    public interface Draft {
        /** Writes a file. */
        void write(String name, TensorFile.Content content);

        /** Writes a text in UTF-8. */
        default void write(String name, String text) {
            write(name, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        }

        /**
         * Writes what every trained model's folder holds beside its report.
         *
         * @param metrics JSON, flat
         * @param history a line of JSON an epoch
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
