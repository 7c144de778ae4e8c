package org.thalweg.spark.config;

/** What becomes of a row that lacks a feature's value: it is refused, or the value is taken for the mean of those there. */
public enum Missing implements YamlName {
    REFUSE,
    MEAN
}
