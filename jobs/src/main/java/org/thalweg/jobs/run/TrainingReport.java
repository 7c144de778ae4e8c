package org.thalweg.jobs.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.report.Report;
import org.thalweg.jobs.report.ReportPage;
import org.thalweg.jobs.report.RunOutcome;
import org.thalweg.model.ModelDescription;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.fit.DeadUnits;
import org.thalweg.train.EpochResult;
import org.thalweg.train.Evaluation;
import org.thalweg.train.LayerSummary;
import org.thalweg.train.TrainingResult;

/** The report of a training run. */
public final class TrainingReport {
    private TrainingReport() {}

    /**
     * The page of a run.
     *
     * @param time when it ended
     */
    public static ReportPage page(JobFile job, JobTraining.Trained trained, Instant time) {
        List<EpochResult> epochs = trained.fitted().result().epochs();
        return ReportPage.of(job.name(), time, outcome(job, trained))
                .withReasons(warnings(trained))
                .withMetrics(trained.metrics().values())
                .withEpochs(epochs)
                .withEvaluations(
                        trained.fitted().evaluations(),
                        names(trained.fitted().model().description()))
                .withJob(job.toYaml());
    }

    private static List<String> warnings(JobTraining.Trained trained) {
        List<EpochResult> epochs = trained.fitted().result().epochs();
        List<String> warnings = new ArrayList<>(deadUnits(
                epochs.get(epochs.size() - 1).layers(),
                DeadUnits.WORTH_A_WARNING,
                trained.fitted().scaleAdvice()));
        trained.warning().ifPresent(warnings::add);
        return warnings;
    }

    private static List<String> names(ModelDescription model) {
        return model.classLabels().isEmpty() ? model.targetNames() : model.classLabels();
    }

    private static RunOutcome outcome(JobFile job, JobTraining.Trained trained) {
        TrainingResult result = trained.fitted().result();
        Map<String, Evaluation> evaluations = trained.fitted().evaluations();
        String split = ReportPage.mainSplit(evaluations).orElseThrow();
        String ended = result.stoppedEarly()
                ? String.format(
                        Locale.ROOT,
                        "stopped after epoch %d of %d: %s",
                        result.epochs().size(),
                        trained.fitted().plannedEpochs(),
                        job.training().text(result.stoppedBy()))
                : String.format(
                        Locale.ROOT, "all %d epochs done", result.epochs().size());
        return new RunOutcome(
                RunOutcome.Kind.TRAINED,
                "Trained, " + ended + ". On " + split + ": "
                        + Report.metrics(evaluations.get(split), trained.watched())
                        + (trained.threshold().isNone()
                                ? ""
                                : ", threshold " + trained.threshold().value())
                        + ".");
    }

    /** Warnings of dead units, with keys as plain text: see {@link DeadUnits#warnings}. */
    static List<String> deadUnits(List<LayerSummary> layers, double above, List<String> scaleAdvice) {
        return DeadUnits.warnings(layers, above, scaleAdvice).stream()
                .map(KeyText::plain)
                .toList();
    }
}
