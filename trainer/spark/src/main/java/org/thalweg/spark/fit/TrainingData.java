package org.thalweg.spark.fit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.thalweg.data.ClassWeights;
import org.thalweg.data.FeatureEncoding;
import org.thalweg.data.FeatureStatistics;
import org.thalweg.data.RowSurvey;
import org.thalweg.data.RowTransforms;
import org.thalweg.data.Scaling;
import org.thalweg.data.Split;
import org.thalweg.data.TargetScaling;
import org.thalweg.model.Model;
import org.thalweg.model.Task;
import org.thalweg.nn.CrossEntropy;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.SparkRows;
import org.thalweg.spark.config.DataSource;
import org.thalweg.spark.config.FitSettings;
import org.thalweg.spark.config.HoldOutSettings;
import org.thalweg.spark.config.SettingsException;
import org.thalweg.spark.table.DataException;
import org.thalweg.spark.table.HoldOutRows;
import org.thalweg.spark.table.LabelledRows;
import org.thalweg.spark.table.OpenTable;
import org.thalweg.spark.table.Targets;
import org.thalweg.spark.table.UnknownClassException;
import org.thalweg.train.DataScale;
import org.thalweg.train.TrainingPlan;

/** The rows for training and evaluation: read, checked, and cached in lanes until this is closed. */
public final class TrainingData implements AutoCloseable {
    private final SparkSession spark;
    private final FitSettings settings;
    private final FitListener listener;
    private final DataSets data;
    private final FitPlan planned;
    private final LabelledRows read;
    private final Targets targets;
    private final TrainingPlan plan;
    private final Optional<WarmStart> from;
    private final List<SparkRows> held = new ArrayList<>();
    private SparkRows training;
    private Optional<SparkRows> validation = Optional.empty();
    private Optional<SparkRows> test = Optional.empty();

    private TrainingData(SparkSession spark, FitSettings settings, Source source, FitListener listener) {
        this.spark = spark;
        this.settings = settings;
        this.listener = listener;
        this.data = new DataSets(spark, settings);
        this.planned = new FitPlan(settings);
        this.read = source.read();
        this.targets = source.targets();
        this.from = source.from();
        this.plan = planned.plan(read.roles().inputs(), targets.answers(read.roles()), isSparse());
        from.ifPresent(start -> start.requireNetwork(plan.network()));
    }

    /**
     * The source of training data.
     *
     * @param read the rows
     * @param targets how their labels become targets
     * @param from the initial model, whose scaling of features and targets and whose form of rows are used; empty for none
     */
    public record Source(LabelledRows read, Targets targets, Optional<WarmStart> from) {}

    private boolean isSparse() {
        return from.map(start -> start.model().network().sparse()).orElseGet(() -> data.areSparse(read));
    }

    /**
     * Reads the rows that the settings name.
     *
     * @throws DataException if they cannot be trained on
     * @throws SettingsException if a setting does not fit the rows
     */
    public static TrainingData of(SparkSession spark, FitSettings settings, FitListener listener) {
        return of(spark, settings, Optional.empty(), listener);
    }

    /**
     * Reads the rows that the settings name, as a model reads them.
     *
     * @param initial the initial model: see {@link Fitter.StartingPoint#from}; empty for none
     * @throws DataException if they cannot be trained on, do not have the model's features, or have an unknown class
     * @throws SettingsException if a setting does not fit the rows or the model
     */
    public static TrainingData of(
            SparkSession spark, FitSettings settings, Optional<Model> initial, FitListener listener) {
        DataSets data = new DataSets(spark, settings);
        return of(spark, settings, data, data::opened, initial, listener);
    }

    /**
     * Reads the rows of a DataFrame.
     *
     * @param rows whose columns the source of the settings' data names; the source itself is not read
     * @throws DataException if they cannot be trained on
     * @throws SettingsException if a setting does not fit the rows
     * @throws IllegalArgumentException if the source has no columns
     */
    public static TrainingData of(Dataset<Row> rows, FitSettings settings, FitListener listener) {
        return of(rows, settings, Optional.empty(), listener);
    }

    /**
     * Reads the rows of a DataFrame, as a model reads them.
     *
     * @param rows whose columns the source of the settings' data names; the source itself is not read
     * @param initial the initial model: see {@link Fitter.StartingPoint#from}; empty for none
     * @throws DataException if they cannot be trained on, do not have the model's features, or have an unknown class
     * @throws SettingsException if a setting does not fit the rows or the model
     * @throws IllegalArgumentException if the source has no columns
     */
    public static TrainingData of(
            Dataset<Row> rows, FitSettings settings, Optional<Model> initial, FitListener listener) {
        SparkSession spark = rows.sparkSession();
        DataSets data = new DataSets(spark, settings);
        OpenTable table = data.table(rows);
        return of(spark, settings, data, from -> new LabelledRows(table, data.roles(table, from)), initial, listener);
    }

