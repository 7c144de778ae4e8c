package org.thalweg.ml;

import java.util.List;

/**
 * The setters that all our estimators share, and the progress and cancellation of their fits.
 *
 * @param <E> the estimator
 */
public interface MlpEstimator<E extends MlpEstimator<E>> extends MlpParams {
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

    /** Sets the column that is true in validation rows: they are not trained on, but evaluated after every epoch. */
    default E setValidationIndicatorCol(String value) {
        set(validationIndicatorCol(), value);
        return self();
    }

    /** Sets the widths of the hidden layers, in order from the input; without any the model is linear. */
    default E setHidden(int... value) {
        set(hidden(), value);
        return self();
    }

    /** Sets the activation of the hidden layers: a name, or a formula of x. */
    default E setActivation(String value) {
        set(activation(), value);
        return self();
    }

    /** Sets the maximum number of epochs. */
    default E setMaxIter(int value) {
        set("maxIter", value);
        return self();
    }

    /** Sets the learning rate. */
    default E setStepSize(double value) {
        set("stepSize", value);
        return self();
    }

    /** Sets the optimizer, by name. */
    default E setSolver(String value) {
        set(solver(), value);
        return self();
    }

    /**
     * Sets the number of rows per step, over the whole cluster; for a full batch use {@code set("training.batchSize", "full")}.
     */
    default E setBatchSize(int value) {
        set("batchSize", value);
        return self();
    }

    /** Sets the seed of all randomness. */
    default E setSeed(long value) {
        set("seed", value);
        return self();
    }

    /** Sets the tolerance: training stops when the training loss falls by no more than this. */
    default E setTol(double value) {
        set("tol", value);
        return self();
    }

    /** Sets after how many epochs without improvement on the validation rows training stops, with the best epoch's weights. */
    default E setEarlyStoppingPatience(int value) {
        set("earlyStoppingPatience", value);
        return self();
    }

    /** Sets the folder of checkpoints, from which an interrupted fit resumes. */
    default E setCheckpointDir(String value) {
        set(checkpointDir(), value);
        return self();
    }

    /** Sets the number of epochs between checkpoints. */
    default E setCheckpointInterval(int value) {
        set("checkpointInterval", value);
        return self();
    }

    /** Sets the path of a model from whose weights training starts. */
    default E setInitialModel(String value) {
        set(initialModel(), value);
        return self();
    }

    /** The progress of the running fits of this estimator and its copies. */
    default List<FitProgress> progress() {
        return RunningFit.progress(uid());
    }

    /** Cancels the running fits of this estimator and its copies: they fail with a {@code CancellationException}. */
    default void cancel() {
        RunningFit.cancel(uid());
    }
}
