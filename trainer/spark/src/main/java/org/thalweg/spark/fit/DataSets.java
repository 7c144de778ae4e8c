package org.thalweg.spark.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.thalweg.data.Cell;
import org.thalweg.data.ClassWeights;
import org.thalweg.data.FeatureStatistics;
import org.thalweg.data.RowShape;
import org.thalweg.data.RowTransforms;
import org.thalweg.data.Scaling;
import org.thalweg.model.Model;
import org.thalweg.model.Task;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.ClusterSlots;
import org.thalweg.spark.NoRowsException;
import org.thalweg.spark.RowStorage;
import org.thalweg.spark.SparkRows;
import org.thalweg.spark.config.ClassWeighting;
import org.thalweg.spark.config.Classes;
import org.thalweg.spark.config.Columns;
import org.thalweg.spark.config.DataSource;
import org.thalweg.spark.config.FitSettings;
import org.thalweg.spark.config.SettingsException;
import org.thalweg.spark.config.Sparse;
import org.thalweg.spark.config.SpellingSuggestion;
import org.thalweg.spark.table.ColumnRoles;
import org.thalweg.spark.table.DataException;
import org.thalweg.spark.table.ExampleMapper;
import org.thalweg.spark.table.HoldOutRows;
import org.thalweg.spark.table.KnownFeatures;
import org.thalweg.spark.table.LabelledRows;
import org.thalweg.spark.table.OpenTable;
import org.thalweg.spark.table.SplitRows;
import org.thalweg.spark.table.TableFormat;
import org.thalweg.spark.table.TableReader;
import org.thalweg.spark.table.Targets;
import org.thalweg.train.TrainingPlan;

/** Opens the data that settings name, and distributes its rows to lanes. */
public final class DataSets {
    private final SparkSession spark;
    private final FitSettings settings;
    private final TableReader reader;

    /** The data of settings, in a session. */
    public DataSets(SparkSession spark, FitSettings settings) {
        this.spark = spark;
        this.settings = settings;
        this.reader = new TableReader(spark);
    }

    /** The training rows. Only what is needed for their schema is read. */
    LabelledRows opened(Optional<WarmStart> from) {
        return labelled(open(from), from);
    }

    /**
     * The table of the training rows.
     *
     * @param from the initial model; empty for none
     */
    public OpenTable open(Optional<WarmStart> from) {
        int inputs = from.map(start -> start.model().network().inputs()).orElse(0);
        return reader.open(settings.data().source(), "data", inputs);
    }

    /** All rows of a table, with the {@link #roles} of its columns. */
    public LabelledRows labelled(OpenTable table, Optional<WarmStart> from) {
        return LabelledRows.ofAll(table, roles(table, from));
    }

    /**
     * The roles of a table's columns, from the settings or from a model.
     *
     * @param from the initial model; empty for none
     * @throws DataException if a column is missing, or has a type that does not fit its role
     * @throws SettingsException if the settings have another task than the model, or name features that the model does not
     *     have
     */
    public ColumnRoles roles(OpenTable table, Optional<WarmStart> from) {
        if (from.isEmpty()) {
            return ColumnRoles.of(table, true, HoldOutRows.columns(settings.data()));
        }
        from.get().requireTask(settings.task());
        ColumnRoles roles =
                ColumnRoles.forModel(table, KnownFeatures.of(from.get().model().description()), true);
        List<String> named = ColumnRoles.namedFeatures(table);
        if (!named.isEmpty()) {
            from.get().requireFeatures(named, roles.features());
        }
        return roles;
    }

    /**
     * The source of training: rows with a complete encoding, and the classes of the rows or of a model.
     *
     * @param from the initial model; empty for none
     * @throws DataException if a column cannot be encoded, or the targets are not the model's
     * @throws SettingsException if the settings name classes that are not the model's
     */
    public TrainingData.Source source(LabelledRows rows, Optional<WarmStart> from) {
        if (from.isEmpty()) {
            LabelledRows read = rows.surveyed(needsClasses());
            return new TrainingData.Source(read, targets(read), from);
        }
        settings.data().classes().ifPresent(from.get()::requireClasses);
        requireTargets(from.get().model(), rows);
        return new TrainingData.Source(rows, Targets.of(from.get().model().description()), from);
    }

    /** The columns of a table that would be features, but for which the initial model has no input. */
    public List<String> notLearned(OpenTable table, ColumnRoles ofModel) {
        if (table.format().columns().filter(Columns::allFeatures).isEmpty()) {
            return List.of();
        }
        List<String> others = new ArrayList<>(table.plainColumns());
        others.removeAll(ofModel.features());
        others.removeAll(ofModel.labels());
        others.remove(ofModel.weight());
        others.removeAll(HoldOutRows.columns(settings.data()));
        return others;
    }

