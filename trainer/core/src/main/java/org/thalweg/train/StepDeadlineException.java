package org.thalweg.train;

import org.thalweg.settings.KeyText;

/** The cluster did not complete a step in time. The parameters are unchanged. */
public final class StepDeadlineException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String text;

    /** With a message that says which step, how long it was waited for, and what to do; its keys are marked. */
    public StepDeadlineException(String text) {
        super(KeyText.plain(text));
        this.text = text;
    }

    /** The message with its keys marked: see {@link KeyText}. */
    public String text() {
        return text;
    }
}
