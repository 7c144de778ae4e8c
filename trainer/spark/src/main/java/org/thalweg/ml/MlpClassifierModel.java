package org.thalweg.ml;

import org.apache.spark.ml.classification.ProbabilisticClassificationModel;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.HasTrainingSummary;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.thalweg.model.Model;
import org.thalweg.model.Task;
import scala.Option;
import scala.Tuple3;

/**
 * A network that predicts classes. It adds these columns, unless their names are empty: {@code rawPredictionCol} (the natural
 * logarithms of the probabilities), {@code probabilityCol} (a vector, by class), {@code predictionCol} (the class itself if
 * all classes are numbers, else its index from 0, numbers ordered by value and
 * strings alphabetically) and {@code predictedLabelCol} (the class as a string).
 * All columns of the result are new: refer to them by {@code col("label")}, not by a column of the input dataset.
 */
public final class MlpClassifierModel extends ProbabilisticClassificationModel<Vector, MlpClassifierModel>
        implements MlpClassifierParams, MLWritable, HasTrainingSummary<MlpTrainingSummary> {
    private static final long serialVersionUID = 1;

    private String uid; // no initializer: super() already sets it
    private ParamSet params;
    private ModelState state; // null if the model is untrained

    /** An untrained model: Spark Connect reads the params from it. */
    public MlpClassifierModel() {
        this(Uids.random("mlpClassifier"), null);
    }

    MlpClassifierModel(String uid, ModelState state) {
        this(Uids.next(uid), state);
    }

    private MlpClassifierModel(Uids.Pending unused, ModelState state) {
        this.state = state;
        paramSet().setDefaults();
    }

    @Override
    public String uid() {
        if (uid == null) {
            uid = Uids.take();
        }
        return uid;
    }

    @Override
    public ParamSet paramSet() {
        if (params == null) {
            params = new ParamSet(this);
        }
        return params;
    }

    @Override
    public Param<?>[] params() {
        return paramSet().with(super.params());
    }

    @Override
    public Param<Object> getParam(String name) {
        return paramSet().named(name, params());
    }

    /** Sets the column of the predicted class as a string. */
    public MlpClassifierModel setPredictedLabelCol(String value) {
        set(predictedLabelCol(), value);
        return this;
    }

    /** The classes, in the order of the probabilities. */
    public String[] labels() {
        return state.description().classLabels().toArray(String[]::new);
    }

    @Override
    public int numClasses() {
        return state.description().classLabels().size();
    }

    @Override
    public int numFeatures() {
        return state.model().network().inputs();
    }

    /** The network, for use without Spark. */
    public Model nativeModel() {
        return state.model();
    }

    /** The SHA-256 of the weights. */
    public String weightsSha256() {
        return state.weightsSha256();
    }

    /** The approximate size of the model in memory, in bytes. */
    public long estimatedSize() {
        return state == null ? 0 : state.bytes();
    }

    @Override
    public Option<MlpTrainingSummary> trainingSummary() {
        return Option.apply(state == null ? null : state.summary().orElse(null));
    }

    @Override
    public void trainingSummary_$eq(Option<MlpTrainingSummary> summary) {
        state = state.with(summary.isDefined() ? summary.get() : null);
    }

    /** Writes the summary to a local folder of the driver, for Spark Connect. Not called by Spark 3.5. */
    public void saveSummary(String folder) {
        summary().save(folder);
    }

    /** Loads the summary from such a folder. */
    public void loadSummary(String folder, Dataset<Row> unused) {
        state = state.with(MlpTrainingSummary.load(folder));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        ModelSchema.requireFeatures(state, schema, ModelSchema.vectorOrNull(this, featuresCol()));
        return new StageSchema(schema)
                .with(ModelSchema.ofClasses(
                        getRawPredictionCol(),
                        getProbabilityCol(),
                        getPredictionCol(),
                        ModelSchema.orNone(this, predictedLabelCol()),
                        state.description().classLabels()));
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        StructType schema = transformSchema(dataset.schema());
        ClassCells cells = new ClassCells(
                !getRawPredictionCol().isEmpty(),
                !getProbabilityCol().isEmpty(),
                !getPredictionCol().isEmpty(),
                isSet(predictedLabelCol()),
                state.description().classLabels(),
                thresholdsOrNull());
        return state.addedTo(dataset.toDF(), ModelSchema.vectorOrNull(this, featuresCol()), schema, cells, 0);
    }

    private double[] thresholdsOrNull() {
        if (!isDefined(thresholds())) {
            return null;
        }
        double[] thresholds = getThresholds();
        if (thresholds.length != numClasses()) {
            throw new IllegalArgumentException("thresholds: expected one value for each of the " + numClasses()
                    + " classes, found " + thresholds.length);
        }
        return thresholds;
    }

    @Override
    public double predict(Vector features) {
        double[] thresholds = thresholdsOrNull();
        double[] probabilities = predictProbability(features).toArray();
        int predicted = thresholds == null
                ? state.predictedClass(probabilities)
                : ClassCells.byThresholds(probabilities, thresholds);
        return ClassCells.numbers(state.description().classLabels())[predicted];
    }

    @Override
    public Vector predictProbability(Vector features) {
        StageSchema.requireSize(features, numFeatures());
        return Vectors.dense(state.probabilities(features));
    }

    @Override
    public Vector predictRaw(Vector features) {
        return ClassCells.logarithms(predictProbability(features).toArray());
    }

    @Override
    public Vector raw2probabilityInPlace(Vector raw) {
        double[] values = ((DenseVector) raw).values();
        for (int i = 0; i < values.length; i++) {
            values[i] = StrictMath.exp(values[i]);
        }
        return raw;
    }

    /** Spark's own method, whose Scala type Java cannot express. */
    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    public Tuple3 findSummaryModel() {
        return super.findSummaryModel();
    }

    @Override
    public MlpClassifierModel copy(ParamMap extra) {
        return copyValues(new MlpClassifierModel(uid(), state), extra).setParent(parent());
    }

    @Override
    public MLWriter write() {
        return new MlpModelWriter(this, state);
    }

    /** Returns a reader of saved models, and of models trained by a job file. */
    public static MLReader<MlpClassifierModel> read() {
        return new MlpModelReader<>(MlpClassifierModel.class, Task.CLASSIFICATION, MlpClassifierModel::new);
    }

    /** Loads a saved model, or one that a job file trained. */
    public static MlpClassifierModel load(String path) {
        return read().load(path);
    }

    @Override
    public String toString() {
        return "MlpClassifierModel: uid=" + uid()
                + (state == null ? "" : ", network " + state.model().network().shape());
    }
}
