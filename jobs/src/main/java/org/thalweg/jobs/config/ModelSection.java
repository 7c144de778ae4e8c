package org.thalweg.jobs.config;

/**
 * The job file's {@code model}.
 *
 * @param path the model's folder
 * @param overwrite whether a model that is there already may be replaced
 */
public record ModelSection(String path, boolean overwrite) {
    static final boolean DEFAULT_OVERWRITE = false;

    /**
     * Requires a path.
     *
     * @throws IllegalArgumentException for a blank one
     */
    public ModelSection {
        if (path.isBlank()) {
            throw new IllegalArgumentException("model.path: expected a path, found a blank one");
        }
    }
}
