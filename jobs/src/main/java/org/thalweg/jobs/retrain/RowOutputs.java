package org.thalweg.jobs.retrain;

import java.io.Serializable;
import java.util.List;
import org.thalweg.train.Metric;

/**
 * What is kept of a model's outputs for a row, so that metrics of many rows can be worked out of them. Of labels and of
 * numbers, the outputs. Of classes the predicted one, and how probable the true one is, beside all others; and for areas
 * under curves the probability of every class, or of the second of two.
 *
 * @param classes of the challenger, whose numbers stand for them; empty for other tasks
 * @param probabilities whether every class's probability is kept
 */
record RowOutputs(List<String> classes, boolean probabilities) implements Serializable {
    /** The number of the predicted class, or −1 for one that is none of the challenger's. */
    static final int PREDICTED = 0;

    /** The probability of the true class. */
    static final int OF_TRUE = 1;

    /** Σ (p − y)² over the classes. */
    static final int SQUARES = 2;

    /** How many classes are more probable than the true one, or as probable and named before. */
    static final int BEFORE = 3;

    /** Where probabilities begin. */
    static final int PROBABILITIES = 4;

    /** Copies the list. */
    RowOutputs {
        classes = List.copyOf(classes);
    }

    /** What a metric needs. */
    static RowOutputs of(List<String> classes, Metric metric) {
        return new RowOutputs(classes, metric == Metric.ROC_AUC || metric == Metric.PR_AUC);
    }

    /**
     * Of classes.
     *
     * @param p of every class of a model
     * @param names of those
     * @param predicted the model's choice
     * @param label the true class, which may be none of them
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
