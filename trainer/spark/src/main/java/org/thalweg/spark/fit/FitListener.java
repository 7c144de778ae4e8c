package org.thalweg.spark.fit;

import org.thalweg.train.TrainingListener;

/** Who follows a fit, or the reading of rows for it. */
public interface FitListener {
    /** Nobody. */
    FitListener NONE = line -> {};

    /**
     * A line worth knowing; one that starts with {@code warning:} is worth acting on.
     *
     * @param line with its keys marked: see {@link org.thalweg.settings.KeyText}
     */
    void report(String line);

    /** Whether what takes time to find out is to be reported too. */
    default boolean isVerbose() {
        return false;
    }

    /** A follower of the steps and epochs, until it is closed. */
    interface Progress extends TrainingListener, AutoCloseable {
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
