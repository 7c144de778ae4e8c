package org.thalweg.spark.config;

/**
 * The rule of a key whose value is a whole number: its range, and what is usual. {@code usual} is the default, or,
 * where the key may be absent, an example for messages. The record that holds the value and the reader share it.
 */
public record Whole(String key, long low, long high, long usual) {

    /** Of type int. */
    public static Whole atLeast(String key, int low, int usual) {
        return new Whole(key, low, Integer.MAX_VALUE, usual);
    }

    public boolean permits(long value) {
        return value >= low && value <= high;
    }

    public void require(long value) {
        if (!permits(value)) {
            throw new IllegalArgumentException(key + ": expected " + words(value > high) + ", found " + value);
        }
    }

    /** What is expected; where a value is too large, the bound that says so. */
    public String words(boolean tooLarge) {
        if (low == Long.MIN_VALUE) {
            return "a whole number from " + low + " to " + high;
        }
        return tooLarge ? "a whole number of at most " + high : "a whole number of at least " + low;
    }
}
