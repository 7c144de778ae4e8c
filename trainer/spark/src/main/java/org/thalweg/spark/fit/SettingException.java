package org.thalweg.spark.fit;

import org.thalweg.settings.KeyText;

/** A setting does not go with the rows or the model: the message says what was expected, what was found, and what to do. */
public final class SettingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String text;

    /** A message, with its keys marked. */
    public SettingException(String text) {
        super(KeyText.plain(text));
        this.text = text;
    }

    /** The message with its keys marked: see {@link KeyText}. */
    public String text() {
        return text;
    }
}
