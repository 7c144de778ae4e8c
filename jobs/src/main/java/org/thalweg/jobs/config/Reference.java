package org.thalweg.jobs.config;

import org.thalweg.spark.config.KeyPage;

/** The reference of job files, made of the keys' declarations. */
public final class Reference {
    private static final String INTRODUCTION =
            """
            # Job files: every key

            This page is made of the keys' declarations: the build fails where it differs from them. `jobs/run train --help KEY`
            prints one of them, such as `jobs/run train --help training.epochs`. A key stands in a YAML file below the names of its
            maps, and `--set KEY=VALUE` overrides it. What a value may be beside others is checked when a job is read: all faults
            are reported at once, each with its line.

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
     * A key in some lines.
     *
     * @throws IllegalArgumentException for a path that no key has
     */
    public static String of(String path) {
        return keys().text(path);
    }
}
