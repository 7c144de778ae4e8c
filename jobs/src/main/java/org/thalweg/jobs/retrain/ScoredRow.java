package org.thalweg.jobs.retrain;

import java.util.List;

/**
 * A row that no version has learned, with what champion and challenger make of it.
 *
 * @param champion its score, by which a task's models are compared unless otherwise asked: 1 or 0 for a right class or right
 *     labels, the squared error of numbers; NaN where there is no champion
 * @param challenger the same; NaN where there is none yet
 * @param isNew whether the row came in since the last time
 * @param label its class; empty where it has none
 * @param slices its values of the slices' columns
 * @param byChampion what else is kept of the champion's outputs, see {@link RowOutputs}; empty where nothing is
 * @param byChallenger the same of the challenger's
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

    /** A row of scores alone. */
    ScoredRow(double champion, double challenger, double weight, boolean isNew, String label, List<String> slices) {
        this(champion, challenger, weight, isNew, label, slices, NOTHING, NOTHING, NOTHING);
    }

    /** The same beside another champion. */
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
