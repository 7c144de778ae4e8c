package org.thalweg.ml;

import java.util.List;
import java.util.Map;
import org.apache.spark.ml.classification.ProbabilisticClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;
import org.thalweg.model.Task;

/**
 * A neural network that learns classes: a multilayer perceptron with softmax outputs, trained by backpropagation to minimize
 * the cross entropy of its probabilities. The same rows, params and seed give the same weights, bit for bit, over any
 * partitions and executors.
 *
 * <p>Features are a vector ({@code featuresCol}) or columns ({@code featuresCols}); labels are numbers or strings, of 2 classes
 * or more. Settings without a param of their own are set by their keys in job files: {@code set("optimizer.schedule.type",
 * "cosine")}. All are checked by {@link #fit}, which reports all errors at once in an {@code IllegalArgumentException}.
 */
public final class MlpClassifier extends ProbabilisticClassifier<Vector, MlpClassifier, MlpClassifierModel>
        implements MlpEstimator<MlpClassifier>, MlpClassifierParams, DefaultParamsWritable {
    private static final long serialVersionUID = 1;

    private String uid; // no initializer: super() already sets it
    private ParamSet params;

    /** A classifier with a random uid. */
    public MlpClassifier() {
        this(Uids.random("mlpClassifier"));
    }

    /** A classifier with the given uid. */
    public MlpClassifier(String uid) {
        this(Uids.next(uid));
    }

    private MlpClassifier(Uids.Pending unused) {
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

    /** Sets the column of the predicted class as a string. */
    public MlpClassifier setPredictedLabelCol(String value) {
        set(predictedLabelCol(), value);
        return this;
    }

    /** Sets the weights of the classes: {@code balanced}, or a map in JSON such as {@code {"yes": 2}}. */
    public MlpClassifier setClassWeights(String value) {
        set(classWeights(), value);
        return this;
    }

    /** Sets the weights of classes; other classes have weight 1. */
    public MlpClassifier setClassWeights(Map<String, Double> value) {
        set(classWeights(), value);
        return this;
    }

    @Override
    public StructType transformSchema(StructType schema) {
        List<String> labels = List.of(getLabelCol());
        paramSet()
                .required(schema, getFeaturesCol())
                .require("labelCol", labels)
                .requireClasses("labelCol", getLabelCol());
        return new StageSchema(schema)
                .with(ModelSchema.ofClasses(
                        getRawPredictionCol(),
                        getProbabilityCol(),
                        getPredictionCol(),
                        ModelSchema.orNone(this, predictedLabelCol()),
                        List.of()));
    }

    @Override
    public MlpClassifierModel fit(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        return copyValues(train(dataset).setParent(this), ParamMap.empty());
    }

    @Override
    public MlpClassifierModel train(Dataset<?> dataset) {
        List<String> features = paramSet().features(getFeaturesCol());
        NetworkFit fit = new NetworkFit(this, Task.CLASSIFICATION, features, List.of(getLabelCol()));
        return new MlpClassifierModel(uid(), fit.fit(dataset));
    }

    @Override
    public MlpClassifier copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    /** Returns a reader of saved estimators. */
    public static MLReader<MlpClassifier> read() {
        return new EstimatorReader<>(MlpClassifier.class, MlpClassifier::new);
    }

    /** Loads a saved estimator. */
    public static MlpClassifier load(String path) {
        return read().load(path);
    }
}
