package org.thalweg.jobs.retrain;

import java.util.List;

/**
 * A held-out row with the scores of champion and challenger.
 *
 * @param champion the champion's score: 1 or 0 for a right or wrong class or set of labels, the squared error for
 *     numbers; NaN if there is no champion
 * @param challenger the challenger's score; NaN if there is none yet
 * @param isNew whether the row arrived since the last run
 * @param label the row's class; empty if it has none
 * @param slices the row's values of the slices' columns
 * @param byChampion further outputs of the champion, see {@link RowOutputs}; empty for none
 * @param byChallenger further outputs of the challenger; empty for none
 * @param truth labels as 0 and 1, or numbers; empty for classes
 */
record ScoredRow(
        double champion,
        double challenger,
        double weight,
        boolean isNew,
        String label,
        List<String> slices,
        double[] byChampion,
        double[] byChallenger,
        double[] truth) {
    private static final double[] NOTHING = {};

    /** A row with scores only. */
    ScoredRow(double champion, double challenger, double weight, boolean isNew, String label, List<String> slices) {
        this(champion, challenger, weight, isNew, label, slices, NOTHING, NOTHING, NOTHING);
    }

    /** The same with another champion. */
    ScoredRow beside(double score, double[] outputs) {
        return new ScoredRow(score, challenger, weight, isNew, label, slices, outputs, byChallenger, truth);
    }

    double score(boolean ofChampion) {
        return ofChampion ? champion : challenger;
    }

    double[] outputs(boolean ofChampion) {
        return ofChampion ? byChampion : byChallenger;
    }
}
