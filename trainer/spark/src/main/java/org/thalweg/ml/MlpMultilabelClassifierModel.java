package org.thalweg.ml;

import java.util.Map;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.StructField;
import org.thalweg.model.Task;
import org.thalweg.spark.fit.ModelColumns;

/**
 * A network that predicts labels. It adds these columns, unless their names are empty: {@code predictionCol} (an array of the
 * indices of the predicted labels, ascending, as {@code MultilabelClassificationEvaluator} expects) and
 * {@code probabilityCol} (a vector, by label).
 */
public final class MlpMultilabelClassifierModel extends AbstractMlpModel<MlpMultilabelClassifierModel> {
    private static final long serialVersionUID = 1;

    /** An untrained model: Spark Connect reads the params from it. */
    public MlpMultilabelClassifierModel() {
        this(Uids.random("mlpMultilabelClassifier"), null);
    }

    MlpMultilabelClassifierModel(String uid, ModelState state) {
        this(Uids.next(uid), state);
    }

    private MlpMultilabelClassifierModel(Uids.Pending unused, ModelState state) {
        super(Task.MULTILABEL, state);
    }

    /** The column of the predicted labels: an array of their indices. */
    public Param<String> predictionCol() {
        return paramSet().predictionCol;
    }

    /** The column of the predicted labels: an array of their indices. */
    public String getPredictionCol() {
        return getOrDefault(predictionCol());
    }

    /** Sets the column of the predicted labels: an array of their indices; empty for none. */
    public MlpMultilabelClassifierModel setPredictionCol(String value) {
        set(predictionCol(), value);
        return this;
    }

    /** The column of the probabilities of the labels, a vector. */
    public Param<String> probabilityCol() {
        return paramSet().probabilityCol;
    }

    /** The column of the probabilities of the labels, a vector. */
    public String getProbabilityCol() {
        return getOrDefault(probabilityCol());
    }

    /** Sets the column of the probabilities of the labels, a vector; empty for none. */
    public MlpMultilabelClassifierModel setProbabilityCol(String value) {
        set(probabilityCol(), value);
        return this;
    }

    /** The names of the targets, in the order of the predictions. */
    public String[] targets() {
        return state().description().targetNames().toArray(String[]::new);
    }

    @Override
    Map<String, StructField> outputs() {
        return ModelSchema.ofLabels(getPredictionCol(), getProbabilityCol());
    }

    @Override
    ModelColumns.Cells cells() {
        return new LabelCells(
                !getPredictionCol().isEmpty(), !getProbabilityCol().isEmpty());
    }

    @Override
    MlpMultilabelClassifierModel make(String uid, ModelState state) {
        return new MlpMultilabelClassifierModel(uid, state);
    }

    /** Returns a reader of saved models, and of models trained by a job file. */
    public static MLReader<MlpMultilabelClassifierModel> read() {
        return new MlpModelReader<>(
                MlpMultilabelClassifierModel.class, Task.MULTILABEL, MlpMultilabelClassifierModel::new);
    }

    /** Loads a saved model, or one that a job file trained. */
    public static MlpMultilabelClassifierModel load(String path) {
        return read().load(path);
    }
}
