package org.thalweg.spark.config;

/** Whether rows are held without their zeros: always, never, or where they come so. */
public enum Sparse implements YamlName {
    AUTO,
    TRUE,
    FALSE
}
