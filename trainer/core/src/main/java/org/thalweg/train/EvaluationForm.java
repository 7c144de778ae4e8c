package org.thalweg.train;

import java.io.Serializable;
import java.util.List;
import org.thalweg.model.Threshold;

/**
 * Options of an evaluation: the threshold of predictions, and what is collected besides the metrics.
 *
 * @param threshold of a model of two classes or of labels; {@link Threshold#NONE} otherwise
 * @param scores whether rows are counted by their scores; only with two classes or with labels
 * @param errors the ranges over which errors of a regression's first targets are counted; empty for no counting
 */
public record EvaluationForm(Threshold threshold, boolean scores, List<ErrorRange> errors) implements Serializable {
    /** The metrics only. */
    public static final EvaluationForm PLAIN = new EvaluationForm(Threshold.NONE, false, List.of());

    /** Copies the list. */
    public EvaluationForm {
        errors = List.copyOf(errors);
    }

    /** Predictions by a threshold. */
    public static EvaluationForm by(Threshold threshold) {
        return new EvaluationForm(threshold, false, List.of());
    }

    /** A copy that counts rows by their scores. */
    public EvaluationForm withScores() {
        return new EvaluationForm(threshold, true, errors);
    }

    /** A copy that counts errors over ranges. */
    public EvaluationForm withErrors(List<ErrorRange> ranges) {
        return new EvaluationForm(threshold, scores, ranges);
    }
}
