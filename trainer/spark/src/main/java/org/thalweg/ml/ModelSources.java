package org.thalweg.ml;

import java.util.Optional;
import java.util.ServiceLoader;
import org.apache.hadoop.conf.Configuration;
import org.thalweg.model.Model;

/** Finds the sources of models on the class path. */
final class ModelSources {
    private ModelSources() {}

    /** The model at a path; empty if no source has it. */
    static Optional<Model> model(String path, Configuration hadoop) {
        for (ModelSource source : ServiceLoader.load(ModelSource.class, ModelSource.class.getClassLoader())) {
            Optional<Model> model = source.model(path, hadoop);
            if (model.isPresent()) {
                return model;
            }
        }
        return Optional.empty();
    }
}
