package org.thalweg.ml;

import org.apache.spark.ml.param.Param;

/** The params of classifiers and their models. */
public interface MlpClassifierParams extends MlpParams {
    /** The column of the predicted class as a string; not added unless it is set. */
    default Param<String> predictedLabelCol() {
        return paramSet().predictedLabelCol;
    }

    /** The weights of the classes: {@code balanced}, or a map in JSON; classes not in the map have weight 1. */
    default Param<Object> classWeights() {
        return paramSet().classWeights;
    }

    /** The column of the predicted class as a string. */
    default String getPredictedLabelCol() {
        return getOrDefault(predictedLabelCol());
    }

    /** The weights of the classes. */
    default Object getClassWeights() {
        return getOrDefault(classWeights());
    }
}
