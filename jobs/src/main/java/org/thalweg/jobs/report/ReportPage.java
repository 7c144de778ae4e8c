package org.thalweg.jobs.report;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thalweg.train.EpochResult;
import org.thalweg.train.Evaluation;

/**
 * The content of a report. Empty parts are left out of the page.
 *
 * @param title the job's name
 * @param time when the run ended
 * @param outcome the run's outcome
 * @param reasons reasons for the outcome, one a line
 * @param metrics the run's flat metrics, by their names in {@code metrics.json}, in their order; a value may be null
 * @param epochs of the training
 * @param evaluations by split: train, validation, test
 * @param names of the classes, labels or targets, in the network's order; empty where they have none
 * @param drift of the columns
 * @param metric the metric by which the models are compared
 * @param comparison the comparison of the models, a row for each slice
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

    /** A page with an outcome only. */
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
    public ReportPage withReasons(List<String> lines) {
        return new ReportPage(
                title, time, outcome, lines, metrics, epochs, evaluations, names, drift, metric, comparison, job);
    }

    /** The same with metrics. */
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

    /** The same with a comparison of two models. */
    public ReportPage withComparison(String by, List<ComparisonRow> rows) {
        return new ReportPage(title, time, outcome, reasons, metrics, epochs, evaluations, names, drift, by, rows, job);
    }

    /** The same with the job file. */
    public ReportPage withJob(String yaml) {
        return new ReportPage(
                title, time, outcome, reasons, metrics, epochs, evaluations, names, drift, metric, comparison, yaml);
    }

    /** The split to show first; there must be an evaluation. */
    String mainSplit() {
        return mainSplit(evaluations).orElseThrow();
    }

    /** The split that is most like new rows: test, else validation, else train; empty if there is no evaluation. */
    public static Optional<String> mainSplit(Map<String, Evaluation> evaluations) {
        for (String split : List.of("test", "validation", "train")) {
            if (evaluations.containsKey(split)) {
                return Optional.of(split);
            }
        }
        return evaluations.keySet().stream().findFirst();
    }

    /** The name of a class, label or target. */
    String name(int output) {
        return output < names.size() ? names.get(output) : Integer.toString(output);
    }
}
