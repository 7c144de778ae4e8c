package org.thalweg.ml;

import java.util.List;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.StructType;
import org.thalweg.model.Task;

/**
 * A neural network that learns several labels per row, each 0 or 1: a multilayer perceptron with a sigmoid output for each
 * label, trained by backpropagation to minimize their cross entropy.
 *
 * <p>Settings without a param of their own are set by their keys in job files: {@code set("optimizer.schedule.type", "cosine")}.
 * All are checked by {@link #fit}, which reports all errors at once in an {@code IllegalArgumentException}.
 */
public final class MlpMultilabelClassifier
        extends AbstractMlpEstimator<MlpMultilabelClassifier, MlpMultilabelClassifierModel> {
    private static final long serialVersionUID = 1;

    /** An estimator with a random uid. */
    public MlpMultilabelClassifier() {
        this(Uids.random("mlpMultilabelClassifier"));
    }

    /** An estimator with the given uid. */
    public MlpMultilabelClassifier(String uid) {
        this(Uids.next(uid));
    }

    private MlpMultilabelClassifier(Uids.Pending unused) {
        super(Task.MULTILABEL);
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
    public MlpMultilabelClassifier setLabelCols(String... value) {
        set(labelCols(), value);
        return this;
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
    public MlpMultilabelClassifier setPredictionCol(String value) {
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
    public MlpMultilabelClassifier setProbabilityCol(String value) {
        set(probabilityCol(), value);
        return this;
    }

    @Override
    List<String> labels() {
        return paramSet().labels();
    }

    @Override
    MlpMultilabelClassifierModel model(ModelState state) {
        return new MlpMultilabelClassifierModel(uid(), state);
    }

    @Override
    StructType withOutputs(StructType schema) {
        return new StageSchema(schema).with(ModelSchema.ofLabels(getPredictionCol(), getProbabilityCol()));
    }

    /** Returns a reader of saved estimators. */
    public static MLReader<MlpMultilabelClassifier> read() {
        return new EstimatorReader<>(MlpMultilabelClassifier.class, MlpMultilabelClassifier::new);
    }

    /** Loads a saved estimator. */
    public static MlpMultilabelClassifier load(String path) {
        return read().load(path);
    }
}