    /**
     * Requires that rows have the targets of a model.
     *
     * @throws DataException if they have other targets
     */
    static void requireTargets(Model model, LabelledRows rows) {
        List<String> expected = model.description().targetNames();
        List<String> found = rows.roles().targetNames();
        if (!expected.isEmpty() && !found.equals(expected)) {
            throw new DataException(KeyText.of("data.label")
                    + ": expected the targets that the model is trained on, " + String.join(", ", expected)
                    + ", found " + String.join(", ", found) + " ("
                    + rows.table().described()
                    + "); name them in that order");
        }
    }

    /** Rows that are read with the same features as the training rows or a model. */
    public LabelledRows forModel(DataSource source, String key, KnownFeatures features, boolean needsLabel) {
        return forModel(reader.open(source, key, features.names().size()), features, needsLabel);
    }

    /** The same for an open table. */
    static LabelledRows forModel(OpenTable table, KnownFeatures features, boolean needsLabel) {
        return new LabelledRows(table, ColumnRoles.forModel(table, features, needsLabel));
    }

    /**
     * Rows with the split of each row at the training of a model, for settings with the same seed and the same held-out rows.
     *
     * @param rows read for the model, with their labels
     * @throws SettingsException if the model was trained with another seed
     */
    public LabelledRows withSplit(LabelledRows rows, Model model) {
        requireSeed(model);
        Targets targets = Targets.of(model.description());
        return rows.withSplit(targets, model.network().sparse(), heldOut(rows, targets), settings.seed());
    }

    /**
     * Which splits of a model's training rows these rows are, and how many rows there are. The rows are recognised by the
     * content hash in the model's metrics.
     *
     * @param rows read for the model, with their labels
     * @throws SettingsException if the model was trained with another seed
     * @throws org.thalweg.spark.table.DataException if a row is bad
     */
    public SplitRows.Found found(LabelledRows rows, Model model) {
        requireSeed(model);
        Targets targets = Targets.of(model.description());
        return rows.found(targets, model.network().sparse(), heldOut(rows, targets), settings.seed());
    }

    private void requireSeed(Model model) {
        String seed = model.description().facts().get(Fitter.SEED);
        if (!Long.toString(settings.seed()).equals(seed)) {
            throw new SettingsException(
                    KeyText.of("seed") + ": expected that of the model's training, " + (seed == null ? "none" : seed)
                            + ", as which rows were held out follows from it, found " + settings.seed()
                            + "; take the job file that it was trained by");
        }
    }

    /**
     * A DataFrame as a table whose columns the settings' source names; the source itself is not read.
     *
     * @throws IllegalArgumentException if the source has no columns
     */
    OpenTable table(Dataset<Row> rows) {
        DataSource source = settings.data().source();
        Columns columns = TableFormat.of(source)
                .columns()
                .orElseThrow(() -> new IllegalArgumentException("data.source: expected one with columns, found "
                        + source.format().label()));
        return OpenTable.of(rows, columns);
    }

    /** Whether the classes are found by reading the labels of the rows. */
    public boolean needsClasses() {
        return settings.task() == Task.CLASSIFICATION
                && settings.data()
                        .classes()
                        .filter(Classes.Names.class::isInstance)
                        .isEmpty();
    }

    /** How labels become targets. */
    public Targets targets(LabelledRows rows) {
        return switch (settings.task()) {
            case CLASSIFICATION -> rows.classes(settings.data().classes());
            case MULTILABEL -> Targets.LABELS;
            case REGRESSION -> Targets.numbersOf(settings.loss());
            case AUTOENCODER -> Targets.NONE;
        };
    }

    /**
     * Which of the training rows are held out.
     *
     * @throws org.thalweg.spark.table.DataException if a column that decides it is missing, or leaves one side empty
     */
    HoldOutRows heldOut(LabelledRows rows, Targets targets) {
        HoldOutRows.requireNoLabel(settings.data(), rows.roles().labels());
        return rows.reading(
                targets, ExampleMapper::example, () -> HoldOutRows.of(rows.table(), settings.data(), settings.seed()));
    }

    /**
     * Whether the training rows are treated as sparse, by the settings or by the rows themselves.
     *
     * @throws SettingsException if they have no encoding, and the scaling in the settings shifts values
     */
    public boolean areSparse(LabelledRows training) {
        Sparse declared = settings.data().sparse();
        if (settings.task() == Task.AUTOENCODER) {
            return false; // The targets of an autoencoder are its rows, including zeros.
        }
        boolean sparse = declared == Sparse.AUTO ? training.areSparse() : declared == Sparse.TRUE;
        if (sparse
                && settings.data().scale() == Scaling.Kind.MIN_MAX
                && training.roles().encoding().isEmpty()) {
            throw shiftsZeros();
        }
        return sparse;
    }

