package org.thalweg.spark.config;

import org.thalweg.settings.Labelled;

/** What happens to a row that lacks the value of a feature: it is refused, or the mean of the present values is used. */
public enum Missing implements Labelled {
    REFUSE,
    MEAN
}
