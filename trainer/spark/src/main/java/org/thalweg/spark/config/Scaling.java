package org.thalweg.spark.config;

/** How features are scaled before training: to mean 0 and deviation 1, to [0, 1], by the largest size, or not. */
public enum Scaling implements YamlName {
    STANDARD,
    MIN_MAX,
    MAX_ABS,
    NONE
}
