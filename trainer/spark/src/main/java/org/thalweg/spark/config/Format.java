package org.thalweg.spark.config;

import org.thalweg.settings.Labelled;

/** The formats that rows are read from; {@code digits} are generated, {@code table} is Spark's catalogue. */
public enum Format implements Labelled {
    CSV,
    LIBSVM,
    PARQUET,
    JSON,
    TABLE,
    IDX,
    DIGITS
}
