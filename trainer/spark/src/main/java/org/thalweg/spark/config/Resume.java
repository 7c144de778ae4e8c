package org.thalweg.spark.config;

import org.thalweg.settings.Labelled;

/** Whether training is resumed from a checkpoint. */
public enum Resume implements Labelled {
    /** It starts from the beginning. */
    NEVER("never"),
    /** From the latest checkpoint, if there is one. */
    AUTO("auto"),
    /** From the latest checkpoint, which must exist. The command line uses this. */
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
