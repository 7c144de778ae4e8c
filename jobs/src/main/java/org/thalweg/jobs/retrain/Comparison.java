package org.thalweg.jobs.retrain;

/**
 * Champion and challenger on some rows.
 *
 * @param slice which rows: {@code all}, {@code old}, {@code new}, {@code class x}, {@code column = value}
 * @param rows of it
 * @param champion its metric; NaN where there is none yet
 * @param challenger its metric
 * @param low the lower end of the improvement's interval; NaN where none was worked out
 * @param high the upper end
 * @param evaluated whether the challenger may be refused for it: not of too few rows, nor where there is no champion to compare
 *     with and no floor
 * @param verdict why the challenger is refused for it; empty where it is not
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
