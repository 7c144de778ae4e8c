package org.thalweg.train;

import org.thalweg.settings.Labelled;

/** Why a run ended. */
public enum StoppedBy implements Labelled {
    /** Every epoch was trained. */
    EPOCHS("every epoch was trained"),
    /** The validation loss did not fall any more. */
    EARLY_STOPPING("the validation loss has stopped falling"),
    /** The training loss did not fall any more. */
    LOSS_CHANGE("the training loss has stopped falling"),
    /** The time ran out. */
    TIME("the time has run out"),
    /** A metric got as good as was asked. */
    TARGET("the target is reached"),
    /** L-BFGS is at a minimum. */
    CONVERGED("L-BFGS has reached a minimum"),
    /** L-BFGS found no lower point, though the gradient is not small: a kink or the loss's rounding is in its way. */
    NO_DESCENT("L-BFGS finds no lower point");

    private final String message;

    StoppedBy(String message) {
        this.message = message;
    }

    /** The reason as people read it. */
    public String message() {
        return message;
    }
}
