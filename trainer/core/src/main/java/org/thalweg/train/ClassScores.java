package org.thalweg.train;

import java.io.Serializable;
import java.util.function.ToDoubleFunction;

/**
 * The areas under the curves of several classes or labels, each against the others: their scores as sums that add up.
 *
 * <p>Means are over those of which there are rows and rows of others, each with the same share; NaN where there is none. There
 * are none of more than {@value #MAX_CLASSES} either. Fewer have {@value #MAX_BINS} bins at most, over all of them: 65,536 each of up
 * to 8 classes, 4,096 each of 128; areas of up to as many rows are exact (see {@link ScoreSums}).
 */
public final class ClassScores implements Serializable {
    private static final long serialVersionUID = 1;

    /** The most classes or labels of which there are areas. */
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

    /** Whether areas are known of so many classes or labels. */
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

    /** Adds a row that bears labels. */
    void addLabels(float[] a, float[] targets, int row, int width, float weight) {
        for (int c = 0; c < sums.length; c++) {
            sums[c].add(a[row * width + c], targets[row * width + c] >= 0.5f, weight);
        }
    }

    /** Adds other rows' scores; the others are unchanged. */
    void add(ClassScores that) {
        for (int c = 0; c < sums.length; c++) {
            sums[c].add(that.sums[c]);
        }
    }

    /** The mean area under the ROC curve, 0 to 1; NaN where there is none. */
    public double rocAuc() {
        return mean(CurveAreas::roc);
    }

    /** How far that may be from the area of the exact scores, which share bins where there are many rows; 0 of few. */
    public double rocAucBound() {
        return mean(CurveAreas::rocBound);
    }

    /** The mean of the average precisions, 0 to 1; NaN where there is none. */
    public double prAuc() {
        return mean(CurveAreas::precision);
    }

    /** How far that may be from the average precision of the exact scores; 0 of few rows. */
    public double prAucBound() {
        return mean(CurveAreas::precisionBound);
    }

    private double mean(ToDoubleFunction<CurveAreas> of) {
        double sum = 0;
        int found = 0;
        for (ScoreSums one : sums) {
            double area = of.applyAsDouble(one.areas());
            if (!Double.isNaN(area)) {
                sum += area;
                found++;
            }
        }
        return found == 0 ? Double.NaN : sum / found;
    }
}
