package org.thalweg.data;

import java.io.Serializable;

/**
 * The shape that all rows of a job have in common.
 *
 * @param inputs features per row, 1 or more
 * @param targetWidth targets per row, 0 or more
 * @param sparse whether the rows are {@linkplain Example#isSparse() sparse}
 * @param classes the number of classes if class weights are requested, with class indices as targets; otherwise 0
 * @param targetStatistics whether mean and deviation of each target are requested
 */
public record RowShape(int inputs, int targetWidth, boolean sparse, int classes, boolean targetStatistics)
        implements Serializable {
    /** A shape without statistics of classes and targets. */
    public RowShape(int inputs, int targetWidth, boolean sparse) {
        this(inputs, targetWidth, sparse, 0);
    }

    /** A shape without statistics of targets. */
    public RowShape(int inputs, int targetWidth, boolean sparse, int classes) {
        this(inputs, targetWidth, sparse, classes, false);
    }

    /** Checks the ranges. */
    public RowShape {
        if (classes < 0 || classes > 0 && targetWidth != 1) {
            throw new IllegalArgumentException("classes: expected 0, or more with 1 target per row, found " + classes
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

    /** A copy that requests mean and deviation of each target. */
    public RowShape withTargetStatistics() {
        return new RowShape(inputs, targetWidth, sparse, classes, true);
    }

    /**
     * Requires that an example has this shape.
     *
     * @throws IllegalArgumentException if it has another shape
     */
    void require(Example example) {
        require(example.inputs(), example.targets().length, example.isSparse());
    }

    /** Requires that a row has this shape. */
    void require(RowView row) {
        require(row.inputs(), row.targetWidth(), row.isSparse());
    }

    private void require(int itsInputs, int itsTargets, boolean isSparse) {
        require("features of a row", inputs, itsInputs);
        require("targets of a row", targetWidth, itsTargets);
        if (isSparse != sparse) {
            throw new IllegalArgumentException(
                    "rows: expected " + form(sparse) + " rows, found a " + form(!sparse) + " row");
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
