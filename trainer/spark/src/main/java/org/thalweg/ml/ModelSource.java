package org.thalweg.ml;

import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.thalweg.model.Model;

/** Where models are that stand in no folder of their own, such as a store's; found by {@link java.util.ServiceLoader}. */
public interface ModelSource {
    /**
     * The model of a path.
     *
     * @return empty where the path is none that this source knows
     * @throws IllegalArgumentException if there should be a model, and it cannot be read
     */
    Optional<Model> model(String path, Configuration hadoop);
}
