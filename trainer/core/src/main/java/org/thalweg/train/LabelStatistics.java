package org.thalweg.train;

import java.io.Serializable;
import org.thalweg.model.Threshold;

/**
 * How well several labels a row are told, as sums that add up: for every label the weight of the rows that bear it, and
 * are predicted to, and {@linkplain ClassScores how rows are ranked}. Precision, recall and F1 are 0 where they would be 0 / 0.
 */
public final class LabelStatistics implements Serializable {
    private static final long serialVersionUID = 1;

    private final double[] hits; // [labels]: borne and predicted
    private final double[] misses; // borne, not predicted
    private final double[] falseAlarms; // predicted, not borne
    private final ClassScores scores;
    private double exact; // rows of which every label is right
    private double weight;

    LabelStatistics(int labels) {
        hits = new double[labels];
        misses = new double[labels];
        falseAlarms = new double[labels];
        scores = new ClassScores(labels);
    }

    /**
     * Adds a row.
     *
     * @param a the labels' probabilities, [rows, labels]
     * @param targets 1 for a label that the row bears, else 0, [rows, labels]
     * @param threshold from which on a label is predicted
     */
    void add(float[] a, float[] targets, int row, float rowWeight, Threshold threshold) {
        boolean right = true;
        for (int l = 0; l < hits.length; l++) {
            boolean borne = targets[row * hits.length + l] >= 0.5f;
            boolean predicted = threshold.isReached(a[row * hits.length + l]);
            if (borne) {
                (predicted ? hits : misses)[l] += rowWeight;
            } else if (predicted) {
                falseAlarms[l] += rowWeight;
            }
            right &= borne == predicted;
        }
        scores.addLabels(a, targets, row, hits.length, rowWeight);
        exact += right ? rowWeight : 0;
        weight += rowWeight;
    }

    /** Adds other rows' figures; the others are unchanged. */
    void add(LabelStatistics that) {
        Evaluation.addAll(hits, that.hits);
        Evaluation.addAll(misses, that.misses);
        Evaluation.addAll(falseAlarms, that.falseAlarms);
        scores.add(that.scores);
        exact += that.exact;
        weight += that.weight;
    }

    /** How many labels there are. */
    public int count() {
        return hits.length;
    }

    /** How rows are ranked by each label's probability. */
    public ClassScores scores() {
        return scores;
    }

    /** The share of rows of which every label is right, 0 to 1; NaN of no rows. */
    public double subsetAccuracy() {
        return exact / weight;
    }

    /** The share of labels, over all rows, that are wrong, 0 to 1; NaN of no rows. */
    public double hammingLoss() {
        return (Evaluation.sum(misses) + Evaluation.sum(falseAlarms)) / (weight * hits.length);
    }

    /** Of the rows predicted to bear a label, the share that do. */
    public double precision(int label) {
        return ratio(hits[label], hits[label] + falseAlarms[label]);
    }

    /** Of the rows that bear a label, the share that are predicted to. */
    public double recall(int label) {
        return ratio(hits[label], support(label));
    }

    /** The harmonic mean of precision and recall, 2 hits / (2 hits + misses + false alarms). */
    public double f1(int label) {
        return f1(hits[label], misses[label], falseAlarms[label]);
    }

    /** The weight of the rows that bear a label. */
    public double support(int label) {
        return hits[label] + misses[label];
    }

    /** F1 over all labels together: frequent ones count more. */
    public double microF1() {
        return f1(Evaluation.sum(hits), Evaluation.sum(misses), Evaluation.sum(falseAlarms));
    }

    /** The mean of the labels' F1: every label counts alike. */
    public double macroF1() {
        double sum = 0;
        for (int l = 0; l < hits.length; l++) {
            sum += f1(l);
        }
        return sum / hits.length;
    }

    /** The Hamming loss of predicting, of every label, what most of these rows have. */
    public double hammingLossOfMajority() {
        double sum = 0;
        for (int l = 0; l < hits.length; l++) {
            sum += Math.min(support(l), weight - support(l));
        }
        return sum / (weight * hits.length);
    }

    /** The average precision of no ranking at all: the mean of the labels' shares of these rows, of those that any bears. */
    public double meanShare() {
        double sum = 0;
        int there = 0;
        for (int l = 0; l < hits.length; l++) {
            sum += support(l) / weight;
            there += support(l) > 0 ? 1 : 0;
        }
        return sum / there;
    }

    /** The log loss of predicting these rows' share of every label for all of them: the mean of the shares' entropies. */
    public double entropy() {
        double sum = 0;
        for (int l = 0; l < hits.length; l++) {
            double share = support(l) / weight;
            sum -= share > 0 ? share * StrictMath.log(share) : 0;
            sum -= share < 1 ? (1 - share) * StrictMath.log(1 - share) : 0;
        }
        return sum / hits.length;
    }

    private static double f1(double hits, double misses, double falseAlarms) {
        return ratio(2 * hits, 2 * hits + misses + falseAlarms);
    }

    private static double ratio(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }
}
