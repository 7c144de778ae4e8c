package org.thalweg.ml;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.thalweg.spark.fit.Fitted;
import org.thalweg.train.EpochResult;
import org.thalweg.train.Evaluation;
import org.thalweg.train.Metric;
import org.thalweg.train.MetricValues;

/** How a model came about: the history of its training, and its measures at the end. */
public final class MlpTrainingSummary implements Serializable {
    private static final long serialVersionUID = 1;

    private final double[] objectiveHistory;
    private final double[] validationHistory;
    private final Map<String, Map<String, Double>> measures;
    private final int bestEpoch;
    private final String stoppedBy;
    private final double trainingSeconds;
    private final String weightsSha256;
    private final List<String> warnings;

    MlpTrainingSummary(Fitted fitted, List<String> warnings) {
        List<EpochResult> epochs = fitted.result().epochs();
        objectiveHistory = epochs.stream().mapToDouble(EpochResult::trainLoss).toArray();
        validationHistory =
                epochs.stream().mapToDouble(FitProgress::validationLoss).toArray();
        measures = new LinkedHashMap<>();
        fitted.evaluations().forEach((split, evaluation) -> measures.put(split, measures(evaluation)));
        bestEpoch = fitted.result().bestEpoch();
        stoppedBy = fitted.result().stoppedBy().label();
        trainingSeconds = fitted.trainingSeconds();
        weightsSha256 = fitted.weightsSha256();
        this.warnings = List.copyOf(warnings);
    }

    private static Map<String, Double> measures(Evaluation evaluation) {
        MetricValues values = MetricValues.of(evaluation);
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put(Metric.LOSS.label(), values.loss());
        for (Metric metric : Metric.of(values.task())) {
            measures.put(metric.label(), values.of(metric));
        }
        measures.values().removeIf(value -> value.isNaN());
        return measures;
    }

    /** The mean training loss of each epoch. */
    public double[] objectiveHistory() {
        return objectiveHistory.clone();
    }

    /** The mean loss of the validation rows after each epoch; NaN where there are none. */
    public double[] validationHistory() {
        return validationHistory.clone();
    }

    /** The epochs that were trained. */
    public int totalIterations() {
        return objectiveHistory.length;
    }

    /** The epoch whose weights were kept, from 0. */
    public int bestEpoch() {
        return bestEpoch;
    }

    /** What ended training: {@code epochs}, or the rule that did. */
    public String stoppedBy() {
        return stoppedBy;
    }

    /** The measures of the rows of a split, {@code train}, {@code validation} or {@code test}, by their names in job files. */
    public Map<String, Double> measures(String split) {
        Map<String, Double> of = measures.get(split);
        if (of == null) {
            throw new IllegalArgumentException("split: expected one of " + measures.keySet() + ", found " + split);
        }
        return new LinkedHashMap<>(of);
    }

    /** The splits that were measured. */
    public List<String> splits() {
        return List.copyOf(measures.keySet());
    }

    /** The seconds that the epochs took. */
    public double trainingSeconds() {
        return trainingSeconds;
    }

    /** The SHA-256 of the weights. */
    public String weightsSha256() {
        return weightsSha256;
    }

    /** What was worth a warning. */
    public List<String> warnings() {
        return warnings;
    }
}
