package org.thalweg.ml;

import java.util.Map;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.StructField;
import org.thalweg.model.Task;
import org.thalweg.spark.fit.ModelColumns;

/**
 * A network that predicts labels. It adds, where their columns have a name, {@code predictionCol} (an array of the indices of the
 * predicted labels, ascending, as {@code MultilabelClassificationEvaluator} takes them) and {@code probabilityCol} (a vector, by
 * label).
 */
public final class MlpMultilabelClassifierModel extends AbstractMlpModel<MlpMultilabelClassifierModel> {
    private static final long serialVersionUID = 1;

    /** A model that Spark Connect asks for its params alone. */
    public MlpMultilabelClassifierModel() {
        this(Uids.random("mlpMultilabelClassifier"), null);
    }

    MlpMultilabelClassifierModel(String uid, ModelState state) {
        this(Uids.next(uid), state);
    }

    private MlpMultilabelClassifierModel(Uids.Waiting unused, ModelState state) {
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

    /** The names of the targets, in the order of what is predicted. */
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

    /** A reader of saved models, and of models that job files trained. */
    public static MLReader<MlpMultilabelClassifierModel> read() {
        return new MlpModelReader<>(
                MlpMultilabelClassifierModel.class, Task.MULTILABEL, MlpMultilabelClassifierModel::new);
    }

    /** A model that was saved, or that a job file trained. */
    public static MlpMultilabelClassifierModel load(String path) {
        return read().load(path);
    }
}
