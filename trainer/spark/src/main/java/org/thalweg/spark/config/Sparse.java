package org.thalweg.spark.config;

import org.thalweg.settings.Labelled;

/** Whether rows are stored without their zeros: always, never, or if they are sparse. */
public enum Sparse implements Labelled {
    AUTO,
    TRUE,
    FALSE
}
