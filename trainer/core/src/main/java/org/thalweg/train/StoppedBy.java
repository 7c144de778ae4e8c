package org.thalweg.train;

/** Why a run ended. */
public enum StoppedBy {
    /** Every epoch was trained. */
    EPOCHS("epochs", "every epoch was trained"),
    /** The validation loss did not fall any more. */
    EARLY_STOPPING("earlyStopping", "the validation loss has stopped falling"),
    /** The training loss did not fall any more. */
    LOSS_CHANGE("lossChange", "the training loss has stopped falling"),
    /** The time ran out. */
    TIME("time", "the time has run out"),
    /** A metric got as good as was asked. */
    TARGET("target", "the target is reached"),
    /** L-BFGS is at a minimum. */
    CONVERGED("converged", "L-BFGS has reached a minimum"),
    /** L-BFGS found no lower point, though the gradient is not small: a kink or the loss's rounding is in its way. */
    NO_DESCENT("noDescent", "L-BFGS finds no lower point");

    private final String label;
    private final String words;

    StoppedBy(String label, String words) {
        this.label = label;
        this.words = words;
    }

    /** As files spell it. */
    public String label() {
        return label;
    }

    /** As people are told. */
    public String words() {
        return words;
    }
}
