package org.thalweg.ml;

import java.util.List;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;
import org.thalweg.model.Task;

/**
 * An estimator for which spark.ml has no base class.
 *
 * @param <E> the estimator
 * @param <M> its model
 */
public abstract class AbstractMlpEstimator<E extends AbstractMlpEstimator<E, M>, M extends AbstractMlpModel<M>>
        extends Estimator<M> implements MlpEstimator<E>, DefaultParamsWritable {
    private static final long serialVersionUID = 1;

    private final Task task;
    private String uid; // without an initial value: it is set before the fields are
    private ParamSet params;

    AbstractMlpEstimator(Task task) {
        this.task = task;
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
    @SuppressWarnings("unchecked") // E is the class itself
    public E setFeaturesCol(String value) {
        set(featuresCol(), value);
        return (E) this;
    }

    /** The label columns; empty for an autoencoder. */
    abstract List<String> labels();

    abstract M model(ModelState state);

    /** Adds the model's columns to a schema. */
    abstract StructType withOutputs(StructType schema);

    @Override
    public StructType transformSchema(StructType schema) {
        StageSchema checked = paramSet().required(schema, getFeaturesCol()).require("labelCols", labels());
        labels().forEach(label -> checked.requireNumbers("labelCols", label));
        return withOutputs(schema);
    }

    @Override
    public M fit(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        List<String> features = paramSet().features(getFeaturesCol());
        ModelState state = new NetworkFit(this, task, features, labels()).fit(dataset);
        return copyValues(model(state).setParent(this), ParamMap.empty());
    }

    @Override
    public E copy(ParamMap extra) {
        return defaultCopy(extra);
    }
}
