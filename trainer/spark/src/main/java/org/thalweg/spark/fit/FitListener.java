package org.thalweg.spark.fit;

import org.thalweg.settings.KeyText;
import org.thalweg.train.TrainingListener;

/** Who follows a fit, or the reading of rows for it. */
public interface FitListener {
    /** Nobody. */
    FitListener NONE = line -> {};

    /** A line worth knowing, with keys by their paths; one that starts with {@code warning:} is worth acting on. */
    void report(String line);

    /**
     * The same with keys marked, for a listener that has other names for them.
     *
     * @param line see {@link KeyText}
     */
    default void reportMarked(String line) {
        report(KeyText.plain(line));
    }

    /** Whether what takes time to find out is to be reported too. */
    default boolean isVerbose() {
        return false;
    }

    /** A follower of the steps and epochs, until it is closed. */
    interface Progress extends TrainingListener, AutoCloseable {
        /** A line worth knowing, keys {@linkplain KeyText marked}. */
        default void onReport(String line) {}

        @Override
        default void close() {}
    }

    /**
     * Called when training starts.
     *
     * @param epochs that it takes at most
     */
    default Progress progress(int epochs) {
        return new Progress() {};
    }
}
