package org.thalweg.jobs.retrain;

import java.time.Instant;
import java.util.Comparator;
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
import org.thalweg.jobs.run.Training;
import org.thalweg.jobs.run.TrainingReport;

/** What a retraining tells people who look at its report. */
final class RetrainReport {
    static final String BAD_ROWS = "the new rows are not as they should be";
    static final String DIVERGED = "training diverged";

    /** Of the columns of wide rows those that have moved most are shown. */
    private static final int MOST_COLUMNS = 200;

    private final JobFile job;
    private final Instant time;
    private final Optional<DataChecks> checks;

    /** @param checks of the new rows; empty where they could not be read */
    RetrainReport(JobFile job, Instant time, Optional<DataChecks> checks) {
        this.job = job;
        this.time = time;
        this.checks = checks;
    }

    /** The page of a night that learned something. */
    String html(Training.Trained trained, List<Comparison> comparisons, GateMetric metric, String outcome) {
        ReportPage page = TrainingReport.page(job, trained, time);
        return HtmlReport.render(page.withOutcome(outcome + " " + page.outcome())
                .withReasons(Gate.reasons(comparisons))
                .withDrift(drift())
                .withComparison(
                        metric.yamlName(),
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
        return HtmlReport.render(ReportPage.of(job.name(), time, "Stopped: " + what + "; nothing was learned.")
                .withReasons(reasons)
                .withFigures(figures)
                .withDrift(drift())
                .withJob(job.toYaml()));
    }

    private List<DriftRow> drift() {
        return checks.map(checked -> checked.drifts().stream()
                        .sorted(Comparator.<Drift>comparingInt(drift ->
                                        checked.breachesOf(drift.column()).isEmpty() ? 1 : 0)
                                .thenComparing(
                                        Comparator.comparingDouble(Drift::psi).reversed()))
                        .limit(MOST_COLUMNS)
                        .map(drift -> new DriftRow(
                                drift.column(),
                                drift.psi(),
                                drift.effect(),
                                drift.missingThen(),
                                drift.missingNow(),
                                !checked.breachesOf(drift.column()).isEmpty(),
                                checked.breachesOf(drift.column())))
                        .toList())
                .orElse(List.of());
    }

    /** An improvement's bounds become those of the difference: of RMSE a share of the champion's, and less is better. */
    private static ComparisonRow row(Comparison comparison, GateMetric metric) {
        boolean more = metric.moreIsBetter();
        double champion = comparison.champion();
        return new ComparisonRow(
                comparison.slice(),
                comparison.rows(),
                champion,
                comparison.challenger(),
                more ? comparison.low() : -comparison.high() * champion,
                more ? comparison.high() : -comparison.low() * champion,
                comparison.isRefused());
    }
}
