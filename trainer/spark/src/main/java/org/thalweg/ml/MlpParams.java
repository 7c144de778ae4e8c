package org.thalweg.ml;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * The params of all our estimators, which their models keep. Beside those with names of spark.ml each key of job files that says
 * how a model is trained is a param under its path: {@code getParam("training.averaging")}.
 */
public interface MlpParams extends Params {
    /** The params, made once for each stage. */
    ParamSet paramSet();

    /** Columns that become inputs, in place of {@code featuresCol}; categories and dates too. */
    default StringArrayParam featuresCols() {
        return paramSet().featuresCols;
    }

    /** The column of the rows' weights. */
    default Param<String> weightCol() {
        return paramSet().weightCol;
    }

    /** The column that is true in rows that are measured after every epoch, and not trained on. */
    default Param<String> validationIndicatorCol() {
        return paramSet().validationIndicatorCol;
    }

    /** The hidden layers' widths, from the input on. */
    default IntArrayParam hidden() {
        return paramSet().hidden;
    }

    /** The hidden layers' activation. */
    default Param<String> activation() {
        return paramSet().activation;
    }

    /** Epochs at most. */
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

    /** Rows of a step, over the whole cluster. */
    default IntParam batchSize() {
        return paramSet().batchSize;
    }

    /** The seed of all randomness. */
    default LongParam seed() {
        return paramSet().seed;
    }

    /** By how much the training loss must still fall. */
    default DoubleParam tol() {
        return paramSet().tol;
    }

    /** Epochs without gain on the validation rows after which training ends. */
    default IntParam earlyStoppingPatience() {
        return paramSet().earlyStoppingPatience;
    }

    /** The folder of checkpoints. */
    default Param<String> checkpointDir() {
        return paramSet().checkpointDir;
    }

    /** The epochs between checkpoints. */
    default IntParam checkpointInterval() {
        return paramSet().checkpointInterval;
    }

    /** The path of the model that training goes on from. */
    default Param<String> initialModel() {
        return paramSet().initialModel;
    }

    /** The columns that become inputs. */
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

    /** The hidden layers' widths. */
    default int[] getHidden() {
        return getOrDefault(hidden());
    }

    /** The hidden layers' activation. */
    default String getActivation() {
        return getOrDefault(activation());
    }

    /** Epochs at most. */
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

    /** Rows of a step. */
    default int getBatchSize() {
        return (Integer) getOrDefault(batchSize());
    }

    /** The seed. */
    default long getSeed() {
        return (Long) getOrDefault(seed());
    }

    /** By how much the training loss must still fall. */
    default double getTol() {
        return (Double) getOrDefault(tol());
    }

    /** Epochs without gain after which training ends. */
    default int getEarlyStoppingPatience() {
        return (Integer) getOrDefault(earlyStoppingPatience());
    }

    /** The folder of checkpoints. */
    default String getCheckpointDir() {
        return getOrDefault(checkpointDir());
    }

    /** The epochs between checkpoints. */
    default int getCheckpointInterval() {
        return (Integer) getOrDefault(checkpointInterval());
    }

    /** The path of the model that training goes on from. */
    default String getInitialModel() {
        return getOrDefault(initialModel());
    }
}
