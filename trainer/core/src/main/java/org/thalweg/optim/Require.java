package org.thalweg.optim;

/** The ranges that settings are held to. */
final class Require {
    private Require() {}

    /** [0, 1). */
    static void share(String name, double value) {
        require(value >= 0 && value < 1, name, "0 or more and below 1", value);
    }

    /** [0, 1]. */
    static void unit(String name, double value) {
        require(value >= 0 && value <= 1, name, "0 to 1", value);
    }

    /** (0, 1]. */
    static void factor(String name, double value) {
        require(value > 0 && value <= 1, name, "above 0 and at most 1", value);
    }

    static void notNegative(String name, double value) {
        require(value >= 0 && Double.isFinite(value), name, "a finite number, 0 or more", value);
    }

    static void positive(String name, double value) {
        require(value > 0 && Double.isFinite(value), name, "a finite number above 0", value);
    }

    static void atLeastOne(String name, double value) {
        require(value >= 1 && Double.isFinite(value), name, "a finite number, 1 or more", value);
    }

    /** Above 0 after rounding too: an ε that becomes 0 would divide 0 by 0. */
    static void positiveFloat(String name, double value) {
        require((float) value > 0 && Float.isFinite((float) value), name, "above 0 and finite as a float", value);
    }

    static void notNegativeFloat(String name, double value) {
        require(value >= 0 && Float.isFinite((float) value), name, "0 or more and finite as a float", value);
    }

    static void atLeastOne(String name, int value) {
        require(value >= 1, name, "1 or more", value);
    }

    /** 1 to most. */
    static void count(String name, int value, int most) {
        require(value >= 1 && value <= most, name, "1 to " + most, value);
    }

    private static void require(boolean holds, String name, String expected, Number found) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": expected " + expected + ", found " + found);
        }
    }
}
