package org.thalweg.jobs.run;

import java.util.List;
import org.thalweg.data.ClassWeights;
import org.thalweg.data.RowTransforms;
import org.thalweg.data.Split;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.model.Model;
import org.thalweg.spark.SparkEngine;
import org.thalweg.spark.SparkRows;
import org.thalweg.spark.config.DataSource;
import org.thalweg.spark.config.HeldOut;
import org.thalweg.spark.table.DataException;
import org.thalweg.spark.table.KnownFeatures;
import org.thalweg.spark.table.LabelledRows;
import org.thalweg.spark.table.Targets;
import org.thalweg.train.Batches;
import org.thalweg.train.Evaluation;
import org.thalweg.train.TrainingPlan;

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
        boolean others = job.data().test() instanceof HeldOut.Separate;
        DataSource source = job.data().test() instanceof HeldOut.Separate separate
                ? separate.source()
                : job.data().source();
        String key = job.data().test().isPresent() ? "data.test" : "data";
        if (!job.data().test().isPresent()) {
            console.tell("warning: there is no data.test, so the model is measured on data: rows that it was trained on"
                    + " say little of new ones");
        }
        DataSets data = new DataSets(session, job);
        LabelledRows rows = data.alike(source, others ? key : "data", KnownFeatures.of(model.description()), true);
        List<String> classLabels = model.description().classLabels();
        Targets targets = Targets.of(model.description());
        requireTargets(model, rows);
        TrainingPlan plan =
                new TrainingPlan(model.network(), model.description().loss(), Batches.full(), job.seed(), model.task());
        console.tell(
                "evaluating %s on %s: %s", job.model().path(), key, rows.table().described());
        RowTransforms transforms = new RowTransforms(model.scaling(), classWeights(model), model.targetScaling());
        Split split = others || !job.data().test().isPresent() ? Split.TRAINING : Split.TEST;
        try (SparkRows prepared = split == Split.TRAINING
                        ? data.prepareToEvaluate(rows, targets, plan, transforms)
                        : data.prepare(rows, targets, plan, data.heldOut(rows, targets), s -> transforms);
                SparkEngine engine = new SparkEngine(session.context(), plan, prepared, null)) {
            rows.warnings().forEach(warning -> console.tell("warning: %s", warning));
            Evaluation evaluation = engine.evaluate(model.parameters(), split);
            List<String> names = classLabels.isEmpty() ? model.description().targetNames() : classLabels;
            console.result(Report.whole(evaluation, names));
        }
    }

    /** Those that the model was trained by, where the job weighs classes. */
    private ClassWeights classWeights(Model model) {
        if (job.data().classWeights().isEmpty()) {
            return ClassWeights.NONE;
        }
        String told = model.description().facts().get(Training.CLASS_WEIGHTS);
        if (told == null) {
            throw new UsageException(
                    "data.classWeights: expected a model trained by weighted classes, found one without at "
                            + job.model().path() + "; remove data.classWeights, or train the model with it");
        }
        try {
            ClassWeights weights = ClassWeights.parse(told);
            if (weights.byClass().length == model.description().classLabels().size()) {
                return weights;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        throw new DataException("data.classWeights: expected a weight for each of the model's "
                + model.description().classLabels().size() + " classes, found \"" + told + "\" in "
                + job.model().path()
                + "; train it anew");
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
