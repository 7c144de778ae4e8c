package org.thalweg.jobs.run;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.report.HtmlReport;
import org.thalweg.jobs.report.ReportPage;
import org.thalweg.model.ModelDescription;
import org.thalweg.train.EpochResult;
import org.thalweg.train.Evaluation;
import org.thalweg.train.TrainingResult;

/** What a training run tells people who look at its report. */
final class TrainingReport {
    private TrainingReport() {}

    /** The page of a run, as HTML. */
    static String html(
            JobFile job,
            Metrics metrics,
            TrainingResult result,
            Map<String, Evaluation> evaluations,
            ModelDescription model) {
        List<EpochResult> epochs = result.epochs();
        return HtmlReport.render(ReportPage.of(job.name(), Instant.now(), outcome(job, result, evaluations))
                .withReasons(Report.deadUnits(epochs.get(epochs.size() - 1).layers(), TrainRun.TOLD_DEAD))
                .withFigures(metrics.values())
                .withEpochs(epochs)
                .withEvaluations(evaluations, names(model))
                .withJob(job.toYaml()));
    }

    /** Evaluations by split, in the order in which they are told. */
    static Map<String, Evaluation> evaluations(
            Evaluation train, Optional<Evaluation> validation, Optional<Evaluation> test) {
        Map<String, Evaluation> bySplit = new LinkedHashMap<>();
        bySplit.put("train", train);
        validation.ifPresent(evaluation -> bySplit.put("validation", evaluation));
        test.ifPresent(evaluation -> bySplit.put("test", evaluation));
        return bySplit;
    }

    private static List<String> names(ModelDescription model) {
        return model.classLabels().isEmpty() ? model.targetNames() : model.classLabels();
    }

    private static String outcome(JobFile job, TrainingResult result, Map<String, Evaluation> evaluations) {
        String split = evaluations.containsKey("test")
                ? "test"
                : evaluations.containsKey("validation") ? "validation" : "train";
        String ended = result.stoppedEarly()
                ? String.format(
                        Locale.ROOT,
                        "stopped after epoch %d of %d: %s",
                        result.epochs().size(),
                        job.training().epochs(),
                        result.stoppedBy().words())
                : String.format(
                        Locale.ROOT, "all %d epochs done", result.epochs().size());
        return "Trained, " + ended + ". On " + split + ": " + Report.figures(evaluations.get(split)) + ".";
    }
}
