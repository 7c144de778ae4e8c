package org.thalweg.spark.config;

/** The formats that rows are read from; {@code digits} are generated, {@code table} is Spark's catalogue. */
public enum Format implements YamlName {
    CSV,
    LIBSVM,
    PARQUET,
    JSON,
    TABLE,
    IDX,
    DIGITS
}
