package org.thalweg.train;

import java.io.Serializable;
import org.thalweg.model.Threshold;

/**
 * Counts of positive and negative outcomes by predicted probability, as sums that can be added: weights in {@value #BINS}
 * equal bins. With two classes the probability is that of the second; with labels every label of a row is counted.
 *
 * <p>Bin k is [k / {@value #BINS}, (k + 1) / {@value #BINS}); the last bin includes 1. The predictions for a threshold of
 * k / {@value #BINS} are therefore known exactly.
 */
public final class ScoreCounts implements Serializable {
    private static final long serialVersionUID = 1;

    /** The number of bins: a power of two, so that their bounds are floats. */
    public static final int BINS = 1 << 12;

    private final double[] trues = new double[BINS];
    private final double[] falses = new double[BINS];

    ScoreCounts() {}

    /** Adds a row's class, or one of its labels. */
    void add(float probability, boolean isTrue, float rowWeight) {
        int bin = Math.max(0, Math.min(BINS - 1, (int) (probability * BINS)));
        (isTrue ? trues : falses)[bin] += rowWeight;
    }

    /** Adds other rows' counts; the others are unchanged. */
    void add(ScoreCounts that) {
        Evaluation.addAll(trues, that.trues);
        Evaluation.addAll(falses, that.falses);
    }

    /**
     * A threshold and its F1.
     *
     * @param f1 2 hits / (2 hits + misses + false alarms), of labels over all of them together
     */
    public record Best(Threshold threshold, double f1) {}

    /**
     * The threshold of the greatest F1 among the bins' bounds; of equals the one nearest to a half. It is at most 1 / {@value
     * #BINS} from that of all thresholds: the best threshold of calibrated probabilities is half of the greatest F1, so it is
     * no less than a bin unless F1 is next to nothing. Source: Lipton et al. 2014, "Optimal Thresholding of Classifiers to
     * Maximize F1 Measure".
     */
    public Best best() {
        double allTrue = Evaluation.sum(trues);
        double hits = 0;
        double falseAlarms = 0;
        double bestF1 = -1;
        int best = BINS / 2;
        for (int bound = BINS - 1; bound > 0; bound--) {
            hits += trues[bound];
            falseAlarms += falses[bound];
            double f1 = allTrue == 0 ? 0 : 2 * hits / (hits + falseAlarms + allTrue);
            boolean nearer = Math.abs(bound - BINS / 2) < Math.abs(best - BINS / 2);
            if (f1 > bestF1 || f1 == bestF1 && nearer) {
                bestF1 = f1;
                best = bound;
            }
        }
        return new Best(new Threshold((double) best / BINS), bestF1);
    }
}