    private static TrainingData of(
            SparkSession spark,
            FitSettings settings,
            DataSets data,
            Function<Optional<WarmStart>, LabelledRows> opened,
            Optional<Model> initial,
            FitListener listener) {
        Optional<WarmStart> from = initial.map(WarmStart::ofInitial);
        LabelledRows rows = opened.apply(from);
        List<String> others = from.isPresent() ? data.notLearned(rows.table(), rows.roles()) : List.of();
        if (!others.isEmpty()) {
            listener.reportMarked(from.get().notLearned(others));
        }
        try {
            return of(spark, settings, data.source(rows, from), listener);
        } catch (UnknownClassException e) {
            throw from.isPresent() ? from.get().unknownClass(e) : e;
        }
    }

    /**
     * Prepares rows that have been read.
     *
     * @throws DataException if they cannot be trained on
     */
    public static TrainingData of(SparkSession spark, FitSettings settings, Source source, FitListener listener) {
        TrainingData rows = new TrainingData(spark, settings, source, listener);
        try {
            rows.prepare();
            rows.requireRows();
            return rows;
        } catch (Exception | Error e) { // Spark throws checked exceptions, which Scala does not declare.
            rows.close();
            throw e;
        }
    }

    /** The training rows, as they were read. */
    LabelledRows read() {
        return read;
    }

    /** How their labels became targets. */
    Targets targets() {
        return targets;
    }

    /** The training plan. */
    public TrainingPlan plan() {
        return plan;
    }

    /** The training rows, and those held out of them. */
    public SparkRows training() {
        return training;
    }

    /** The separate validation rows; empty if they are held out of the training rows, or if there are none. */
    Optional<SparkRows> validation() {
        return validation;
    }

    /** The separate test rows. */
    Optional<SparkRows> test() {
        return test;
    }

    /** The class weights as a text; empty if all are 1. */
    public Optional<String> classWeights() {
        ClassWeights weights = training.transforms().classWeights();
        return weights.isNone() ? Optional.empty() : Optional.of(RowReport.shown(weights, targets.classLabels()));
    }

    /** The maximum number of epochs. */
    public int epochs() {
        return settings.training().epochsFor(training.survey().training());
    }

    /** What to scale, because it is far from the scale of common learning rates; empty for nothing. */
    List<String> scaleAdvice() {
        return DataScale.advice(plan, training.survey().total(), training.transforms());
    }

    /** What the weights depend on in addition to the settings, by key: the rows, and what follows from their number. */
    Map<String, String> identity() {
        Map<String, String> identity = new LinkedHashMap<>();
        identity.put("training.epochs", Integer.toString(epochs()));
        identity.put("network", plan.network().shape() + (plan.network().sparse() ? " of sparse rows" : ""));
        identity.put("rows", described(training.survey()));
        validation.ifPresent(rows -> identity.put("validation rows", described(rows.survey())));
        return identity;
    }

    private static String described(RowSurvey rows) {
        return String.format(
                Locale.ROOT,
                "%,d and %,d held out, of content %s",
                rows.training(),
                rows.heldOut(),
                rows.content().text());
    }

    private void prepare() {
        Function<FeatureStatistics, ClassWeights> classWeights = data.classWeights(targets.classLabels());
        listener.reportMarked(planned.room(plan.network()));
        read.lonelyClasses().ifPresent(line -> listener.reportMarked("warning: " + line));
        HoldOutRows heldOut = data.heldOut(read, targets);
        heldOut.reports().forEach(listener::reportMarked);
        training = held(data.prepare(
                read,
                targets,
                plan,
                heldOut,
                s -> new RowTransforms(scaling(s), classWeights.apply(s), targetScaling(s)),
                listener));
        requireRowsToTrainOn();
        requireInputsFit();
        RowReport report = new RowReport(settings, read, training, listener);
        report.constants(planned.scaling());
        if (settings.data().validation() instanceof HoldOutSettings.Separate separate) {
            validation = Optional.of(prepareSeparate(separate.source(), "data.validation"));
        }
        if (settings.data().test() instanceof HoldOutSettings.Separate separate) {
            test = Optional.of(prepareSeparate(separate.source(), "data.test"));
        }
        report.rows(epochs(), classWeights());
        from.ifPresent(report::scaling);
        report.targetScaling(from);
    }

    private SparkRows held(SparkRows rows) {
        held.add(rows);
        return rows;
    }

    /** Separate rows for evaluation, which are read, scaled and weighted in the same way as the training rows. */
    private SparkRows prepareSeparate(DataSource source, String key) {
        LabelledRows of = data.forModel(source, key, read.roles().known(), true);
        SparkRows prepared = held(data.prepareToEvaluate(of, targets, plan, training.transforms(), listener));
        of.warnings().forEach(warning -> listener.reportMarked("warning: " + warning));
        return prepared;
    }

