package org.thalweg.spark.fit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.thalweg.data.Split;
import org.thalweg.model.Task;
import org.thalweg.model.Threshold;
import org.thalweg.spark.RowsEngine;
import org.thalweg.spark.config.ThresholdChoice;
import org.thalweg.spark.table.SplitRows;
import org.thalweg.train.ErrorRange;
import org.thalweg.train.Evaluation;
import org.thalweg.train.EvaluationForm;
import org.thalweg.train.ScoreCounts;

/** Measures a network at the end of its training, on every split. */
final class LastMeasures {
    /** The targets whose errors are counted: a report shows no more. */
    private static final int COUNTED_TARGETS = 4;

    private final Task task;
    private final Map<String, Function<EvaluationForm, Evaluation>> splits = new LinkedHashMap<>();
    private final FitListener listener;

    /** Measures of a network's parameters on the rows that it was trained on, and those beside them. */
    LastMeasures(TrainingData rows, RowsEngine engine, float[] parameters, FitListener listener) {
        this.task = rows.plan().task();
        this.listener = listener;
        put(Split.TRAINING, form -> engine.evaluate(parameters, Split.TRAINING, form));
        if (engine.hasValidation()) {
            put(Split.VALIDATION, form -> engine.evaluate(parameters, Split.VALIDATION, form));
        }
        if (rows.training().survey().rows(Split.TEST) > 0) {
            put(Split.TEST, form -> engine.evaluate(parameters, Split.TEST, form));
        }
        rows.test().ifPresent(test -> put(Split.TEST, form -> engine.evaluate(parameters, test, Split.TRAINING, form)));
    }

    private void put(Split split, Function<EvaluationForm, Evaluation> measure) {
        splits.put(SplitRows.name(split), measure);
    }

    /** The threshold that is chosen: that of the best F1 is found on the validation rows. */
    Threshold threshold(ThresholdChoice choice) {
        if (!choice.isBestF1()) {
            return choice.number();
        }
        ScoreCounts.Best best = splits.get(SplitRows.name(Split.VALIDATION))
                .apply(EvaluationForm.PLAIN.withScores())
                .scoreCounts()
                .orElseThrow()
                .best();
        listener.reportMarked(Thresholds.text(best.threshold(), best.f1()));
        return best.threshold();
    }

    /** Every split's evaluation; of a regression the last split's counts its errors, over ranges that a first pass has found. */
    Map<String, Evaluation> evaluations(Threshold threshold) {
        EvaluationForm form = EvaluationForm.by(threshold);
        Map<String, Evaluation> evaluations = new LinkedHashMap<>();
        String last = "";
        for (Map.Entry<String, Function<EvaluationForm, Evaluation>> split : splits.entrySet()) {
            last = split.getKey();
            evaluations.put(last, split.getValue().apply(form));
        }
        List<ErrorRange> ranges = task == Task.REGRESSION ? errorRanges(evaluations.get(last)) : List.of();
        if (!ranges.isEmpty()) {
            evaluations.put(last, splits.get(last).apply(form.withErrors(ranges)));
        }
        return evaluations;
    }

    private static List<ErrorRange> errorRanges(Evaluation evaluation) {
        List<ErrorRange> ranges = new ArrayList<>();
        Optional<ErrorRange> range = evaluation.errors().range(0);
        while (range.isPresent()) {
            ranges.add(range.get());
            boolean more = ranges.size() < Math.min(COUNTED_TARGETS, evaluation.targets());
            range = more ? evaluation.errors().range(ranges.size()) : Optional.empty();
        }
        return ranges;
    }
}
