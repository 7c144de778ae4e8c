package org.thalweg.spark.config;

import org.thalweg.settings.Labelled;

/** What becomes of a row that lacks a feature's value: it is refused, or the value is taken for the mean of those there. */
public enum Missing implements Labelled {
    REFUSE,
    MEAN
}
