package org.thalweg.train;

/**
 * The areas under the ROC and the precision-recall curve of one class against the rest. Where scores are binned, each has
 * a bound on the error caused by binning.
 *
 * @param roc area under the receiver operating characteristic: the share of pairs of a row of the class and another in
 *     which the former has the greater score, ties counted half; NaN unless there are rows of both
 * @param rocBound |roc − that of the exact scores| is at most this: ½ Σ pos · neg of the bins / (Σ pos · Σ neg)
 * @param precision average precision, Σ (Rₙ − Rₙ₋₁) Pₙ over the thresholds, from the greatest score down: recall R, precision
 *     P; NaN unless there are rows of both
 * @param precisionBound |precision − that of the exact scores| is at most this: each bin's rows of the class have a precision
 *     between that of the bin's other rows all before them, and that of them all behind
 */
public record CurveAreas(double roc, double rocBound, double precision, double precisionBound) {
    /** The areas without rows, or when all rows are positive or all are negative. */
    public static final CurveAreas NONE = new CurveAreas(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    /**
     * Computes the areas from groups of rows.
     *
     * @param weights two per group, by ascending score: of the rows of the class, and of the others
     * @param groups the number of groups
     * @param shared whether a group's rows may differ in their scores
     */
    public static CurveAreas of(double[] weights, int groups, boolean shared) {
        double positives = 0;
        double negatives = 0;
        for (int g = 0; g < groups; g++) {
            positives += weights[2 * g];
            negatives += weights[2 * g + 1];
        }
        if (!(positives > 0 && negatives > 0)) {
            return NONE;
        }
        double above = 0; // of the class, with a greater score
        double falseAbove = 0;
        double pairs = 0;
        double tied = 0;
        double precision = 0;
        double bound = 0;
        for (int g = groups - 1; g >= 0; g--) {
            double of = weights[2 * g];
            double others = weights[2 * g + 1];
            pairs += others * (above + of / 2);
            tied += of * others / 2;
            if (of > 0) {
                double inGroup = (above + of) / (above + of + falseAbove + others);
                precision += of * inGroup;
                double most = (above + of) / (above + of + falseAbove);
                double least = above == 0 ? 0 : above / (above + falseAbove + others);
                bound += of * Math.max(most - inGroup, inGroup - least);
            }
            above += of;
            falseAbove += others;
        }
        double all = positives * negatives;
        return new CurveAreas(
                pairs / all, shared ? tied / all : 0, precision / positives, shared ? bound / positives : 0);
    }
}
