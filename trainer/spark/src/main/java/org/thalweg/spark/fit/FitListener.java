package org.thalweg.spark.fit;

import org.thalweg.settings.KeyText;
import org.thalweg.train.TrainingListener;

/** Receives the messages of a fit and of reading its rows. */
public interface FitListener {
    /** A listener that ignores all messages. */
    FitListener NONE = line -> {};

    /** Receives a message, with keys written as paths. A message that starts with {@code warning:} calls for action. */
    void report(String line);

    /**
     * The same with marked keys, for a listener that has other names for keys.
     *
     * @param line see {@link KeyText}
     */
    default void reportMarked(String line) {
        report(KeyText.plain(line));
    }

    /** Whether to report also what takes time to compute. */
    default boolean isVerbose() {
        return false;
    }

    /** Follows steps and epochs until it is closed. */
    interface Progress extends TrainingListener, AutoCloseable {
        /** Receives a message with {@linkplain KeyText marked} keys. */
        default void onReport(String line) {}

        @Override
        default void close() {}
    }

    /**
     * Called when training starts.
     *
     * @param epochs the maximum number of epochs
     */
    default Progress progress(int epochs) {
        return new Progress() {};
    }
}
