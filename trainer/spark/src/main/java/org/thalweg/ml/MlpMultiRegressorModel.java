package org.thalweg.ml;

import java.util.Map;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.StructField;
import org.thalweg.model.Task;
import org.thalweg.spark.fit.ModelColumns;

/**
 * A network that predicts several numbers. It adds {@code predictionCol}, a vector by target, in the targets' own units.
 */
public final class MlpMultiRegressorModel extends AbstractMlpModel<MlpMultiRegressorModel> {
    private static final long serialVersionUID = 1;

    /** An untrained model: Spark Connect reads the params from it. */
    public MlpMultiRegressorModel() {
        this(Uids.random("mlpMultiRegressor"), null);
    }

    MlpMultiRegressorModel(String uid, ModelState state) {
        this(Uids.next(uid), state);
    }

    private MlpMultiRegressorModel(Uids.Pending unused, ModelState state) {
        super(Task.REGRESSION, state);
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
    public MlpMultiRegressorModel setPredictionCol(String value) {
        set(predictionCol(), value);
        return this;
    }

    /** The names of the targets, in the order of the predictions. */
    public String[] targets() {
        return state().description().targetNames().toArray(String[]::new);
    }

    @Override
    Map<String, StructField> outputs() {
        return ModelSchema.ofNumbers(getPredictionCol());
    }

    @Override
    ModelColumns.Cells cells() {
        return getPredictionCol().isEmpty() ? (cells, block, row) -> {} : new NumberCells();
    }

    @Override
    MlpMultiRegressorModel make(String uid, ModelState state) {
        return new MlpMultiRegressorModel(uid, state);
    }

    /** Returns a reader of saved models, and of models trained by a job file. */
    public static MLReader<MlpMultiRegressorModel> read() {
        return new MlpModelReader<>(MlpMultiRegressorModel.class, Task.REGRESSION, MlpMultiRegressorModel::new);
    }

    /** Loads a saved model, or one that a job file trained. */
    public static MlpMultiRegressorModel load(String path) {
        return read().load(path);
    }
}
