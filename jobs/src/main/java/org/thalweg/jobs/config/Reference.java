package org.thalweg.jobs.config;

import org.thalweg.spark.config.KeyPage;

/** The reference of job files, made from the declarations of the keys. */
public final class Reference {
    private static final String INTRODUCTION =
            """
            # Job files: every key

            This page is generated from the code: the build fails if it differs. `jobs/run train --help KEY` prints one entry,
            for example `jobs/run train --help training.epochs`. A dot in a key means a level of nesting in the YAML file:
            `training.epochs` is the key `epochs` of the map `training`. On the command line, `--set KEY=VALUE` overrides a key.
            All values are checked when a job file is read, also against each other. All errors are reported at once, each with
            its line.

            """;

    private Reference() {}

    /** The declarations of all keys. */
    static KeyPage keys() {
        return new KeyPage(JobFile.GROUP);
    }

    /** The page {@code jobs/REFERENCE.md}. */
    static String page() {
        return INTRODUCTION + keys().markdown();
    }

    /**
     * Describes a key in a few lines.
     *
     * @throws IllegalArgumentException for a path that no key has
     */
    public static String of(String path) {
        return keys().text(path);
    }
}
