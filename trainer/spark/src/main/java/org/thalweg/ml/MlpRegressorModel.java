package org.thalweg.ml;

import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.RegressionModel;
import org.apache.spark.ml.util.HasTrainingSummary;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.thalweg.model.Model;
import org.thalweg.model.Task;
import org.thalweg.spark.fit.ModelColumns;
import scala.Option;

/** A network that predicts a number: it adds {@code predictionCol}, in the target's own units. */
public final class MlpRegressorModel extends RegressionModel<Vector, MlpRegressorModel>
        implements MlpParams, MLWritable, HasTrainingSummary<MlpTrainingSummary> {
    private static final long serialVersionUID = 1;

    private String uid; // no initializer: super() already sets it
    private ParamSet params;
    private ModelState state; // null if the model is untrained

    /** An untrained model: Spark Connect reads the params from it. */
    public MlpRegressorModel() {
        this(Uids.random("mlpRegressor"), null);
    }

    MlpRegressorModel(String uid, ModelState state) {
        this(Uids.next(uid), state);
    }

    private MlpRegressorModel(Uids.Pending unused, ModelState state) {
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
        return new StageSchema(schema).with(ModelSchema.ofNumber(getPredictionCol()));
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        StructType schema = transformSchema(dataset.schema());
        ModelColumns.Cells cells = getPredictionCol().isEmpty()
                ? (into, block, row) -> {}
                : (into, block, row) -> into.add((double) block.output(row, 0));
        return state.addedTo(dataset.toDF(), ModelSchema.vectorOrNull(this, featuresCol()), schema, cells, 0);
    }

    @Override
    public double predict(Vector features) {
        StageSchema.requireSize(features, numFeatures());
        return state.outputs(features)[0];
    }

    @Override
    public MlpRegressorModel copy(ParamMap extra) {
        return copyValues(new MlpRegressorModel(uid(), state), extra).setParent(parent());
    }

    @Override
    public MLWriter write() {
        return new MlpModelWriter(this, state);
    }

    /** Returns a reader of saved models, and of models trained by a job file. */
    public static MLReader<MlpRegressorModel> read() {
        return new MlpModelReader<>(MlpRegressorModel.class, Task.REGRESSION, (uid, state) -> {
            int targets = state.model().network().outputs();
            if (targets != 1) {
                throw new IllegalArgumentException("path: expected a model with one target, found one with " + targets
                        + "; load it as an MlpMultiRegressorModel");
            }
            return new MlpRegressorModel(uid, state);
        });
    }

    /** Loads a saved model, or one that a job file trained. */
    public static MlpRegressorModel load(String path) {
        return read().load(path);
    }

    @Override
    public String toString() {
        return "MlpRegressorModel: uid=" + uid()
                + (state == null ? "" : ", network " + state.model().network().shape());
    }
}
