package org.thalweg.jobs.models;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.session.Console;
import org.thalweg.jobs.session.UsageException;
import org.thalweg.jobs.store.ModelFolder;
import org.thalweg.jobs.store.ModelStore;
import org.thalweg.model.Model;
import org.thalweg.spark.FileSystems;
import org.thalweg.spark.fit.ModelBytes;

/** The model whose weights a job's training starts from. */
public final class InitialModel {
    private static final String KEY = "initialModel";

    private InitialModel() {}

    /**
     * Reads the model that a job names: a model's folder, its file, or a store.
     *
     * @return empty if it names none
     * @throws UsageException if there is no such model, or no version of the store serves
     */
    public static Optional<Model> of(JobFile job, Configuration hadoop, Console console) {
        return job.initialModel().map(path -> of(path, hadoop, console));
    }

    private static Model of(String path, Configuration hadoop, Console console) {
        try {
            Path location = new Path(path);
            FileSystem files = FileSystems.withoutChecksums(location, hadoop);
            Path file = files.exists(location) && files.getFileStatus(location).isFile()
                    ? location
                    : new Path(location, ModelFolder.MODEL);
            if (files.exists(file)) {
                Model model = ModelBytes.read(files, file);
                console.report(
                        "model: training starts from the weights of %2$s (%1$s)",
                        model.network().shape(), file);
                return model;
            }
            if (files.exists(new Path(location, "log"))) {
                return ModelLoader.serving(ModelStore.reading(path, hadoop), KEY, console);
            }
            throw new UsageException(KEY + ": expected a model's folder, its " + ModelFolder.MODEL
                    + " or a model store, found " + (files.exists(location) ? "neither at " : "nothing at ") + path
                    + "; check the path");
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException(KEY + ": expected a model that can be read, found " + path + ": " + e.getMessage()
                    + "; check the path and its permissions");
        }
    }
}
