package org.thalweg.jobs.store;

import java.nio.charset.StandardCharsets;
import org.thalweg.model.Model;
import org.thalweg.model.ModelFile;
import org.thalweg.safetensors.TensorFile;

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

    private ModelFolder() {}

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
