package org.thalweg.jobs.report;

/**
 * The comparison of the serving model and the new one on one slice of the rows.
 *
 * @param slice name of the slice
 * @param rows number of rows
 * @param champion the metric of the serving model
 * @param challenger the metric of the new model
 * @param improvement how much better the challenger is: for accuracy the difference, for an error the decrease as a
 *     share of the champion's error
 * @param low the lower bound of the improvement
 * @param high the upper bound of the improvement
 * @param verdict the result for the slice
 */
public record ComparisonRow(
        String slice,
        long rows,
        double champion,
        double challenger,
        double improvement,
        double low,
        double high,
        Verdict verdict) {
    /** The result for a slice. */
    public enum Verdict {
        /** The challenger is not too much worse. */
        HOLDS,
        /** The challenger is refused because of this slice. */
        REFUSED,
        /** There are too few rows, or nothing to compare with. */
        NOT_EVALUATED
    }
}
