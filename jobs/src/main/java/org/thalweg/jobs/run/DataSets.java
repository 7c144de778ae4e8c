package org.thalweg.jobs.run;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.thalweg.data.ClassWeights;
import org.thalweg.data.FeatureEncoding;
import org.thalweg.data.FeatureStatistics;
import org.thalweg.data.RowShape;
import org.thalweg.data.RowTransforms;
import org.thalweg.data.Scaling;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.read.ColumnRoles;
import org.thalweg.jobs.read.ExampleMapper;
import org.thalweg.jobs.read.HeldOutRows;
import org.thalweg.jobs.read.KnownFeatures;
import org.thalweg.jobs.read.LabelledRows;
import org.thalweg.jobs.read.OpenTable;
import org.thalweg.jobs.read.TableReader;
import org.thalweg.jobs.read.Targets;
import org.thalweg.model.Task;
import org.thalweg.spark.ClusterSlots;
import org.thalweg.spark.SparkRows;
import org.thalweg.spark.config.ClassWeighting;
import org.thalweg.spark.config.DataSource;
import org.thalweg.spark.config.Nearest;
import org.thalweg.spark.config.Sparse;
import org.thalweg.train.TrainingPlan;

/** A job's data: opened, and its rows brought into lanes. */
public final class DataSets {
    private final Session session;
    private final JobFile job;
    private final TableReader reader;

    /** A job's data in a session. */
    public DataSets(Session session, JobFile job) {
        this.session = session;
        this.job = job;
        this.reader = new TableReader(session.spark());
    }

    /** The rows to train on, of which nothing is read but what their schema needs. */
    LabelledRows opened() {
        OpenTable table = reader.open(job.data().source(), "data", 0);
        return new LabelledRows(session.spark(), table, ColumnRoles.of(table, true, HeldOutRows.columns(job.data())));
    }

    /** The rows to train on. */
    LabelledRows training() {
        return opened().surveyed();
    }

    /** Rows that are read as those to train on, or as a model's: by the same features. */
    LabelledRows alike(DataSource source, String key, KnownFeatures features, boolean needsLabel) {
        OpenTable table = reader.open(source, key, features.names().size());
        return new LabelledRows(session.spark(), table, ColumnRoles.forModel(table, features, needsLabel));
    }

    /** How labels become targets. */
    public Targets targets(LabelledRows rows) {
        return switch (job.task()) {
            case CLASSIFICATION -> rows.classes(job.data().classes().orElse(null));
            case MULTILABEL -> Targets.LABELS;
            case REGRESSION -> Targets.numbersOf(job.loss());
            case AUTOENCODER -> Targets.NONE;
        };
    }

    /**
     * Which of the rows to train on are held out.
     *
     * @throws org.thalweg.jobs.read.DataException if a column that decides it is missing, or leaves one side empty
     */
    HeldOutRows heldOut(LabelledRows rows, Targets targets) {
        return rows.reading(
                targets, ExampleMapper::example, () -> HeldOutRows.of(rows.table(), job.data(), job.seed()));
    }

    /**
     * Whether the rows to train on are taken as sparse ones: as the job says, or else as they come.
     *
     * @throws UsageException if they are, and the job scales them by a shift or fills missing values
     */
    boolean areSparse(LabelledRows training) {
        Sparse said = job.data().sparse();
        if (job.task() == Task.AUTOENCODER) {
            return false; // Its targets are its rows, zeros and all.
        }
        FeatureEncoding encoding = training.roles().encoding();
        boolean fills = encoding != null && encoding.fillsMissing();
        boolean sparse = said == Sparse.AUTO ? !fills && training.areSparse() : said == Sparse.TRUE;
        if (sparse && fills) {
            throw new UsageException(
                    "data.missing: expected refuse for sparse rows, found mean; take data.sparse: false"
                            + " to hold the zeros too");
        }
        if (sparse && job.data().scale() == Scaling.Kind.MIN_MAX) {
            throw new UsageException(
                    "data.scale: expected standard, maxAbs or none for sparse rows, whose zeros must stay"
                            + " 0, found minMax; take maxAbs, or data.sparse: false to hold the zeros too");
        }
        return sparse;
    }

    /**
     * How much each class weighs, by the training rows' statistics.
     *
     * @throws UsageException if the job weighs a class that there is not
     */
    Function<FeatureStatistics, ClassWeights> classWeights(List<String> labels) {
        ClassWeighting weighting = job.data().classWeights().orElse(null);
        if (weighting == null) {
            return statistics -> ClassWeights.NONE;
        }
        if (!(weighting instanceof ClassWeighting.ByLabel named)) {
            return statistics -> ClassWeights.balanced(statistics.weightOfClasses());
        }
        float[] byClass = new float[labels.size()];
        Arrays.fill(byClass, 1);
        named.weights().forEach((label, weight) -> {
            int index = labels.indexOf(label);
            if (index < 0) {
                throw new UsageException("data.classWeights: expected one of the classes " + String.join(", ", labels)
                        + ", found " + label + "; "
                        + Nearest.to(label, labels)
                                .map(near -> "did you mean " + near + "?")
                                .orElse("check the spelling"));
            }
            byClass[index] = weight.floatValue();
        });
        try {
            ClassWeights weights = new ClassWeights(byClass);
            return statistics -> weights;
        } catch (IllegalArgumentException e) {
            throw new UsageException("data." + e.getMessage());
        }
    }

    /** The rows in their lanes, packed and cached. */
    SparkRows prepare(
            LabelledRows rows,
            Targets targets,
            TrainingPlan plan,
            HeldOutRows heldOut,
            Function<FeatureStatistics, RowTransforms> transforms) {
        return prepared(
                rows,
                targets,
                plan,
                heldOut,
                source -> SparkRows.prepareTransformed(
                        source, job.seed(), plan.batches(), heldOut.holdOut(), transforms, tasks()));
    }

    /** Rows that a network is only evaluated on, in lanes of their own number. */
    SparkRows prepareToEvaluate(LabelledRows rows, Targets targets, TrainingPlan plan, RowTransforms transforms) {
        return prepared(
                rows,
                targets,
                plan,
                HeldOutRows.NONE,
                source -> SparkRows.prepareToEvaluate(source, job.seed(), transforms, tasks()));
    }

    private SparkRows prepared(
            LabelledRows rows,
            Targets targets,
            TrainingPlan plan,
            HeldOutRows heldOut,
            Function<SparkRows.Source, SparkRows> prepare) {
        int width = targets.width(rows.roles());
        int classes =
                job.data().classWeights().isPresent() ? targets.classLabels().size() : 0;
        return rows.reading(targets, ExampleMapper::example, () -> {
            boolean sparse = plan.network().sparse();
            RowShape shape = new RowShape(rows.roles().inputs(), width, sparse, classes, job.task() == Task.REGRESSION);
            SparkRows.Source source = new SparkRows.Source(rows.examples(targets, sparse, heldOut), shape);
            try {
                return prepare.apply(source);
            } catch (IllegalArgumentException e) {
                if (e.getMessage().startsWith("rows: expected at least one")) {
                    throw rows.table().noRow();
                }
                throw e;
            }
        });
    }

    /** As many tasks as the job says, or as the cluster has slots; rows of fewer lanes have as many tasks as lanes. */
    private int tasks() {
        return job.training()
                .partitions()
                .orElseGet(() -> ClusterSlots.tasks(session.spark().sparkContext()));
    }
}
