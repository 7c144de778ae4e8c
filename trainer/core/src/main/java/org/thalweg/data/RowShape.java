package org.thalweg.data;

import java.io.Serializable;

/**
 * What all rows of a job have in common.
 *
 * @param inputs features of a row, 1 or more
 * @param targetWidth targets of a row, 0 or more
 * @param sparse whether the rows are {@linkplain Example#isSparse() sparse}
 * @param classes where it is asked how much each class weighs, how many there are, the target being a class's index; else 0
 * @param targetStatistics whether mean and deviation of each target are asked for
 */
public record RowShape(int inputs, int targetWidth, boolean sparse, int classes, boolean targetStatistics)
        implements Serializable {
    /** A shape of rows whose classes nobody weighs, and whose targets nobody measures. */
    public RowShape(int inputs, int targetWidth, boolean sparse) {
        this(inputs, targetWidth, sparse, 0);
    }

    /** A shape of rows whose targets nobody measures. */
    public RowShape(int inputs, int targetWidth, boolean sparse, int classes) {
        this(inputs, targetWidth, sparse, classes, false);
    }

    /** Checks the ranges. */
    public RowShape {
        if (classes < 0 || classes > 0 && targetWidth != 1) {
            throw new IllegalArgumentException("classes: expected 0, or some where a row has 1 target, found " + classes
                    + " with " + targetWidth + " targets");
        }
        if (inputs < 1 || targetWidth < 0) {
            throw new IllegalArgumentException(
                    "row: expected 1 or more inputs and 0 or more targets, found " + inputs + " and " + targetWidth);
        }
    }

    /** The shape of dense rows. */
    public static RowShape dense(int inputs, int targetWidth) {
        return new RowShape(inputs, targetWidth, false);
    }

    /** The shape of an example. */
    public static RowShape of(Example example) {
        return new RowShape(example.inputs(), example.targets().length, example.isSparse());
    }

    /** The same, with mean and deviation of each target asked for. */
    public RowShape withTargetStatistics() {
        return new RowShape(inputs, targetWidth, sparse, classes, true);
    }

    /**
     * Refuses an example of another shape.
     *
     * @throws IllegalArgumentException saying what it has and what was expected
     */
    void require(Example example) {
        require(example.inputs(), example.targets().length, example.isSparse());
    }

    /** The same of a row among others. */
    void require(RowView row) {
        require(row.inputs(), row.targetWidth(), row.isSparse());
    }

    private void require(int itsInputs, int itsTargets, boolean isSparse) {
        require("features of a row", inputs, itsInputs);
        require("targets of a row", targetWidth, itsTargets);
        if (isSparse != sparse) {
            throw new IllegalArgumentException(
                    "rows: expected " + form(sparse) + " ones, found a " + form(!sparse) + " one");
        }
    }

    private static void require(String what, int expected, int found) {
        if (found != expected) {
            throw new IllegalArgumentException(what + ": expected " + expected + ", found " + found);
        }
    }

    private static String form(boolean sparse) {
        return sparse ? "sparse" : "dense";
    }
}
