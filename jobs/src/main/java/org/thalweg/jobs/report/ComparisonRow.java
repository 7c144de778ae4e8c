package org.thalweg.jobs.report;

/**
 * The old model beside the new one, over some of the rows.
 *
 * @param slice which rows
 * @param rows how many
 * @param champion the metric of the model that is in use
 * @param challenger the metric of the model that would replace it
 * @param improvement how much better the challenger is, in hundredths: of accuracy their difference, of an error its share
 *     of the champion's
 * @param low the lower bound of the improvement
 * @param high its upper bound
 * @param verdict what is made of it
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
    /** What is made of a slice. */
    public enum Verdict {
        /** The challenger is not too much worse. */
        HOLDS,
        /** It is refused for it. */
        REFUSED,
        /** The rows are too few, or there is nothing to compare with. */
        NOT_EVALUATED
    }
}
