package org.thalweg.jobs.retrain;

import java.io.Serializable;
import java.util.List;
import org.thalweg.train.Metric;

/**
 * The part of a model's outputs for a row from which metrics are computed. For labels and numbers it is the outputs.
 * For classes it is the predicted class and statistics of the true class's probability; for areas under curves also the
 * probability of every class, or of the second of two.
 *
 * @param classes the challenger's classes, whose indices are used; empty for other tasks
 * @param probabilities whether every class's probability is included
 */
record RowOutputs(List<String> classes, boolean probabilities) implements Serializable {
    /** Index of the predicted class, or −1 if the challenger does not know that class. */
    static final int PREDICTED = 0;

    /** The probability of the true class. */
    static final int OF_TRUE = 1;

    /** Σ (p − y)² over the classes. */
    static final int SQUARES = 2;

    /** Number of classes that are more probable than the true one, or as probable and earlier in the order. */
    static final int BEFORE = 3;

    /** Index of the first probability. */
    static final int PROBABILITIES = 4;

    /** Copies the list. */
    RowOutputs {
        classes = List.copyOf(classes);
    }

    /** The outputs that a metric needs. */
    static RowOutputs of(List<String> classes, Metric metric) {
        return new RowOutputs(classes, metric == Metric.ROC_AUC || metric == Metric.PR_AUC);
    }

    /**
     * The outputs for a row with a class.
     *
     * @param p the probability of each of the model's classes
     * @param names the model's classes
     * @param predicted index of the predicted class
     * @param label the true class, which may be unknown to the model
     */
    double[] ofClasses(double[] p, List<String> names, int predicted, String label) {
        int truth = names.indexOf(label);
        double ofTrue = truth < 0 ? 0 : p[truth];
        double squares = 1 - 2 * ofTrue;
        int before = 0;
        for (int i = 0; i < p.length; i++) {
            squares += p[i] * p[i];
            before += p[i] > ofTrue || p[i] == ofTrue && (truth < 0 || i < truth) ? 1 : 0;
        }
        int kept = !probabilities ? 0 : classes.size() == 2 ? 1 : classes.size();
        double[] outputs = new double[PROBABILITIES + kept];
        outputs[PREDICTED] = classes.indexOf(names.get(predicted));
        outputs[OF_TRUE] = ofTrue;
        outputs[SQUARES] = squares;
        outputs[BEFORE] = before;
        for (int i = 0; i < kept; i++) {
            int of = names.indexOf(classes.get(kept == 1 ? 1 : i));
            outputs[PROBABILITIES + i] = of < 0 ? 0 : p[of];
        }
        return outputs;
    }
}
