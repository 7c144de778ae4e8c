package org.thalweg.model;

import java.util.Arrays;
import java.util.Objects;
import org.thalweg.data.FeatureEncoding;
import org.thalweg.data.FeatureStatistics;
import org.thalweg.data.Scaling;
import org.thalweg.data.TargetScaling;
import org.thalweg.math.Kernels;
import org.thalweg.nn.Network;

/** A trained model, with everything that prediction needs. Immutable: arrays are copied when passed in and out. */
public final class Model {
    /** The newest version of the file format that this version of Thalweg reads and writes. */
    public static final int FORMAT_VERSION = 2;

    /** The format version of models with unscaled targets, which every version of Thalweg reads. */
    static final int UNSCALED_TARGETS_VERSION = 1;

    private final ModelDescription description;
    private final float[] parameters; // [network.parameterCount()]
    private final Scaling scaling;
    private final TargetScaling targetScaling;
    private final GoldenRows goldenRows;

    /** Does not copy the arrays; the caller must not change them afterwards. */
    Model(
            ModelDescription description,
            float[] parameters,
            Scaling scaling,
            TargetScaling targetScaling,
            GoldenRows goldenRows) {
        requireFits(description, parameters, scaling);
        requireFits(description, targetScaling);
        requireGoldenFits(description.network(), goldenRows);
        this.description = description;
        this.parameters = parameters;
        this.scaling = scaling;
        this.targetScaling = targetScaling;
        this.goldenRows = goldenRows;
    }

    /**
     * A model with golden rows drawn from the training rows' statistics; see {@link GoldenRows}.
     *
     * @param parameters finite, [network.parameterCount()]
     * @param scaling of the network's inputs, or {@link Scaling#NONE}
     * @param trainingRows the raw features' statistics, before scaling
     * @throws IllegalArgumentException if a length does not fit the network, or a number is not finite
     */
    public static Model of(
            ModelDescription description, float[] parameters, Scaling scaling, FeatureStatistics trainingRows) {
        return of(description, parameters, scaling, TargetScaling.NONE, trainingRows);
    }

    /**
     * A model of a network that was trained on scaled targets, with golden rows drawn from the training rows'
     * statistics.
     *
     * @param parameters finite, [network.parameterCount()]
     * @param scaling of the network's inputs, or {@link Scaling#NONE}
     * @param targetScaling of a regression's targets, or {@link TargetScaling#NONE}
     * @param trainingRows the raw features' statistics, before scaling
     * @throws IllegalArgumentException if a length does not fit the network, or a number is not finite
     */
    public static Model of(
            ModelDescription description,
            float[] parameters,
            Scaling scaling,
            TargetScaling targetScaling,
            FeatureStatistics trainingRows) {
        requireFits(description, parameters, scaling);
        requireFits(description, targetScaling);
        if (trainingRows.inputs() != description.network().inputs()) {
            throw mismatch("trainingRows", description.network().inputs() + " features", trainingRows.inputs());
        }
        Predictor predictor = Predictor.of(description, parameters, scaling, targetScaling);
        return of(description, parameters, scaling, targetScaling, GoldenRows.draw(trainingRows, predictor));
    }

    /**
     * A model with the given golden rows.
     *
     * @param parameters finite, [network.parameterCount()]
     * @param scaling of the network's inputs, or {@link Scaling#NONE}
     * @param goldenRows must have the model's own outputs, otherwise its file cannot be read
     * @throws IllegalArgumentException if a length does not fit the network, or a number is not finite
     */
    public static Model of(ModelDescription description, float[] parameters, Scaling scaling, GoldenRows goldenRows) {
        return of(description, parameters, scaling, TargetScaling.NONE, goldenRows);
    }

    /**
     * A model of a network that was trained on scaled targets, with the given golden rows.
     *
     * @param parameters finite, [network.parameterCount()]
     * @param scaling of the network's inputs, or {@link Scaling#NONE}
     * @param targetScaling of a regression's targets, or {@link TargetScaling#NONE}
     * @param goldenRows must have the model's own outputs, otherwise its file cannot be read
     * @throws IllegalArgumentException if a length does not fit the network, or a number is not finite
     */
    public static Model of(
            ModelDescription description,
            float[] parameters,
            Scaling scaling,
            TargetScaling targetScaling,
            GoldenRows goldenRows) {
        return new Model(description, parameters.clone(), copy(scaling), targetScaling.copy(), goldenRows);
    }

    /**
     * A copy of the model with another decision threshold.
     *
     * @throws IllegalArgumentException if there is a threshold, but the model has neither two classes nor labels
     */
    public Model withThreshold(Threshold threshold) {
        return new Model(description.withThreshold(threshold), parameters, scaling, targetScaling, goldenRows);
    }

    /** The file format version that the model is written in: the oldest that can represent it. */
    public int formatVersion() {
        return targetScaling.isNone() ? UNSCALED_TARGETS_VERSION : FORMAT_VERSION;
    }

