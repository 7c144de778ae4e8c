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
import org.thalweg.jobs.report.Outcome;
import org.thalweg.jobs.report.ReportPage;
import org.thalweg.jobs.run.Training;
import org.thalweg.jobs.run.TrainingReport;
import org.thalweg.model.Task;

/** What a retraining tells people who look at its report. */
final class RetrainReport {
    static final String BAD_ROWS = "the new rows are not as they should be";
    static final String DIVERGED = "training diverged";

    /** Of the columns of wide rows those that have moved most are shown. */
    private static final int MOST_COLUMNS = 200;

    private final JobFile job;
    private final Instant time;
    private final List<String> arrived;
    private final String goesOn;
    private final Optional<DataChecks> checks;

    /**
     * A report.
     *
     * @param arrived what is new, a line each
     * @param goesOn who serves where no new version does, in words
     * @param checks of the new rows; empty where they could not be read
     */
    RetrainReport(JobFile job, Instant time, List<String> arrived, String goesOn, Optional<DataChecks> checks) {
        this.job = job;
        this.time = time;
        this.arrived = arrived;
        this.goesOn = goesOn;
        this.checks = checks;
    }

    /** The page of a night that learned something. */
    String html(Training.Trained trained, List<Comparison> comparisons, GateMetric metric, int version) {
        ReportPage page = TrainingReport.page(job, trained, time);
        Map<String, Object> figures = new LinkedHashMap<>(page.figures());
        figures.put("new", arrived);
        List<String> reasons = Gate.reasons(comparisons);
        String trainedWords = ". " + page.outcome().words();
        Outcome outcome = reasons.isEmpty()
                ? new Outcome(Outcome.Kind.PUBLISHED, "Published as version " + version + trainedWords)
                : new Outcome(Outcome.Kind.REFUSED, "Refused as version " + version + "; " + goesOn + trainedWords);
        boolean ofClasses = job.task() == Task.CLASSIFICATION && !metric.equals(GateMetric.ACCURACY);
        return HtmlReport.render(page.withOutcome(outcome)
                .withReasons(reasons)
                .withFigures(figures)
                .withDrift(drift())
                .withComparison(
                        metric.label() + (ofClasses ? ", classes by accuracy" : ""),
                        comparisons.stream()
                                .map(comparison -> row(comparison, metric))
                                .toList()));
    }

    /**
     * The page of a night that was stopped.
     *
     * @param what was wrong
     */
    String stopped(String what, List<String> reasons, Map<String, Object> figures) {
        Outcome outcome =
                new Outcome(Outcome.Kind.STOPPED, "Stopped: " + what + "; " + goesOn + "; nothing was learned.");
        return HtmlReport.render(ReportPage.of(job.name(), time, outcome)
                .withReasons(reasons)
                .withFigures(figures)
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
                        : comparison.judged() ? ComparisonRow.Verdict.HOLDS : ComparisonRow.Verdict.NOT_JUDGED);
    }
}
