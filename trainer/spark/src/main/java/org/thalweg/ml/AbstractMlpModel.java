package org.thalweg.ml;

import java.util.Map;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.HasTrainingSummary;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.thalweg.model.Task;
import org.thalweg.spark.fit.ModelColumns;
import scala.Option;

/**
 * A model for which spark.ml has no base class.
 *
 * @param <M> the model
 */
public abstract class AbstractMlpModel<M extends AbstractMlpModel<M>> extends Model<M>
        implements MlpParams, MLWritable, HasTrainingSummary<MlpTrainingSummary> {
    private static final long serialVersionUID = 1;

    private String uid; // without an initial value: it is set before the fields are
    private ParamSet params;
    private ModelState state; // null for a model that is no model yet

    AbstractMlpModel(Task task, ModelState state) {
        this.state = state;
        paramSet().setDefaults();
        paramSet().setDefaultColumns(task);
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

    /** The column of feature vectors. */
    public Param<String> featuresCol() {
        return paramSet().featuresCol;
    }

    /** The column of feature vectors. */
    public String getFeaturesCol() {
        return getOrDefault(featuresCol());
    }

    /** Sets the column of feature vectors. */
    @SuppressWarnings("unchecked") // M is the class itself
    public M setFeaturesCol(String value) {
        set(featuresCol(), value);
        return (M) this;
    }

    ModelState state() {
        return state;
    }

    /** The network, for a program without Spark. */
    public org.thalweg.model.Model nativeModel() {
        return state.model();
    }

    /** Features a row. */
    public int numFeatures() {
        return state.model().network().inputs();
    }

    /** The SHA-256 of the weights. */
    public String weightsSha256() {
        return state.weightsSha256();
    }

    /** About the bytes of memory that the model takes. */
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

    /** Writes the summary into a folder of the driver's disk; Spark 3.5 does not ask for it. */
    public void saveSummary(String folder) {
        summary().save(folder);
    }

    /** Takes the summary from such a folder. */
    public void loadSummary(String folder, Dataset<Row> unused) {
        state = state.with(MlpTrainingSummary.load(folder));
    }

    /** The columns that the model adds, by the params that name them. */
    abstract Map<String, StructField> outputs();

    abstract ModelColumns.Cells cells();

    /** The hidden layer whose activations the cells need, from 1; 0 for none. */
    int layer() {
        return 0;
    }

    abstract M make(String uid, ModelState state);

    @Override
    public StructType transformSchema(StructType schema) {
        ModelSchema.requireFeatures(state, schema, ModelSchema.vectorOrNull(this, featuresCol()));
        return new StageSchema(schema).with(outputs());
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        StructType schema = transformSchema(dataset.schema());
        return state.addedTo(dataset.toDF(), ModelSchema.vectorOrNull(this, featuresCol()), schema, cells(), layer());
    }

    @Override
    public M copy(ParamMap extra) {
        return copyValues(make(uid(), state), extra).setParent(parent());
    }

    @Override
    public MLWriter write() {
        return new MlpModelWriter(this, state);
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + ": uid=" + uid()
                + (state == null ? "" : ", network " + state.model().network().shape());
    }
}