    /** Everything but the numbers. */
    public ModelDescription description() {
        return description;
    }

    /** The task that the model was trained for. */
    public Task task() {
        return description.task();
    }

    /** The model's layers. */
    public Network network() {
        return description.network();
    }

    /** A copy of the network's parameters, [network.parameterCount()]. */
    public float[] parameters() {
        return parameters.clone();
    }

    /** A copy of the scaling of raw features. */
    public Scaling scaling() {
        return copy(scaling);
    }

    /** A copy of the scaling of targets; predictions are in the targets' original units. */
    public TargetScaling targetScaling() {
        return targetScaling.copy();
    }

    /** The rows by which a reader verifies the model's outputs. */
    public GoldenRows goldenRows() {
        return goldenRows;
    }

    /** A new predictor of this model, for any number of threads. */
    public Predictor predictor() {
        return Predictor.of(description, parameters, scaling, targetScaling);
    }

    /** A new predictor of raw rows with one cell per column, for any number of threads. */
    public RowPredictor rowPredictor() {
        return new RowPredictor(predictor());
    }

    /** The parameters, not copied; must not be changed. */
    float[] sharedParameters() {
        return parameters;
    }

    /** The scaling, not copied; must not be changed. */
    Scaling sharedScaling() {
        return scaling;
    }

    /** The scaling of targets, not copied; must not be changed. */
    TargetScaling sharedTargetScaling() {
        return targetScaling;
    }

    private static Scaling copy(Scaling scaling) {
        return scaling.inputs() == 0
                ? Scaling.NONE
                : new Scaling(
                        scaling.shift().clone(),
                        scaling.factor().clone(),
                        scaling.fill().clone());
    }

    private static void requireFits(ModelDescription description, float[] parameters, Scaling scaling) {
        Network network = description.network();
        if (parameters.length != network.parameterCount()) {
            throw mismatch(
                    "parameters", network.parameterCount() + " (network " + network.shape() + ")", parameters.length);
        }
        int wrong = Kernels.firstNonFinite(parameters, 0, parameters.length);
        if (wrong >= 0) {
            throw new IllegalArgumentException("parameters: expected finite numbers, found " + parameters[wrong]
                    + " in " + network.tensorOf(wrong));
        }
        int scaled = scaling.inputs();
        if (scaled != 0 && scaled != network.inputs()) {
            throw mismatch("scaling", network.inputs() + " features (the network's inputs) or none", scaled);
        }
        requireFinite(description, "scaling.shift", scaling.shift());
        requireFinite(description, "scaling.factor", scaling.factor());
        requireFinite(description, "scaling.fill", scaling.fill());
        if (description.encoding().map(FeatureEncoding::fillsMissing).orElse(false) && scaling.fill().length == 0) {
            throw mismatch("scaling.fill", network.inputs() + " (the encoding fills missing values)", 0);
        }
    }

    private static void requireFits(ModelDescription description, TargetScaling targetScaling) {
        if (!targetScaling.isNone() && description.task() != Task.REGRESSION) {
            throw mismatch("target scaling", "none (" + description.task().label() + ")", targetScaling.targets());
        }
        if (!targetScaling.isNone()
                && targetScaling.targets() != description.network().outputs()) {
            throw mismatch(
                    "target scaling",
                    description.network().outputs() + " targets (the network's outputs) or none",
                    targetScaling.targets());
        }
    }

    private static void requireFinite(ModelDescription description, String what, float[] numbers) {
        int wrong = Kernels.firstNonFinite(numbers, 0, numbers.length);
        if (wrong >= 0) {
            throw new IllegalArgumentException(what + ": expected finite numbers, found " + numbers[wrong] + " for "
                    + description.inputName(wrong));
        }
    }

    private static void requireGoldenFits(Network network, GoldenRows goldenRows) {
        if (goldenRows.inputs() != network.inputs() || goldenRows.outputsOfRow() != network.outputs()) {
            throw new IllegalArgumentException("golden rows: expected " + network.inputs() + " features and "
                    + network.outputs() + " outputs, found " + goldenRows.inputs() + " and "
                    + goldenRows.outputsOfRow());
        }
        long numbers = (long) goldenRows.rows() * Math.max(network.inputs(), network.outputs());
        if (numbers > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("golden rows: expected at most 2^31 numbers, found " + numbers);
        }
    }

    private static IllegalArgumentException mismatch(String what, String expected, int found) {
        return new IllegalArgumentException(what + ": expected " + expected + ", found " + found);
    }

    /** Whether the other is the same model, number by number. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Model that
                && description.equals(that.description)
                && Arrays.equals(parameters, that.parameters)
                && scaling.equals(that.scaling)
                && targetScaling.equals(that.targetScaling)
                && goldenRows.equals(that.goldenRows);
    }

    @Override
    public int hashCode() {
        return Objects.hash(description, Arrays.hashCode(parameters), scaling);
    }

    @Override
    public String toString() {
        return "Model[" + task().label() + ", " + network().shape() + "]";
    }
}
