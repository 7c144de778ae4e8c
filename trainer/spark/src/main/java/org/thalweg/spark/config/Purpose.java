package org.thalweg.spark.config;

/** The purpose for which settings are read. It decides which additional keys are required. */
public enum Purpose {
    /** Needs the label and the network. */
    TRAIN(true, true, false),
    /** Needs what {@link #TRAIN} needs, and {@code retrain}. */
    RETRAIN(true, true, false),
    /** Needs what {@link #TRAIN} needs. */
    CHECK(true, true, false),
    /** Needs the label; the network comes from the model. */
    EVALUATE(true, false, false),
    /** Needs a place to write to. The network comes from the model, and a label may be absent. */
    SCORE(false, false, true);

    private final boolean needsLabel;
    private final boolean trains;
    private final boolean needsOutput;

    Purpose(boolean needsLabel, boolean trains, boolean needsOutput) {
        this.needsLabel = needsLabel;
        this.trains = trains;
        this.needsOutput = needsOutput;
    }

    /** Whether rows must have their labels. */
    public boolean needsLabel() {
        return needsLabel;
    }

    /** Whether a network is trained. */
    public boolean trains() {
        return trains;
    }

    /** Whether there must be a place for scored rows. */
    public boolean needsOutput() {
        return needsOutput;
    }
}
