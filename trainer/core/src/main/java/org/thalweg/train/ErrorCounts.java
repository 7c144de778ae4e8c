package org.thalweg.train;

import java.io.Serializable;
import java.util.List;

/**
 * Histograms of a regression, as sums that can be added: row weights by {@value #CELLS} × {@value #CELLS} cells of actual and
 * predicted value, and by {@value #BINS} bins of actual − predicted.
 *
 * <p>Cells and bins are equal parts of an {@link ErrorRange}. Their number does not depend on the number of rows.
 */
public final class ErrorCounts implements Serializable {
    private static final long serialVersionUID = 1;

    /** Cells a side. */
    public static final int CELLS = 32;

    /** Bins of errors. */
    public static final int BINS = 40;

    private final double[] lows; // [targets]
    private final double[] highs;
    private final double[] errors;
    private final double[] cells; // [targets × CELLS × CELLS], actual × predicted
    private final double[] bins; // [targets × BINS]

    ErrorCounts(List<ErrorRange> ranges) {
        lows = ranges.stream().mapToDouble(ErrorRange::low).toArray();
        highs = ranges.stream().mapToDouble(ErrorRange::high).toArray();
        errors = ranges.stream().mapToDouble(ErrorRange::error).toArray();
        cells = new double[lows.length * CELLS * CELLS];
        bins = new double[lows.length * BINS];
    }

    /** Adds a row's target. */
    void add(int target, double actual, double predicted, float rowWeight) {
        int row = part(actual, lows[target], highs[target], CELLS);
        int column = part(predicted, lows[target], highs[target], CELLS);
        cells[(target * CELLS + row) * CELLS + column] += rowWeight;
        bins[target * BINS + part(actual - predicted, -errors[target], errors[target], BINS)] += rowWeight;
    }

    private static int part(double value, double low, double high, int parts) {
        return (int) Math.max(0, Math.min(parts - 1, Math.floor((value - low) / (high - low) * parts)));
    }

    /** Adds the counts of other rows over the same ranges; the argument is not changed. */
    void add(ErrorCounts that) {
        Evaluation.addAll(cells, that.cells);
        Evaluation.addAll(bins, that.bins);
    }

    /** The targets that are counted, the first ones. */
    public int targets() {
        return lows.length;
    }

    /** Over which values and errors a target is counted. */
    public ErrorRange range(int target) {
        return new ErrorRange(lows[target], highs[target], errors[target]);
    }

    /** The weight of the rows of a cell, which counts from the least values. */
    public double cell(int target, int actual, int predicted) {
        return cells[(target * CELLS + actual) * CELLS + predicted];
    }

    /** The weight of the rows of a bin of actual − predicted, which counts from the least error. */
    public double bin(int target, int bin) {
        return bins[target * BINS + bin];
    }
}
