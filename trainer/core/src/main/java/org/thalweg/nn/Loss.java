package org.thalweg.nn;

import java.util.List;
import org.thalweg.settings.Choice;

/**
 * A loss C(y, a) of a row's outputs and targets, and its gradient δ = ∂C/∂z at the output layer.
 *
 * <p>A row's cost is the sum over its outputs. Cost and δ are multiplied by the row's weight. Costs are doubles.
 */
public sealed interface Loss extends Choice.Named, NamedLosses
        permits CrossEntropy, DifferenceLoss, FormulaLoss, PoissonLoss {
    /**
     * Parses what {@link #text()} writes.
     *
     * @throws IllegalArgumentException if it is not a valid loss
     */
    static Loss parse(String text) {
        return Choice.parse("loss", text, CHOICES, FormulaLoss::of);
    }

    /** The loss as text in model files, such as {@code crossEntropy} or {@code huber(delta=2)}. */
    default String text() {
        return Choice.text(this, CHOICES);
    }

    /** An instance for one thread: the loss itself, unless it needs scratch memory. */
    default Loss forThread() {
        return this;
    }

    /** Whether the loss can be used with this output activation. */
    boolean goesWith(Activation output);

    /** The number of targets per row: 1 (the class index) for softmax, otherwise one per output. */
    default int targetWidth(Network network) {
        return network.output() instanceof Softmax ? 1 : network.outputs();
    }

    /** A description of the permitted targets, such as {@code a number of at least 0}; empty for all finite numbers. */
    default String targetRange() {
        return "";
    }

    /** Whether the loss is defined for a finite target. Class indices are checked elsewhere. */
    default boolean permitsTarget(float target) {
        return true;
    }

    /**
     * The factor that converts a cost on standardised targets to the target's original units; 1 for a loss whose cost
     * is not converted.
     *
     * @param deviation above 0
     */
    default double ownUnit(double deviation) {
        return 1;
    }

    /**
     * Computes the outputs a = f(z) and their costs.
     *
     * @param z [rows, outputs], before the activation
     * @param a written, [rows, outputs]; may alias z, unless the activation needs z
     * @param targets [rows, targetWidth] from index 0
     * @param weights [rows] from index 0
     * @param costs written, [rows]: weight · C of every row
     */
    void forwardInto(
            Activation.Kernel output,
            float[] z,
            float[] a,
            int rows,
            int outputs,
            float[] targets,
            float[] weights,
            double[] costs);

    /**
     * Computes δ = weight · ∂C/∂z of every row.
     *
     * @param z as after {@link #forwardInto}, [rows, outputs]
     * @param a the output layer's outputs, [rows, outputs]
     * @param targets [rows, targetWidth]
     * @param weights [rows]
     * @param delta written, [rows, outputs]; must not alias z or a
     */
    void deltaInto(
            Activation.Kernel output,
            float[] z,
            float[] a,
            int rows,
            int outputs,
            float[] targets,
            float[] weights,
            float[] delta);

    /**
     * Requires a network whose output activation can be used with the loss.
     *
     * @throws IllegalArgumentException if it cannot; the message names both
     */
    default void requireGoesWith(Network network) {
        if (!goesWith(network.output())) {
            List<String> names = Activation.CHOICES.stream()
                    .map(Choice::withDefaults)
                    .filter(this::goesWith)
                    .map(Activation::name)
                    .toList();
            throw new IllegalArgumentException("output activation: expected one of " + names + " with loss " + name()
                    + ", found " + network.output().name());
        }
    }
}
