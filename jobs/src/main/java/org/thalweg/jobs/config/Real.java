package org.thalweg.jobs.config;

/**
 * The rule of a key whose value is a real number: its range, and what is usual. {@code usual} is the default, or,
 * where the key may be absent, an example for messages. The record that holds the value and the reader share it.
 */
record Real(String key, double low, boolean withLow, double high, boolean withHigh, double usual) {

    static Real above(String key, double low, double usual) {
        return new Real(key, low, false, Double.MAX_VALUE, true, usual);
    }

    static Real atLeast(String key, double low, double usual) {
        return new Real(key, low, true, Double.MAX_VALUE, true, usual);
    }

    /** From 0 to below 1. */
    static Real share(String key, double usual) {
        return new Real(key, 0, true, 1, false, usual);
    }

    boolean permits(double value) {
        boolean highEnough = withLow ? value >= low : value > low;
        boolean lowEnough = withHigh ? value <= high : value < high;
        return highEnough && lowEnough;
    }

    /** The value itself, but 0 for -0, which no job file can tell apart. */
    double require(double value) {
        if (!permits(value)) {
            throw new IllegalArgumentException(key + ": expected " + words() + ", found " + Literal.text(value));
        }
        return value + 0.0;
    }

    String words() {
        String bound = Literal.text(low);
        if (high == Double.MAX_VALUE) {
            return withLow ? "a number of at least " + bound : "a number above " + bound;
        }
        String upTo = Literal.text(high);
        String from = withLow ? "a number from " + bound + " to " : "a number above " + bound + " and ";
        if (withHigh) {
            return from + (withLow ? "" : "at most ") + upTo;
        }
        return from + "below " + upTo;
    }
}
