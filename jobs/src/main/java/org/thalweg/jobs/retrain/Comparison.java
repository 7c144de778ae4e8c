package org.thalweg.jobs.retrain;

/**
 * The comparison of champion and challenger on a slice.
 *
 * @param slice name of the slice: {@code all}, {@code old}, {@code new}, {@code class x}, {@code column = value}
 * @param rows number of rows
 * @param champion the champion's metric; NaN if there is no champion yet
 * @param challenger the challenger's metric
 * @param low the lower bound of the improvement; NaN if it was not computed
 * @param high the upper bound of the improvement; NaN if it was not computed
 * @param evaluated whether the challenger may be refused because of this slice: false if there are too few rows, or
 *     neither a champion nor a floor to compare with
 * @param verdict why the challenger is refused because of this slice; empty if it is not
 */
record Comparison(
        String slice,
        long rows,
        double champion,
        double challenger,
        double low,
        double high,
        boolean evaluated,
        String verdict) {
    boolean isRefused() {
        return !verdict.isEmpty();
    }
}
