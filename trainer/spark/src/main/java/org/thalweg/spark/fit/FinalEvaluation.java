package org.thalweg.spark.fit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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
import org.thalweg.train.Metric;
import org.thalweg.train.MetricValues;
import org.thalweg.train.ScoreCounts;
import org.thalweg.train.TrainingResult;

/** Evaluates a network at the end of training, on every split. */
final class FinalEvaluation {
    /** The maximum number of targets whose errors are counted; a report does not show more. */
    private static final int COUNTED_TARGETS = 4;

    /**
     * The assumed ratio of the errors of new rows to those of training rows, which are the smallest, if nothing else is known.
     */
    private static final double OF_NEW_ROWS = 2;

    private final Task task;
    private final Map<String, Function<EvaluationForm, Evaluation>> splits;
    private final OptionalDouble validationRmse;
    private final FitListener listener;

    /**
     * Evaluates on splits.
     *
     * @param splits the evaluation of each split, in this order
     * @param validationRmse the RMSE of the network's epoch on the validation rows; empty if there is none
     */
    FinalEvaluation(
            Task task,
            Map<String, Function<EvaluationForm, Evaluation>> splits,
            OptionalDouble validationRmse,
            FitListener listener) {
        this.task = task;
        this.splits = splits;
        this.validationRmse = validationRmse;
        this.listener = listener;
    }

    /** Evaluates a network on the training rows and on the other splits. */
    static FinalEvaluation of(TrainingData rows, RowsEngine engine, TrainingResult result, FitListener listener) {
        float[] parameters = result.parameters();
        Map<String, Function<EvaluationForm, Evaluation>> splits = new LinkedHashMap<>();
        splits.put(name(Split.TRAINING), form -> engine.evaluate(parameters, Split.TRAINING, form));
        if (engine.hasValidation()) {
            splits.put(name(Split.VALIDATION), form -> engine.evaluate(parameters, Split.VALIDATION, form));
        }
        if (rows.training().survey().rows(Split.TEST) > 0) {
            splits.put(name(Split.TEST), form -> engine.evaluate(parameters, Split.TEST, form));
        }
        rows.test()
                .ifPresent(test ->
                        splits.put(name(Split.TEST), form -> engine.evaluate(parameters, test, Split.TRAINING, form)));
        Optional<MetricValues> evaluated =
                result.epochs().get(result.bestEpoch()).validation();
        return new FinalEvaluation(
                rows.plan().task(),
                splits,
                evaluated.isEmpty() || rows.plan().task() != Task.REGRESSION
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(evaluated.get().of(Metric.RMSE)),
                listener);
    }

    private static String name(Split split) {
        return SplitRows.name(split);
    }

    /** The chosen threshold. The one with the largest F1 is found on the validation rows. */
    Threshold threshold(ThresholdChoice choice) {
        if (!choice.isBestF1()) {
            return choice.number();
        }
        ScoreCounts.Best best = splits.get(name(Split.VALIDATION))
                .apply(EvaluationForm.PLAIN.withScores())
                .scoreCounts()
                .orElseThrow()
                .best();
        listener.reportMarked(Thresholds.text(best.threshold(), best.f1()));
        return best.threshold();
    }

    /**
     * The evaluation of every split, with one pass each. For a regression, the errors of the last split are counted in ranges
     * that depend on the previous split. If there is no previous split, the training rows are evaluated twice.
     */
    Map<String, Evaluation> evaluations(Threshold threshold) {
        EvaluationForm form = EvaluationForm.by(threshold);
        Map<String, Evaluation> evaluations = new LinkedHashMap<>();
        String before = "";
        for (Map.Entry<String, Function<EvaluationForm, Evaluation>> split : splits.entrySet()) {
            boolean last = evaluations.size() == splits.size() - 1;
            Function<EvaluationForm, Evaluation> measure = split.getValue();
            if (task == Task.REGRESSION && last) {
                List<ErrorRange> ranges = before.isEmpty()
                        ? ranges(measure.apply(form), 1)
                        : ranges(evaluations.get(before), growth(before, split.getKey(), evaluations.get(before)));
                evaluations.put(split.getKey(), measure.apply(form.withErrors(ranges)));
            } else {
                evaluations.put(split.getKey(), measure.apply(form));
            }
            before = split.getKey();
        }
        return evaluations;
    }

    /** The ratio of the errors of a split to those of the previous split. */
    private double growth(String before, String split, Evaluation earlier) {
        if (!before.equals(name(Split.TRAINING))) {
            return 1;
        }
        double growth = validationRmse.orElse(Double.NaN) / earlier.rmse();
        return split.equals(name(Split.VALIDATION)) && growth > 0 && Double.isFinite(growth) ? growth : OF_NEW_ROWS;
    }

    private static List<ErrorRange> ranges(Evaluation evaluation, double growth) {
        List<ErrorRange> ranges = new ArrayList<>();
        Optional<ErrorRange> range = evaluation.errors().range(0);
        while (range.isPresent()) {
            ErrorRange measured = range.get();
            ranges.add(new ErrorRange(measured.low(), measured.high(), growth * measured.error()));
            boolean more = ranges.size() < Math.min(COUNTED_TARGETS, evaluation.targets());
            range = more ? evaluation.errors().range(ranges.size()) : Optional.empty();
        }
        return ranges;
    }
}
