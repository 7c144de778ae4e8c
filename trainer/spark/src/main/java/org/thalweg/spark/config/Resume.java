package org.thalweg.spark.config;

import org.thalweg.settings.Labelled;

/** Whether training goes on from a checkpoint. */
public enum Resume implements Labelled {
    /** It starts from the beginning. */
    NEVER("never"),
    /** From the last one, where there is one. */
    AUTO("auto"),
    /** From the last one, which must be there: as the command line asks. */
    ALWAYS("always");

    private final String label;

    Resume(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }
}
