package org.thalweg.ml;

import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.thalweg.model.Model;

/**
 * Loads models that are not in a folder of their own, such as those of a model store. Found by {@link java.util.ServiceLoader}.
 */
public interface ModelSource {
    /**
     * Returns the model at a path.
     *
     * @return empty if the path does not belong to this source
     * @throws IllegalArgumentException if the path belongs to this source and its model cannot be read
     */
    Optional<Model> model(String path, Configuration hadoop);
}
