package org.thalweg.jobs.run;

import java.util.List;
import org.thalweg.jobs.config.DataSource;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.read.DataException;
import org.thalweg.jobs.read.LabelledRows;
import org.thalweg.jobs.read.Targets;
import org.thalweg.model.Model;
import org.thalweg.spark.SparkEngine;
import org.thalweg.spark.SparkRows;
import org.thalweg.train.Batches;
import org.thalweg.train.Evaluation;
import org.thalweg.train.Split;
import org.thalweg.train.TrainingPlan;

/** Measures a trained model on labelled rows, and prints what it found. */
public final class EvaluateRun {
    private static final int BATCH_ROWS = 1024;

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
        Model model = Models.of(job, session.hadoop());
        DataSource source = job.data().test().orElse(job.data().source());
        String key = job.data().test().isPresent() ? "data.test" : "data";
        if (job.data().test().isEmpty()) {
            console.tell("warning: there is no data.test, so the model is measured on data: rows that it was trained on"
                    + " say little of new ones");
        }
        DataSets data = new DataSets(session, job);
        LabelledRows rows = data.alike(source, key, model.description().featureNames(), true);
        List<String> classLabels = model.description().classLabels();
        Targets targets =
                switch (model.task()) {
                    case CLASSIFICATION -> Targets.classes(classLabels);
                    case MULTILABEL -> Targets.LABELS;
                    case REGRESSION -> Targets.numbersOf(model.description().loss());
                    case AUTOENCODER -> Targets.NONE;
                };
        requireTargets(model, rows);
        TrainingPlan plan = new TrainingPlan(
                model.network(),
                model.description().loss(),
                Batches.of(BATCH_ROWS, Batches.DEFAULT_LANE_ROWS),
                job.seed(),
                model.task());
        console.tell(
                "evaluating %s on %s: %s", job.model().path(), key, rows.table().described());
        try (SparkRows prepared = data.prepare(rows, targets, plan, 0, statistics -> model.scaling());
                SparkEngine engine = new SparkEngine(session.context(), plan, prepared, null)) {
            Evaluation evaluation = engine.evaluate(model.parameters(), Split.TRAINING);
            List<String> names = classLabels.isEmpty() ? model.description().targetNames() : classLabels;
            console.result(Report.whole(evaluation, names));
        }
    }

    private static void requireTargets(Model model, LabelledRows rows) {
        List<String> expected = model.description().targetNames();
        List<String> found = rows.roles().targetNames();
        if (!expected.isEmpty() && !found.equals(expected)) {
            throw new DataException("data.label: expected the targets that the model is trained on, "
                    + String.join(", ", expected) + ", found " + String.join(", ", found) + " ("
                    + rows.table().described() + "); name them in that order");
        }
    }
}
