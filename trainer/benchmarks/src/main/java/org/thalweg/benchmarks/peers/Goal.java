package org.thalweg.benchmarks.peers;

import java.util.Locale;

/** What the test rows are to come to: at most a loss, or at least an accuracy. */
record Goal(Metric metric, double value) {
    /** What is measured on the test rows after every epoch. */
    enum Metric {
        /** Mean cross entropy. */
        LOSS,
        /** Share of the rows that are right. */
        ACCURACY
    }

    static Goal loss(double atMost) {
        return new Goal(Metric.LOSS, atMost);
    }

    static Goal accuracy(double atLeast) {
        return new Goal(Metric.ACCURACY, atLeast);
    }

    boolean reachedBy(Epoch epoch) {
        return metric == Metric.LOSS ? epoch.loss() <= value : epoch.accuracy() >= value;
    }

    @Override
    public String toString() {
        return metric == Metric.LOSS
                ? String.format(Locale.ROOT, "test loss %.3f", value)
                : String.format(Locale.ROOT, "test accuracy %.0f %%", 100 * value);
    }
}