    /** The inputs of an autoencoder are its targets, and cross entropy is only defined for targets from 0 to 1. */
    private void requireInputsFit() {
        FeatureStatistics statistics = training.survey().total();
        if (plan.task() != Task.AUTOENCODER || !(plan.loss() instanceof CrossEntropy) || statistics.rows() == 0) {
            return;
        }
        float[] least = new float[statistics.inputs()];
        float[] greatest = new float[statistics.inputs()];
        for (int i = 0; i < least.length; i++) {
            least[i] = statistics.minimum(i);
            greatest[i] = statistics.maximum(i);
        }
        training.transforms().scaling().applyInPlace(least, 0);
        training.transforms().scaling().applyInPlace(greatest, 0);
        for (int i = 0; i < least.length; i++) {
            if (least[i] < 0 || greatest[i] > 1) {
                throw new DataException(read.roles().featureNames().get(i) + ": expected numbers from 0 to 1 (loss"
                        + " crossEntropy, task autoencoder), found " + least[i] + " to " + greatest[i] + " with scale "
                        + settings.data().scale().label() + " ("
                        + read.table().described()
                        + "); take " + KeyText.of("data.scale") + ": minMax, or another loss");
            }
        }
    }

    private TargetScaling targetScaling(FeatureStatistics statistics) {
        return from.map(start -> start.model().targetScaling()).orElseGet(() -> planned.targetScaling(statistics));
    }

    private Scaling scaling(FeatureStatistics statistics) {
        if (from.isPresent()) {
            return from.get().model().scaling();
        }
        if (read.roles().encoding().isEmpty()) {
            return Scaling.of(planned.scaling(), statistics);
        }
        FeatureEncoding encoding = read.roles().encoding().get();
        List<String> names = encoding.inputNames();
        encoding.numbers().stream().forEach(input -> {
            if (!statistics.hasValue(input) && statistics.rows() > 0) {
                throw new DataException(names.get(input)
                        + ": expected a value in at least one row to train on, found none ("
                        + read.table().described() + "); leave the column out of " + KeyText.of("data.features"));
            }
        });
        if (planned.scaling() == Scaling.Kind.MIN_MAX && !Scaling.shiftsAll(statistics, encoding)) {
            throw DataSets.shiftsZeros();
        }
        return Scaling.of(planned.scaling(), statistics, encoding);
    }

    /** Held-out rows are drawn at random: with few rows, or a single group, all rows may be held out. */
    private void requireRowsToTrainOn() {
        if (training.survey().training() == 0) {
            throw new DataException(KeyText.of("data.validation") + ": expected rows left to train on, found all "
                    + training.survey().all() + " held out; hold fewer out" + otherColumns());
        }
    }

    private String otherColumns() {
        boolean byColumns = Stream.of(
                        settings.data().validation(), settings.data().test())
                .anyMatch(held ->
                        held instanceof HoldOutSettings.Share && !held.columns().isEmpty());
        return byColumns ? ", or by columns of more values" : "";
    }

    /** Held-out rows are drawn at random: with few rows, or a single group, no row may be held out. */
    private void requireRows() {
        long count = training.survey().training();
        if (settings.data().test().ofData() > 0 && training.survey().rows(Split.TEST) == 0) {
            throw new DataException(KeyText.of("data.test") + ": expected rows to test on, found none held out of "
                    + count + "; hold more out" + otherColumns());
        }
        settings.training().validationNeededBy().ifPresent(this::requireValidation);
        if (hasValidation()) {
            return;
        }
        if (settings.data().validation().ofData() > 0) {
            listener.reportMarked(String.format(
                    Locale.ROOT,
                    "warning: " + KeyText.of("data.validation")
                            + ": expected rows to validate on, found none held out of %,d; hold more out%s",
                    count,
                    otherColumns()));
        }
    }

    private boolean hasValidation() {
        return validation.isPresent() || training.survey().rows(Split.VALIDATION) > 0;
    }

    /**
     * Requires validation rows.
     *
     * @param key the path of a key that needs them
     * @throws DataException if there are none
     */
    void requireValidation(String key) {
        if (!hasValidation()) {
            throw new DataException(KeyText.of(key) + ": expected rows to validate on, found none held out of "
                    + training.survey().training() + "; hold more out with " + KeyText.of("data.validation")
                    + otherColumns());
        }
    }

    /** Releases all resources, the last first, even if one of them fails. */
    @Override
    public void close() {
        RuntimeException failure = null;
        for (int i = held.size() - 1; i >= 0; i--) {
            try {
                held.get(i).close();
            } catch (RuntimeException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null && !isEnding(failure)) {
            throw new IllegalStateException("could not release: " + failure.getMessage(), failure);
        }
    }

    /** Whether nothing needs to be released, because the context has stopped or is stopping, which interrupts this thread. */
    private boolean isEnding(Throwable failure) {
        boolean ending =
                spark.sparkContext().isStopped() || Thread.currentThread().isInterrupted();
        for (Throwable cause = failure; cause != null && !ending; cause = cause.getCause()) {
            ending = cause instanceof InterruptedException;
        }
        return ending;
    }
}
