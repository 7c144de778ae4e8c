package org.thalweg.jobs.run;

import java.util.List;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.models.Models;
import org.thalweg.jobs.report.Report;
import org.thalweg.jobs.session.Console;
import org.thalweg.jobs.session.Session;
import org.thalweg.model.Model;
import org.thalweg.model.ModelDescription;
import org.thalweg.spark.fit.Evaluating;
import org.thalweg.train.Evaluation;

/** Measures a trained model on labelled rows, and prints what it found. */
public final class EvaluateRun {
    private final Session session;
    private final JobFile job;
    private final Console console;

    /** A measurement by a job's data and model. */
    public EvaluateRun(Session session, JobFile job, Console console) {
        this.session = session;
        this.job = job;
        this.console = console;
    }

    /** Measures on the job's test rows, or where it has none on its data. */
    public void run() {
        Model model = Models.of(job, session.hadoop(), console);
        Evaluation evaluation = new Evaluating(session.spark(), job.fit(), new ConsoleListener(console, false))
                .evaluate(model, job.model().path());
        ModelDescription description = model.description();
        List<String> names =
                description.classLabels().isEmpty() ? description.targetNames() : description.classLabels();
        console.result(Report.whole(evaluation, names));
    }
}
