package org.thalweg.spark.config;

import org.thalweg.settings.Labelled;

/** Whether rows are held without their zeros: always, never, or where they come so. */
public enum Sparse implements Labelled {
    AUTO,
    TRUE,
    FALSE
}
