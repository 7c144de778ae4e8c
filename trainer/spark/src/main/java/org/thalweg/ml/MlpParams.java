package org.thalweg.ml;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * The params of all our estimators and their models. Some have the names that spark.ml uses. Every other key of job files that
 * affects training is a param named by its path: {@code getParam("training.averaging")}.
 */
public interface MlpParams extends Params {
    /** The params of this stage; always the same instance. */
    ParamSet paramSet();

    /** The input columns, instead of {@code featuresCol}; they may be categories and dates, too. */
    default StringArrayParam featuresCols() {
        return paramSet().featuresCols;
    }

    /** The column of the rows' weights. */
    default Param<String> weightCol() {
        return paramSet().weightCol;
    }

    /** The column that is true in validation rows: they are not trained on, but evaluated after every epoch. */
    default Param<String> validationIndicatorCol() {
        return paramSet().validationIndicatorCol;
    }

    /** The widths of the hidden layers, in order from the input. */
    default IntArrayParam hidden() {
        return paramSet().hidden;
    }

    /** The activation of the hidden layers. */
    default Param<String> activation() {
        return paramSet().activation;
    }

    /** The maximum number of epochs. */
    default IntParam maxIter() {
        return paramSet().maxIter;
    }

    /** The learning rate. */
    default DoubleParam stepSize() {
        return paramSet().stepSize;
    }

    /** The optimizer. */
    default Param<String> solver() {
        return paramSet().solver;
    }

    /** The number of rows per step, over the whole cluster. */
    default IntParam batchSize() {
        return paramSet().batchSize;
    }

    /** The seed of all randomness. */
    default LongParam seed() {
        return paramSet().seed;
    }

    /** The tolerance: training stops when the training loss falls by no more than this. */
    default DoubleParam tol() {
        return paramSet().tol;
    }

    /** After how many epochs without improvement on the validation rows training stops. */
    default IntParam earlyStoppingPatience() {
        return paramSet().earlyStoppingPatience;
    }

    /** The folder of checkpoints. */
    default Param<String> checkpointDir() {
        return paramSet().checkpointDir;
    }

    /** The number of epochs between checkpoints. */
    default IntParam checkpointInterval() {
        return paramSet().checkpointInterval;
    }

    /** The path of the model from whose weights training starts. */
    default Param<String> initialModel() {
        return paramSet().initialModel;
    }

    /** The input columns. */
    default String[] getFeaturesCols() {
        return getOrDefault(featuresCols());
    }

    /** The column of weights. */
    default String getWeightCol() {
        return getOrDefault(weightCol());
    }

    /** The column that marks validation rows. */
    default String getValidationIndicatorCol() {
        return getOrDefault(validationIndicatorCol());
    }

    /** The widths of the hidden layers. */
    default int[] getHidden() {
        return getOrDefault(hidden());
    }

    /** The activation of the hidden layers. */
    default String getActivation() {
        return getOrDefault(activation());
    }

    /** The maximum number of epochs. */
    default int getMaxIter() {
        return (Integer) getOrDefault(maxIter());
    }

    /** The learning rate. */
    default double getStepSize() {
        return (Double) getOrDefault(stepSize());
    }

    /** The optimizer. */
    default String getSolver() {
        return getOrDefault(solver());
    }

    /** The number of rows per step. */
    default int getBatchSize() {
        return (Integer) getOrDefault(batchSize());
    }

    /** The seed. */
    default long getSeed() {
        return (Long) getOrDefault(seed());
    }

    /** The tolerance: training stops when the training loss falls by no more than this. */
    default double getTol() {
        return (Double) getOrDefault(tol());
    }

    /** After how many epochs without improvement training stops. */
    default int getEarlyStoppingPatience() {
        return (Integer) getOrDefault(earlyStoppingPatience());
    }

    /** The folder of checkpoints. */
    default String getCheckpointDir() {
        return getOrDefault(checkpointDir());
    }

    /** The number of epochs between checkpoints. */
    default int getCheckpointInterval() {
        return (Integer) getOrDefault(checkpointInterval());
    }

    /** The path of the model from whose weights training starts. */
    default String getInitialModel() {
        return getOrDefault(initialModel());
    }
}
