package org.thalweg.jobs.config;

import org.thalweg.settings.Labelled;

/** The formats that scored rows are written in. */
public enum OutputFormat implements Labelled {
    PARQUET,
    CSV,
    JSON
}
