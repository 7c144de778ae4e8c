package org.thalweg.ml;

import java.util.List;

/**
 * The setters that all our estimators share, and what becomes of their fits.
 *
 * @param <E> the estimator
 */
public interface MlpEstimator<E extends MlpEstimator<E>> extends MlpParams {
    /** This estimator, as what it is. */
    @SuppressWarnings("unchecked") // E is the class itself
    private E self() {
        return (E) this;
    }

    /** Sets the columns that become inputs, in place of {@code featuresCol}. */
    default E setFeaturesCols(String... value) {
        set(featuresCols(), value);
        return self();
    }

    /** Sets the column of the rows' weights, which are above 0. */
    default E setWeightCol(String value) {
        set(weightCol(), value);
        return self();
    }

    /** Sets the column that is true in rows that are measured after every epoch, and not trained on. */
    default E setValidationIndicatorCol(String value) {
        set(validationIndicatorCol(), value);
        return self();
    }

    /** Sets the hidden layers' widths, from the input on; none makes a linear model. */
    default E setHidden(int... value) {
        set(hidden(), value);
        return self();
    }

    /** Sets the hidden layers' activation, by its name or a formula of x. */
    default E setActivation(String value) {
        set(activation(), value);
        return self();
    }

    /** Sets the epochs at most. */
    default E setMaxIter(int value) {
        set("maxIter", value);
        return self();
    }

    /** Sets the learning rate. */
    default E setStepSize(double value) {
        set("stepSize", value);
        return self();
    }

    /** Sets the optimizer, by its name. */
    default E setSolver(String value) {
        set(solver(), value);
        return self();
    }

    /** Sets the rows of a step, over the whole cluster; a full batch is {@code set("training.batchSize", "full")}. */
    default E setBatchSize(int value) {
        set("batchSize", value);
        return self();
    }

    /** Sets the seed of all randomness. */
    default E setSeed(long value) {
        set("seed", value);
        return self();
    }

    /** Sets by how much the training loss must still fall, for training to go on. */
    default E setTol(double value) {
        set("tol", value);
        return self();
    }

    /** Sets the epochs without gain on the validation rows after which training ends with the best epoch's weights. */
    default E setEarlyStoppingPatience(int value) {
        set("earlyStoppingPatience", value);
        return self();
    }

    /** Sets the folder of checkpoints, from which a fit that was cut off goes on. */
    default E setCheckpointDir(String value) {
        set(checkpointDir(), value);
        return self();
    }

    /** Sets the epochs between two checkpoints. */
    default E setCheckpointInterval(int value) {
        set("checkpointInterval", value);
        return self();
    }

    /** Sets the path of a model whose training goes on. */
    default E setInitialModel(String value) {
        set(initialModel(), value);
        return self();
    }

    /** How far the fits are that run by this estimator or copies of it. */
    default List<FitProgress> progress() {
        return RunningFit.progress(uid());
    }

    /** Cancels the fits that run by this estimator or copies of it: they fail with a {@code CancellationException}. */
    default void cancel() {
        RunningFit.cancel(uid());
    }
}
