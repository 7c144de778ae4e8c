package org.thalweg.train;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A sparse confusion matrix [classes × classes], true class × predicted class. Only pairs that occur are stored, so memory
 * does not grow with the square of the number of classes. Mutable; not thread-safe.
 */
public final class ConfusionMatrix implements Serializable {
    private static final long serialVersionUID = 1;

    private static final int SMALLEST = 16;
    private static final long FREE = -1;

    private final int classes;
    private long[] pairs = new long[0]; // classes × true class + predicted, by hash; FREE where there is none
    private double[] weights = new double[0];
    private int used;

    ConfusionMatrix(int classes) {
        this.classes = classes;
    }

    void add(int trueClass, int predicted, double weight) {
        add((long) trueClass * classes + predicted, weight);
    }

    private void add(long pair, double weight) {
        if (2 * (used + 1) > pairs.length) {
            grow();
        }
        int at = place(pair);
        if (pairs[at] == FREE) {
            pairs[at] = pair;
            used++;
        }
        weights[at] += weight;
    }

    private void grow() {
        long[] oldPairs = pairs;
        double[] oldWeights = weights;
        pairs = new long[Math.max(SMALLEST, 2 * oldPairs.length)];
        weights = new double[pairs.length];
        Arrays.fill(pairs, FREE);
        for (int i = 0; i < oldPairs.length; i++) {
            if (oldPairs[i] != FREE) {
                int at = place(oldPairs[i]);
                pairs[at] = oldPairs[i];
                weights[at] = oldWeights[i];
            }
        }
    }

    /** The index of a pair, or the free index where it belongs. */
    private int place(long pair) {
        int mask = pairs.length - 1;
        int at = Long.hashCode(pair * 0x9E3779B97F4A7C15L) & mask;
        while (pairs[at] != FREE && pairs[at] != pair) {
            at = at + 1 & mask;
        }
        return at;
    }

    /** Adds the weights of another matrix, which is not changed. */
    void add(ConfusionMatrix that) {
        for (int i = 0; i < that.pairs.length; i++) {
            if (that.pairs[i] != FREE) {
                add(that.pairs[i], that.weights[i]);
            }
        }
    }

    /** The weight of a pair; 0 if it does not occur. */
    double weight(int trueClass, int predicted) {
        if (pairs.length == 0) {
            return 0;
        }
        int at = place((long) trueClass * classes + predicted);
        return pairs[at] == FREE ? 0 : weights[at];
    }

    /** Reads the pairs that occur, by true class and then by predicted. */
    void forEach(ClassMetrics.ConfusionReader reader) {
        long[] sorted =
                Arrays.stream(pairs).filter(pair -> pair != FREE).sorted().toArray();
        for (long pair : sorted) {
            reader.read((int) (pair / classes), (int) (pair % classes), weights[place(pair)]);
        }
    }
}
