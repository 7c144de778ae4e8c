package org.thalweg.jobs.config;

import java.util.Optional;
import java.util.OptionalInt;
import org.thalweg.spark.config.Whole;

/**
 * The job file's {@code model}.
 *
 * @param path the model's folder; of a model in a store, the store's
 * @param overwrite whether a model that is there already may be replaced
 * @param store the model store to take the model from; empty to take it from {@code path}
 * @param version the store's version; empty for the one that serves
 */
public record ModelSection(String path, boolean overwrite, Optional<String> store, OptionalInt version) {
    static final boolean DEFAULT_OVERWRITE = false;
    static final String STORE = "store";
    static final Whole VERSION = Whole.atLeast("version", 1, 3);

    /** A model in a folder of its own. */
    public ModelSection(String path, boolean overwrite) {
        this(path, overwrite, Optional.empty(), OptionalInt.empty());
    }

    /**
     * Requires a path, and a store for a version.
     *
     * @throws IllegalArgumentException for a blank path, or a version of no store
     */
    public ModelSection {
        if (path.isBlank()) {
            throw new IllegalArgumentException("model.path: expected a path, found a blank one");
        }
        version.ifPresent(VERSION::require);
        if (version.isPresent() && store.isEmpty()) {
            throw new IllegalArgumentException("model.version: expected only with model.store, found " + version);
        }
    }
}
