package org.thalweg.ml;

import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.Regressor;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;
import org.thalweg.model.Task;

/**
 * A neural network that learns a number: a multilayer perceptron trained by backpropagation to minimize the squared error of the
 * scaled target, or another loss ({@code set("loss.type", "quantile")}). The same rows, params and seed give the same
 * weights, bit for bit, over any partitions and executors. For several numbers use {@link MlpMultiRegressor}.
 *
 * <p>Settings without a param of their own are set by their keys in job files: {@code set("optimizer.schedule.type", "cosine")}.
 * All are checked by {@link #fit}, which reports all errors at once in an {@code IllegalArgumentException}.
 */
public final class MlpRegressor extends Regressor<Vector, MlpRegressor, MlpRegressorModel>
        implements MlpEstimator<MlpRegressor>, DefaultParamsWritable {
    private static final long serialVersionUID = 1;

    private String uid; // no initializer: super() already sets it
    private ParamSet params;

    /** A regressor with a random uid. */
    public MlpRegressor() {
        this(Uids.random("mlpRegressor"));
    }

    /** A regressor with the given uid. */
    public MlpRegressor(String uid) {
        this(Uids.next(uid));
    }

    private MlpRegressor(Uids.Pending unused) {
        paramSet().setDefaults();
        paramSet().setDefaultHidden();
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
    public StructType transformSchema(StructType schema) {
        paramSet()
                .required(schema, getFeaturesCol())
                .require("labelCol", List.of(getLabelCol()))
                .requireNumbers("labelCol", getLabelCol());
        return new StageSchema(schema).with(ModelSchema.ofNumber(getPredictionCol()));
    }

    @Override
    public MlpRegressorModel fit(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        return copyValues(train(dataset).setParent(this), ParamMap.empty());
    }

    @Override
    public MlpRegressorModel train(Dataset<?> dataset) {
        List<String> features = paramSet().features(getFeaturesCol());
        NetworkFit fit = new NetworkFit(this, Task.REGRESSION, features, List.of(getLabelCol()));
        return new MlpRegressorModel(uid(), fit.fit(dataset));
    }

    @Override
    public MlpRegressor copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    /** Returns a reader of saved estimators. */
    public static MLReader<MlpRegressor> read() {
        return new EstimatorReader<>(MlpRegressor.class, MlpRegressor::new);
    }

    /** Loads a saved estimator. */
    public static MlpRegressor load(String path) {
        return read().load(path);
    }
}
