package org.thalweg.train;

import java.io.Serializable;
import org.thalweg.model.Threshold;

/**
 * Metrics of multilabel classification, as sums that can be added: for every label the weights of true positives, false
 * negatives and false positives, and {@linkplain ClassScores the ranking of rows}. Precision, recall and F1 are 0 instead of
 * 0 / 0.
 */
public final class LabelStatistics implements Serializable {
    private static final long serialVersionUID = 1;

    private final double[] hits; // [labels]: true and predicted
    private final double[] misses; // true, not predicted
    private final double[] falseAlarms; // predicted, not true
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
     * @param targets 1 for a label that the row has, else 0, [rows, labels]
     * @param threshold a label is predicted when its probability reaches it
     */
    void add(float[] a, float[] targets, int row, float rowWeight, Threshold threshold) {
        boolean right = true;
        for (int l = 0; l < hits.length; l++) {
            boolean actual = targets[row * hits.length + l] >= 0.5f;
            boolean predicted = threshold.isReached(a[row * hits.length + l]);
            if (actual) {
                (predicted ? hits : misses)[l] += rowWeight;
            } else if (predicted) {
                falseAlarms[l] += rowWeight;
            }
            right &= actual == predicted;
        }
        scores.addLabels(a, targets, row, hits.length, rowWeight);
        exact += right ? rowWeight : 0;
        weight += rowWeight;
    }

    /** Adds the sums of other rows; the argument is not changed. */
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

    /** The share of rows with all labels right, 0 to 1; NaN without rows. */
    public double subsetAccuracy() {
        return exact / weight;
    }

    /** The share of labels, over all rows, that are wrong, 0 to 1; NaN without rows. */
    public double hammingLoss() {
        return (Evaluation.sum(misses) + Evaluation.sum(falseAlarms)) / (weight * hits.length);
    }

    /** The share of the rows predicted to have a label that do have it. */
    public double precision(int label) {
        return ratio(hits[label], hits[label] + falseAlarms[label]);
    }

    /** The share of the rows with a label that are predicted to have it. */
    public double recall(int label) {
        return ratio(hits[label], support(label));
    }

    /** The harmonic mean of precision and recall, 2 hits / (2 hits + misses + false alarms). */
    public double f1(int label) {
        return f1(hits[label], misses[label], falseAlarms[label]);
    }

    /** The weight of the rows with a label. */
    public double support(int label) {
        return hits[label] + misses[label];
    }

    /** F1 over all labels together: frequent labels count more. */
    public double microF1() {
        return f1(Evaluation.sum(hits), Evaluation.sum(misses), Evaluation.sum(falseAlarms));
    }

    /** The mean of the labels' F1: every label counts equally. */
    public double macroF1() {
        double sum = 0;
        for (int l = 0; l < hits.length; l++) {
            sum += f1(l);
        }
        return sum / hits.length;
    }

    /** The Hamming loss of predicting the majority value of every label. */
    public double hammingLossOfMajority() {
        double sum = 0;
        for (int l = 0; l < hits.length; l++) {
            sum += Math.min(support(l), weight - support(l));
        }
        return sum / (weight * hits.length);
    }

    /** The average precision of a random ranking: the mean share of rows with a label, over the labels that occur. */
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