    /** The error for scaling minMax with sparse features, which are mostly 0. */
    static SettingsException shiftsZeros() {
        return new SettingsException(KeyText.of("data.scale")
                + ": expected standard, maxAbs or none for sparse rows, whose zeros must stay"
                + " 0, found minMax; take maxAbs, or " + KeyText.of("data.sparse")
                + ": false to store the zeros too");
    }

    /**
     * The weights of the classes, from the statistics of the training rows.
     *
     * @throws SettingsException if the settings weigh a class that does not exist
     */
    Function<FeatureStatistics, ClassWeights> classWeights(List<String> labels) {
        Optional<ClassWeighting> weighting = settings.data().classWeights();
        if (weighting.isEmpty()) {
            return statistics -> ClassWeights.NONE;
        }
        if (!(weighting.get() instanceof ClassWeighting.ByLabel named)) {
            return statistics -> ClassWeights.balanced(statistics.weightOfClasses());
        }
        float[] byClass = new float[labels.size()];
        Arrays.fill(byClass, 1);
        named.weights().forEach((label, weight) -> {
            int index = labels.indexOf(Cell.classLabel(label, labels));
            if (index < 0) {
                throw new SettingsException(
                        KeyText.of("data.classWeights") + ": expected one of the classes " + String.join(", ", labels)
                                + ", found " + label + "; "
                                + SpellingSuggestion.to(label, labels)
                                        .map(near -> "did you mean " + near + "?")
                                        .orElse("check the spelling"));
            }
            byClass[index] = weight.floatValue();
        });
        try {
            ClassWeights weights = new ClassWeights(byClass);
            return statistics -> weights;
        } catch (IllegalArgumentException e) {
            throw new SettingsException("data." + e.getMessage());
        }
    }

    /** The rows in their lanes, packed and cached. */
    SparkRows prepare(
            LabelledRows rows,
            Targets targets,
            TrainingPlan plan,
            HoldOutRows heldOut,
            Function<FeatureStatistics, RowTransforms> transforms,
            FitListener listener) {
        RowStorage storage = storage(listener, true);
        return prepared(
                rows,
                targets,
                plan,
                heldOut,
                source -> SparkRows.prepareTransformed(
                        source,
                        settings.seed(),
                        plan.batches(),
                        heldOut.holdOut(),
                        transforms,
                        tasks(),
                        announced(storage, rows, source.shape())));
    }

    /** Rows for evaluation only, in lanes of a suitable number. */
    SparkRows prepareToEvaluate(
            LabelledRows rows, Targets targets, TrainingPlan plan, RowTransforms transforms, FitListener listener) {
        RowStorage storage = storage(listener, false);
        return prepared(
                rows,
                targets,
                plan,
                HoldOutRows.NONE,
                source -> SparkRows.prepareToEvaluate(source, settings.seed(), transforms, tasks(), storage));
    }

    private SparkRows prepared(
            LabelledRows rows,
            Targets targets,
            TrainingPlan plan,
            HoldOutRows heldOut,
            Function<SparkRows.Source<?>, SparkRows> prepare) {
        int width = targets.width(rows.roles());
        int classes = settings.data().classWeights().isPresent()
                ? targets.classLabels().size()
                : 0;
        return rows.reading(targets, ExampleMapper::example, () -> {
            boolean sparse = plan.network().sparse();
            RowShape shape =
                    new RowShape(rows.roles().inputs(), width, sparse, classes, settings.task() == Task.REGRESSION);
            SparkRows.Source<?> source = rows.source(targets, shape, heldOut);
            try {
                return prepare.apply(source);
            } catch (NoRowsException e) {
                throw rows.table().noRow();
            }
        });
    }

    /** The storage, after a report of the expected size if the number of rows is known before they are read. */
    private RowStorage announced(RowStorage storage, LabelledRows rows, RowShape shape) {
        OptionalLong counted = shape.sparse() ? OptionalLong.empty() : rows.counted();
        return counted.isPresent() ? storage.announced(spark.sparkContext(), counted.getAsLong(), shape) : storage;
    }

    private RowStorage storage(FitListener listener, boolean always) {
        RowStorage.Kind kind =
                switch (settings.data().storage()) {
                    case AUTO -> RowStorage.Kind.AUTO;
                    case MEMORY -> RowStorage.Kind.MEMORY;
                    case DISK -> RowStorage.Kind.DISK;
                };
        return new RowStorage(kind, listener::reportMarked, always);
    }

    /**
     * The number of tasks: from the settings, or the number of task slots of the cluster, but not more than there are lanes.
     */
    private int tasks() {
        return settings.training().partitions().orElseGet(() -> ClusterSlots.tasks(spark.sparkContext()));
    }
}
