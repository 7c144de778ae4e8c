package org.thalweg.ml;

import java.util.List;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.StructType;
import org.thalweg.model.Task;

/**
 * A neural network that learns several numbers per row: a multilayer perceptron trained by backpropagation to minimize the
 * squared error of the scaled targets, or another loss. For one number use {@link MlpRegressor}.
 *
 * <p>Settings without a param of their own are set by their keys in job files: {@code set("optimizer.schedule.type", "cosine")}.
 * All are checked by {@link #fit}, which reports all errors at once in an {@code IllegalArgumentException}.
 */
public final class MlpMultiRegressor extends AbstractMlpEstimator<MlpMultiRegressor, MlpMultiRegressorModel> {
    private static final long serialVersionUID = 1;

    /** An estimator with a random uid. */
    public MlpMultiRegressor() {
        this(Uids.random("mlpMultiRegressor"));
    }

    /** An estimator with the given uid. */
    public MlpMultiRegressor(String uid) {
        this(Uids.next(uid));
    }

    private MlpMultiRegressor(Uids.Pending unused) {
        super(Task.REGRESSION);
        paramSet().setDefaultHidden();
    }

    /** The columns of the labels, one for each target. */
    public StringArrayParam labelCols() {
        return paramSet().labelCols;
    }

    /** The columns of the labels. */
    public String[] getLabelCols() {
        return getOrDefault(labelCols());
    }

    /** Sets the columns of the labels, one for each target. */
    public MlpMultiRegressor setLabelCols(String... value) {
        set(labelCols(), value);
        return this;
    }

    /** The column of the predicted numbers, a vector. */
    public Param<String> predictionCol() {
        return paramSet().predictionCol;
    }

    /** The column of the predicted numbers, a vector. */
    public String getPredictionCol() {
        return getOrDefault(predictionCol());
    }

    /** Sets the column of the predicted numbers, a vector; empty for none. */
    public MlpMultiRegressor setPredictionCol(String value) {
        set(predictionCol(), value);
        return this;
    }

    @Override
    List<String> labels() {
        return paramSet().labels();
    }

    @Override
    MlpMultiRegressorModel model(ModelState state) {
        return new MlpMultiRegressorModel(uid(), state);
    }

    @Override
    StructType withOutputs(StructType schema) {
        return new StageSchema(schema).with(ModelSchema.ofNumbers(getPredictionCol()));
    }

    /** Returns a reader of saved estimators. */
    public static MLReader<MlpMultiRegressor> read() {
        return new EstimatorReader<>(MlpMultiRegressor.class, MlpMultiRegressor::new);
    }

    /** Loads a saved estimator. */
    public static MlpMultiRegressor load(String path) {
        return read().load(path);
    }
}
