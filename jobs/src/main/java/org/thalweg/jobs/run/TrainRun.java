package org.thalweg.jobs.run;

import java.time.Instant;
import java.util.Optional;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.models.InitialModel;
import org.thalweg.jobs.report.HtmlReport;
import org.thalweg.jobs.report.Metrics;
import org.thalweg.jobs.session.Console;
import org.thalweg.jobs.session.OutputFolder;
import org.thalweg.jobs.session.Session;
import org.thalweg.jobs.session.UsageException;
import org.thalweg.jobs.store.ModelFolder;
import org.thalweg.model.Model;
import org.thalweg.spark.config.Resume;
import org.thalweg.spark.fit.TrainingData;

/**
 * Trains a network by a job file, and writes the model's folder: model, metrics, history, report and the job itself.
 */
public final class TrainRun {
    private final Session session;
    private final JobFile job;
    private final boolean verbose;
    private final Console console;
    private final Optional<String> resumeFrom;

    /** A run of a job. */
    public TrainRun(Session session, JobFile job, boolean verbose, Console console) {
        this(session, job, Optional.empty(), verbose, console);
    }

    /**
     * A run of a job that resumes from a checkpoint.
     *
     * @param resumeFrom the checkpoint's file; empty to do as the job says
     */
    public TrainRun(Session session, JobFile job, Optional<String> resumeFrom, boolean verbose, Console console) {
        this.resumeFrom = resumeFrom;
        this.session = session;
        this.job = job;
        this.verbose = verbose;
        this.console = console;
    }

    /** Trains, evaluates and writes the model, and prints the result. */
    public void run() {
        JobTraining training = new JobTraining(session, job, verbose, console);
        String path = job.model().path();
        requireUnfinished(path);
        try (OutputFolder folder = OutputFolder.at(
                                path, "model.path", job.model().overwrite(), session.hadoop(), console)
                        .disjointFromData(path, "model.path", job, session.hadoop());
                RunCheckpoints checkpoints = RunCheckpoints.of(job, resumeFrom, session.hadoop(), console)) {
            Optional<Model> initial = InitialModel.of(job, session.hadoop(), console);
            JobTraining.Trained trained = checkpoints.keepingOnFailure(() -> {
                try (TrainingData rows = training.read(initial)) {
                    return write(training.train(rows, checkpoints, initial), folder);
                }
            });
            checkpoints.clear();
            console.result(trained.text()
                    + String.format("%-10s  %s%n", "model", job.model().path())
                    + String.format(
                            "%-10s  sha256 %s%n", "weights", trained.fitted().weightsSha256()));
            trained.warning().ifPresent(warning -> console.report("%s", warning));
        }
    }

    private void requireUnfinished(String path) {
        if (job.checkpoint().resume() == Resume.ALWAYS
                && !job.model().overwrite()
                && OutputFolder.isThere(path, session.hadoop())) {
            throw new UsageException("checkpoint.resume: expected an unfinished run, found its model in " + path
                    + ": there is nothing to resume; train again with --overwrite, or use another model.path");
        }
    }

    private JobTraining.Trained write(JobTraining.Trained trained, OutputFolder folder) {
        folder.writeModel(
                trained.fitted().model(),
                trained.metrics().json(),
                Metrics.history(trained.fitted().result().epochs()),
                job.toSharedYaml());
        folder.write(ModelFolder.REPORT, HtmlReport.render(TrainingReport.page(job, trained, Instant.now())));
        folder.publish();
        return trained;
    }
}
