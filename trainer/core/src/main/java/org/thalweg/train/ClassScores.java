package org.thalweg.train;

import java.io.Serializable;
import java.util.function.ToDoubleFunction;

/**
 * The areas under the ROC and precision-recall curves of several classes or labels, each against the rest, as sums that
 * can be added.
 *
 * <p>Means are unweighted, over the classes that have both positive and negative rows; NaN if there is no such class, or
 * more than {@value #MAX_CLASSES} classes. All classes together have at most {@value #MAX_BINS} bins: 65,536 per class for
 * up to 8 classes, 4,096 for 128. With at most that many rows the areas are exact (see {@link ScoreSums}).
 */
public final class ClassScores implements Serializable {
    private static final long serialVersionUID = 1;

    /** The greatest number of classes or labels for which areas are computed. */
    public static final int MAX_CLASSES = 128;

    private static final int MAX_BINS = 1 << 19;
    private static final int FINEST = 10;

    private final ScoreSums[] sums; // [classes]; none of too many

    ClassScores(int classes) {
        int fineness = FINEST;
        while (fineness > 1 && (long) classes * new ScoreSums(fineness).limit() > MAX_BINS) {
            fineness--;
        }
        sums = new ScoreSums[classes > MAX_CLASSES ? 0 : classes];
        for (int c = 0; c < sums.length; c++) {
            sums[c] = new ScoreSums(fineness);
        }
    }

    /** Whether areas are computed for this number of classes or labels. */
    public static boolean areKnownOf(int classes) {
        return classes <= MAX_CLASSES;
    }

    /** Adds the row of one class of two. */
    void addSecond(float score, boolean second, float weight) {
        sums[0].add(score, second, weight);
    }

    /** Adds a row of one class. */
    void addClass(float[] a, int row, int width, int trueClass, float weight) {
        for (int c = 0; c < sums.length; c++) {
            sums[c].add(a[row * width + c], c == trueClass, weight);
        }
    }

    /** Adds a row with labels. */
    void addLabels(float[] a, float[] targets, int row, int width, float weight) {
        for (int c = 0; c < sums.length; c++) {
            sums[c].add(a[row * width + c], targets[row * width + c] >= 0.5f, weight);
        }
    }

    /** Adds the scores of other rows; the argument is not changed. */
    void add(ClassScores that) {
        for (int c = 0; c < sums.length; c++) {
            sums[c].add(that.sums[c]);
        }
    }

    /** The mean area under the ROC curve, 0 to 1; NaN where there is none. */
    public double rocAuc() {
        return mean(CurveAreas::roc);
    }

    /** A bound on the error of {@link #rocAuc} caused by binning of scores; 0 if the rows are few enough to be exact. */
    public double rocAucBound() {
        return mean(CurveAreas::rocBound);
    }

    /** The mean of the average precisions, 0 to 1; NaN where there is none. */
    public double prAuc() {
        return mean(CurveAreas::precision);
    }

    /** A bound on the error of {@link #prAuc} caused by binning of scores; 0 if the rows are few enough to be exact. */
    public double prAucBound() {
        return mean(CurveAreas::precisionBound);
    }

    private double mean(ToDoubleFunction<CurveAreas> of) {
        double sum = 0;
        int defined = 0;
        for (ScoreSums one : sums) {
            double area = of.applyAsDouble(one.areas());
            if (!Double.isNaN(area)) {
                sum += area;
                defined++;
            }
        }
        return defined == 0 ? Double.NaN : sum / defined;
    }
}
