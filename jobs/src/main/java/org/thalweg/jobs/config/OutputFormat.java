package org.thalweg.jobs.config;

import org.thalweg.spark.config.YamlName;

/** The formats that scored rows are written in. */
public enum OutputFormat implements YamlName {
    PARQUET,
    CSV,
    JSON
}
