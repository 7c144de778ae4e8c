package org.thalweg.train;

import java.io.Serializable;
import java.util.List;
import org.thalweg.model.Threshold;

/**
 * By what an evaluation predicts, and what it gathers beside what every evaluation has.
 *
 * @param threshold of a model of two classes or of labels; {@link Threshold#NONE} otherwise
 * @param scores whether it counts rows by their scores: of two classes or of labels alone
 * @param errors the ranges over which the errors of a regression's first targets are counted; empty for no counting
 */
public record EvaluationForm(Threshold threshold, boolean scores, List<ErrorRange> errors) implements Serializable {
    /** What every evaluation has. */
    public static final EvaluationForm PLAIN = new EvaluationForm(Threshold.NONE, false, List.of());

    /** Copies the list. */
    public EvaluationForm {
        errors = List.copyOf(errors);
    }

    /** Predictions by a threshold. */
    public static EvaluationForm by(Threshold threshold) {
        return new EvaluationForm(threshold, false, List.of());
    }

    /** The same with rows counted by their scores. */
    public EvaluationForm withScores() {
        return new EvaluationForm(threshold, true, errors);
    }

    /** The same with errors counted over ranges. */
    public EvaluationForm withErrors(List<ErrorRange> ranges) {
        return new EvaluationForm(threshold, scores, ranges);
    }
}
