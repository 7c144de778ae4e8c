package org.thalweg.jobs.models;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.thalweg.jobs.session.Console;
import org.thalweg.jobs.session.UsageException;
import org.thalweg.jobs.store.ModelStore;
import org.thalweg.jobs.store.StoreException;
import org.thalweg.ml.ModelSource;
import org.thalweg.model.Model;
import org.thalweg.spark.FileSystems;

/** Opens the serving version of model stores for the stages of spark.ml. */
public final class StoreModelSource implements ModelSource {
    /** Called by {@link java.util.ServiceLoader}. */
    public StoreModelSource() {}

    @Override
    public Optional<Model> model(String path, Configuration hadoop) {
        try {
            Path log = new Path(path, "log");
            if (!FileSystems.of(log, hadoop).exists(log)) {
                return Optional.empty();
            }
            PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
            return Optional.of(
                    ModelLoader.serving(ModelStore.reading(path, hadoop), "path", new Console(nowhere, nowhere, 80)));
        } catch (IOException | StoreException | UsageException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
