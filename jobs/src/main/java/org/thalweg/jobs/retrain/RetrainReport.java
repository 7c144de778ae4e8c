package org.thalweg.jobs.retrain;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thalweg.jobs.config.GateMetric;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.profile.Drift;
import org.thalweg.jobs.report.ComparisonRow;
import org.thalweg.jobs.report.DriftRow;
import org.thalweg.jobs.report.HtmlReport;
import org.thalweg.jobs.report.ReportPage;
import org.thalweg.jobs.report.RunOutcome;
import org.thalweg.jobs.run.JobTraining;
import org.thalweg.jobs.run.TrainingReport;
import org.thalweg.model.Task;

/** The report of a retraining. */
final class RetrainReport {
    static final String BAD_ROWS = "the new rows failed a check";
    static final String DIVERGED = "training diverged";

    /** The most columns shown; of more, those with the largest drift. */
    private static final int MOST_COLUMNS = 200;

    private final JobFile job;
    private final Instant time;
    private final List<String> arrived;
    private final String serving;
    private final Optional<DataChecks> checks;

    /**
     * A report.
     *
     * @param arrived what is new, a line each
     * @param serving a text that says which version serves if no new one does
     * @param checks the checks of the new rows; empty if they could not be read
     */
    RetrainReport(JobFile job, Instant time, List<String> arrived, String serving, Optional<DataChecks> checks) {
        this.job = job;
        this.time = time;
        this.arrived = arrived;
        this.serving = serving;
        this.checks = checks;
    }

    /** The page of a run that trained a model. */
    String html(JobTraining.Trained trained, List<Comparison> comparisons, GateMetric metric, int version) {
        ReportPage page = TrainingReport.page(job, trained, time);
        Map<String, Object> metrics = new LinkedHashMap<>(page.metrics());
        metrics.put("new", arrived);
        List<String> reasons = Gate.reasons(comparisons);
        String trainedSummary = ". " + page.outcome().summary();
        RunOutcome outcome = reasons.isEmpty()
                ? new RunOutcome(RunOutcome.Kind.PUBLISHED, "Published as version " + version + trainedSummary)
                : new RunOutcome(
                        RunOutcome.Kind.REFUSED, "Refused as version " + version + "; " + serving + trainedSummary);
        boolean ofClasses = job.task() == Task.CLASSIFICATION && !metric.equals(GateMetric.ACCURACY);
        return HtmlReport.render(page.withOutcome(outcome)
                .withReasons(reasons)
                .withMetrics(metrics)
                .withDrift(drift())
                .withComparison(
                        metric.label() + (ofClasses ? ", classes by accuracy" : ""),
                        comparisons.stream()
                                .map(comparison -> row(comparison, metric))
                                .toList()));
    }

    /**
     * The page of a stopped run.
     *
     * @param what why it was stopped
     */
    String stopped(String what, List<String> reasons, Map<String, Object> metrics) {
        RunOutcome outcome =
                new RunOutcome(RunOutcome.Kind.STOPPED, "Stopped: " + what + "; " + serving + "; nothing was learned.");
        return HtmlReport.render(ReportPage.of(job.name(), time, outcome)
                .withReasons(reasons)
                .withMetrics(metrics)
                .withDrift(drift())
                .withJob(job.toYaml()));
    }

    private List<DriftRow> drift() {
        return checks.map(checked -> checked.drifts().stream()
                        .sorted(Comparator.<Drift>comparingInt(drift ->
                                        checked.rulesBrokenBy(drift.column()).isEmpty() ? 1 : 0)
                                .thenComparing(
                                        Comparator.comparingDouble(Drift::psi).reversed()))
                        .limit(MOST_COLUMNS)
                        .map(drift -> new DriftRow(
                                drift.column(),
                                drift.psi(),
                                drift.effect(),
                                drift.missingThen(),
                                drift.missingNow(),
                                !checked.rulesBrokenBy(drift.column()).isEmpty(),
                                checked.rulesBrokenBy(drift.column())))
                        .toList())
                .orElse(List.of());
    }

    private static ComparisonRow row(Comparison comparison, GateMetric metric) {
        return new ComparisonRow(
                comparison.slice(),
                comparison.rows(),
                comparison.champion(),
                comparison.challenger(),
                PairedBootstrap.improvement(
                        Gate.metric(comparison.slice(), metric), comparison.champion(), comparison.challenger()),
                comparison.low(),
                comparison.high(),
                comparison.isRefused()
                        ? ComparisonRow.Verdict.REFUSED
                        : comparison.evaluated() ? ComparisonRow.Verdict.HOLDS : ComparisonRow.Verdict.NOT_EVALUATED);
    }
}
