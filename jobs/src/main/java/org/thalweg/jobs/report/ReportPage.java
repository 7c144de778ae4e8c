package org.thalweg.jobs.report;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.thalweg.train.EpochResult;
import org.thalweg.train.Evaluation;

/**
 * What a report tells; what is empty is left out of it.
 *
 * @param title the job's name
 * @param time when the run ended
 * @param outcome what came of it
 * @param reasons for the outcome, one a line
 * @param metrics the run's flat metrics, by their names in {@code metrics.json}, in their order; a value may be null
 * @param epochs of the training
 * @param evaluations by split: train, validation, test
 * @param names of the classes, labels or targets, in the network's order; empty where they have none
 * @param drift of the columns
 * @param metric what the models are compared by
 * @param comparison of the models, a line a slice
 * @param job the job file, as YAML
 */
public record ReportPage(
        String title,
        Instant time,
        RunOutcome outcome,
        List<String> reasons,
        Map<String, Object> metrics,
        List<EpochResult> epochs,
        Map<String, Evaluation> evaluations,
        List<String> names,
        List<DriftRow> drift,
        String metric,
        List<ComparisonRow> comparison,
        String job) {

    /** Copies lists and maps, in their order. */
    public ReportPage {
        reasons = List.copyOf(reasons);
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        epochs = List.copyOf(epochs);
        evaluations = Collections.unmodifiableMap(new LinkedHashMap<>(evaluations));
        names = List.copyOf(names);
        drift = List.copyOf(drift);
        comparison = List.copyOf(comparison);
    }

    /** A page of an outcome alone. */
    public static ReportPage of(String title, Instant time, RunOutcome outcome) {
        return new ReportPage(
                title, time, outcome, List.of(), Map.of(), List.of(), Map.of(), List.of(), List.of(), "", List.of(),
                "");
    }

    /** The same with another outcome. */
    public ReportPage withOutcome(RunOutcome other) {
        return new ReportPage(
                title, time, other, reasons, metrics, epochs, evaluations, names, drift, metric, comparison, job);
    }

    /** The same with reasons for the outcome. */
    public ReportPage withReasons(List<String> told) {
        return new ReportPage(
                title, time, outcome, told, metrics, epochs, evaluations, names, drift, metric, comparison, job);
    }

    /** The same with figures. */
    public ReportPage withMetrics(Map<String, Object> metrics) {
        return new ReportPage(
                title, time, outcome, reasons, metrics, epochs, evaluations, names, drift, metric, comparison, job);
    }

    /** The same with the epochs of a training. */
    public ReportPage withEpochs(List<EpochResult> results) {
        return new ReportPage(
                title, time, outcome, reasons, metrics, results, evaluations, names, drift, metric, comparison, job);
    }

    /** The same with evaluations by split, and the names of the classes, labels or targets. */
    public ReportPage withEvaluations(Map<String, Evaluation> bySplit, List<String> ofOutputs) {
        return new ReportPage(
                title, time, outcome, reasons, metrics, epochs, bySplit, ofOutputs, drift, metric, comparison, job);
    }

    /** The same with the columns' drift. */
    public ReportPage withDrift(List<DriftRow> rows) {
        return new ReportPage(
                title, time, outcome, reasons, metrics, epochs, evaluations, names, rows, metric, comparison, job);
    }

    /** The same with two models beside each other. */
    public ReportPage withComparison(String by, List<ComparisonRow> rows) {
        return new ReportPage(title, time, outcome, reasons, metrics, epochs, evaluations, names, drift, by, rows, job);
    }

    /** The same with the job file. */
    public ReportPage withJob(String yaml) {
        return new ReportPage(
                title, time, outcome, reasons, metrics, epochs, evaluations, names, drift, metric, comparison, yaml);
    }

    /** The most telling split: rows that neither training nor its choices have seen, where there are any; else null. */
    String foremostSplit() {
        return foremostSplit(evaluations);
    }

    /** The split of evaluations that says most of new rows; null of none. */
    public static String foremostSplit(Map<String, Evaluation> evaluations) {
        for (String split : List.of("test", "validation", "train")) {
            if (evaluations.containsKey(split)) {
                return split;
            }
        }
        return evaluations.isEmpty() ? null : evaluations.keySet().iterator().next();
    }

    /** The name of a class, label or target. */
    String name(int output) {
        return output < names.size() ? names.get(output) : Integer.toString(output);
    }
}
