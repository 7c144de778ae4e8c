package org.thalweg.jobs.models;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.config.ModelSection;
import org.thalweg.jobs.session.Console;
import org.thalweg.jobs.session.UsageException;
import org.thalweg.jobs.store.LogEntry;
import org.thalweg.jobs.store.ModelFolder;
import org.thalweg.jobs.store.ModelStore;
import org.thalweg.jobs.store.StoreDamagedException;
import org.thalweg.jobs.store.StoreException;
import org.thalweg.jobs.store.StoreState;
import org.thalweg.jobs.store.VersionFiles;
import org.thalweg.model.Model;
import org.thalweg.spark.FileSystems;
import org.thalweg.spark.fit.ModelBytes;

/** Reads models from any Hadoop file system. */
public final class ModelLoader {
    private ModelLoader() {}

    /** Reads the model that a job trained, or the one of its store. */
    public static Model of(JobFile job, Configuration hadoop, Console console) {
        Optional<String> store = job.model().store();
        Model model = store.isPresent()
                ? stored(ModelStore.reading(store.get(), hadoop), job.model(), console)
                : trained(job, hadoop);
        requireTask(job, model);
        return model;
    }

    private static Model trained(JobFile job, Configuration hadoop) {
        Path file = new Path(job.model().path(), ModelFolder.MODEL);
        try {
            FileSystem files = FileSystems.withoutChecksums(file, hadoop);
            if (!files.exists(file)) {
                throw new UsageException("model.path: expected a trained model, found no " + file
                        + "; train it first, or check the path");
            }
            return ModelBytes.read(files, file);
        } catch (IOException e) {
            throw new UsageException(
                    "model.path: expected a file that can be read, found " + file + ": " + e.getMessage());
        }
    }

    /**
     * Reads a store's model, as one entry of the log describes it.
     *
     * @throws UsageException if no version serves
     * @throws StoreException if there is no such version, or it has changed since it was published
     */
    public static Model stored(ModelStore store, ModelSection section, Console console) {
        return stored(store, () -> entry(store, section.version(), "model.store", ", or set model.version"), console);
    }

    /**
     * Reads the serving model of a store.
     *
     * @param key the key that names the store, for messages
     */
    static Model serving(ModelStore store, String key, Console console) {
        return stored(store, () -> entry(store, OptionalInt.empty(), key, ""), console);
    }

    private static Model stored(ModelStore store, Supplier<LogEntry> chosen, Console console) {
        LogEntry entry = chosen.get();
        try {
            return stored(store, entry, console);
        } catch (StoreException e) {
            // It may have been removed since the log was read. Then the log shows that.
            LogEntry now = chosen.get();
            if (now.equals(entry)) {
                throw e;
            }
            return stored(store, now, console);
        }
    }

    private static LogEntry entry(ModelStore store, OptionalInt version, String key, String remedy) {
        StoreState state = store.state();
        return state.version(version.orElseGet(() -> state.serving()
                .orElseThrow(() -> new UsageException(key + ": expected a version that serves, found none at "
                        + store.path() + "; choose one with models promote" + remedy))));
    }

    private static Model stored(ModelStore store, LogEntry entry, Console console) {
        Model model = published(store, entry);
        console.report("model: version %d of %s, of %s", entry.version().orElseThrow(), store.path(), entry.time());
        return model;
    }

    /**
     * Reads the model of a store's version, from which a job continues.
     *
     * @param entry the entry that created the version
     * @throws UsageException if it was trained for another task
     * @throws StoreException if it has changed since it was published
     */
    public static Model of(ModelStore store, LogEntry entry, JobFile job) {
        Model model = published(store, entry);
        requireTask(job, model);
        return model;
    }

    private static Model published(ModelStore store, LogEntry entry) {
        VersionFiles.require(store, entry, ModelFolder.MODEL);
        Path file = new Path(store.version(entry.version().orElseThrow()), ModelFolder.MODEL);
        try {
            return ModelBytes.read(store.files(), file);
        } catch (IOException e) {
            throw StoreDamagedException.unreadable(file, e);
        }
    }

    private static void requireTask(JobFile job, Model model) {
        if (model.task() != job.task()) {
            throw new UsageException("task: expected " + model.task().label() + " (what the model at "
                    + job.model().path() + " was trained for), found "
                    + job.task().label());
        }
    }
}
