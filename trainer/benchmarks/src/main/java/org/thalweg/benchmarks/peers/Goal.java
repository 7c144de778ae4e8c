package org.thalweg.benchmarks.peers;

import java.util.Locale;

/** A goal on the test rows: a maximum loss, or a minimum accuracy. */
record Goal(Metric metric, double value) {
    /** The metric that is evaluated on the test rows after every epoch. */
    enum Metric {
        /** Mean cross entropy. */
        LOSS,
        /** Share of correctly classified rows. */
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
