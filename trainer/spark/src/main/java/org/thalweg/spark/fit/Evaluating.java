package org.thalweg.spark.fit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.thalweg.data.ClassWeights;
import org.thalweg.data.RowTransforms;
import org.thalweg.data.Split;
import org.thalweg.model.Model;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.SparkRows;
import org.thalweg.spark.config.DataSource;
import org.thalweg.spark.config.FitSettings;
import org.thalweg.spark.config.HoldOutSettings;
import org.thalweg.spark.config.SettingsException;
import org.thalweg.spark.table.DataException;
import org.thalweg.spark.table.KnownFeatures;
import org.thalweg.spark.table.LabelledRows;
import org.thalweg.spark.table.Slices;
import org.thalweg.spark.table.Targets;
import org.thalweg.train.Batches;
import org.thalweg.train.Evaluation;
import org.thalweg.train.EvaluationForm;
import org.thalweg.train.TrainingPlan;

/** Evaluates a trained model on labelled rows. */
public final class Evaluating {
    private final SparkSession spark;
    private final FitSettings settings;
    private final DataSets data;
    private final FitListener listener;

    /** Evaluates on the rows of settings. */
    public Evaluating(SparkSession spark, FitSettings settings, FitListener listener) {
        this.spark = spark;
        this.settings = settings;
        this.data = new DataSets(spark, settings);
        this.listener = listener;
    }

    /**
     * Evaluates a model on the test rows of the settings, or on all rows of their data if there are no test rows.
     *
     * @param where the location of the model, for messages
     * @throws DataException if the rows do not fit the model
     * @throws SettingsException if classes are to be weighted, and the model was not trained with class weights
     */
    public Evaluation evaluate(Model model, String where) {
        return evaluate(model, opened(model, where));
    }

    /**
     * The evaluation of a model on all rows, and on the rows of each combination of values of some columns.
     *
     * @param slices by the columns' values, in their order
     */
    public record BySlice(Evaluation all, Map<List<String>, Evaluation> slices) {
        /** Copies the map, in its order. */
        public BySlice {
            slices = Collections.unmodifiableMap(new LinkedHashMap<>(slices));
        }
    }

    /**
     * Evaluates a model as {@link #evaluate} does, and on the rows of each combination of values of some columns.
     *
     * @param columns one or more
     * @param key the key that names the columns, for messages
     * @param where the location of the model, for messages
     * @throws DataException if the rows do not fit the model, a column is missing, or there are too many values
     * @throws SettingsException if classes are to be weighted, and the model was not trained with class weights, or rows are
     *     held out with another seed than the model's
     */
    public BySlice evaluateBy(List<String> columns, String key, Model model, String where) {
        Measured measured = opened(model, where);
        LabelledRows rows = measured.split() == Split.TEST
                ? data.withSplit(measured.rows(), model).of(Split.TEST)
                : measured.rows();
        Map<List<String>, Evaluation> bySlice = new LinkedHashMap<>();
        try (Slices slices = Slices.of(rows, columns, key)) {
            Evaluation all = evaluate(model, measured);
            for (List<String> value : slices.values()) {
                Measured slice = new Measured(slices.rows(value), measured.transforms(), Split.TRAINING);
                bySlice.put(value, measure(model, slice));
            }
            return new BySlice(all, bySlice);
        }
    }

    /**
     * Rows on which a model is evaluated.
     *
     * @param split the split of the rows; {@link Split#TRAINING} for all
     */
    private record Measured(LabelledRows rows, RowTransforms transforms, Split split) {}

    private Measured opened(Model model, String where) {
        HoldOutSettings test = settings.data().test();
        boolean others = test instanceof HoldOutSettings.Separate;
        DataSource source = test instanceof HoldOutSettings.Separate separate
                ? separate.source()
                : settings.data().source();
        String key = test.isPresent() ? "data.test" : "data";
        if (!test.isPresent()) {
            listener.reportMarked("warning: there is no " + KeyText.of("data.test") + ", so the model is evaluated on "
                    + KeyText.of("data") + ": metrics on training rows say little about new rows");
        }
        LabelledRows rows = data.forModel(source, others ? key : "data", KnownFeatures.of(model.description()), true);
        DataSets.requireTargets(model, rows);
        listener.reportMarked("evaluating " + where + " on " + KeyText.of(key) + ": "
                + rows.table().described());
        RowTransforms transforms =
                new RowTransforms(model.scaling(), classWeights(model, where), model.targetScaling());
        return new Measured(rows, transforms, test.isPresent() && !others ? Split.TEST : Split.TRAINING);
    }

    /**
     * Evaluates a model on the rows of a DataFrame, in its own session.
     *
     * @param rows whose columns the source of the settings' data names; rows have their own weights, without class weights
     * @throws DataException if they do not fit the model
     */
    public static Evaluation evaluate(Dataset<Row> rows, Model model, FitSettings settings, FitListener listener) {
        Evaluating evaluating = new Evaluating(rows.sparkSession(), settings, listener);
        LabelledRows read = DataSets.forModel(evaluating.data.table(rows), KnownFeatures.of(model.description()), true);
        DataSets.requireTargets(model, read);
        RowTransforms transforms = new RowTransforms(model.scaling(), ClassWeights.NONE, model.targetScaling());
        return evaluating.evaluate(model, new Measured(read, transforms, Split.TRAINING));
    }

    private Evaluation evaluate(Model model, Measured measured) {
        Evaluation evaluation = measure(model, measured);
        measured.rows().warnings().forEach(warning -> listener.reportMarked("warning: " + warning));
        return evaluation;
    }

    private Evaluation measure(Model model, Measured measured) {
        LabelledRows rows = measured.rows();
        Split split = measured.split();
        RowTransforms transforms = measured.transforms();
        Targets targets = Targets.of(model.description());
        TrainingPlan plan = new TrainingPlan(
                model.network(), model.description().loss(), Batches.full(), settings.seed(), model.task());
        Supplier<SparkRows> prepare = () -> split == Split.TRAINING
                ? data.prepareToEvaluate(rows, targets, plan, transforms, listener)
                : data.prepare(rows, targets, plan, data.heldOut(rows, targets), s -> transforms, listener);
        try (SparkRows prepared = prepare.get();
                FitEngine opened = FitEngine.open(
                        spark.sparkContext(),
                        settings.training(),
                        FitEngine.Rows.toEvaluate(plan, prepared),
                        listener)) {
            return opened.engine()
                    .evaluate(
                            model.parameters(),
                            split,
                            EvaluationForm.by(model.description().threshold()));
        }
    }

    /** The class weights of the model's training, if the settings have class weights. */
    private ClassWeights classWeights(Model model, String where) {
        if (settings.data().classWeights().isEmpty()) {
            return ClassWeights.NONE;
        }
        String known = model.description().facts().get(Fitter.CLASS_WEIGHTS);
        if (known == null) {
            throw new SettingsException(KeyText.of("data.classWeights")
                    + ": expected a model trained by weighted classes, found one without at " + where + "; remove "
                    + KeyText.of("data.classWeights") + ", or train the model with it");
        }
        try {
            ClassWeights weights = ClassWeights.parse(known);
            if (weights.byClass().length == model.description().classLabels().size()) {
                return weights;
            }
        } catch (IllegalArgumentException e) {
            // The message below reports what was found.
        }
        throw new DataException(KeyText.of("data.classWeights") + ": expected a weight for each of the model's "
                + model.description().classLabels().size() + " classes, found \"" + known + "\" in " + where
                + "; train it again");
    }
}
