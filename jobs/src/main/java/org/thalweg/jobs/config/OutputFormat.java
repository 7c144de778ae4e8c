package org.thalweg.jobs.config;

/** The formats that scored rows are written in. */
public enum OutputFormat implements YamlName {
    PARQUET,
    CSV,
    JSON
}
