package org.thalweg.nn;

import java.util.List;
import org.thalweg.settings.Choice;

/**
 * What a row's outputs cost against its targets, C(y, a), and where that cost leads: δ = ∂C/∂z at the output layer.
 *
 * <p>A row's cost is the sum over its outputs; it and δ are multiplied by the row's weight. Costs are doubles.
 */
public sealed interface Loss extends Choice.Named, NamedLosses
        permits CrossEntropy, DifferenceLoss, FormulaLoss, PoissonLoss {
    /**
     * The loss that {@link #text()} spells.
     *
     * @throws IllegalArgumentException if it spells none
     */
    static Loss parse(String text) {
        return Choice.parse("loss", text, CHOICES, FormulaLoss::of);
    }

    /** The loss as model files spell it, such as {@code crossEntropy} or {@code huber(delta=2)}. */
    default String text() {
        return Choice.text(this, CHOICES);
    }

    /** The loss for one thread's use: itself, unless it needs scratch memory. */
    default Loss forThread() {
        return this;
    }

    /** Whether the loss goes with an output layer of this activation. */
    boolean goesWith(Activation output);

    /** The numbers in a row's target: 1 (the class's index) for softmax, one an output otherwise. */
    default int targetWidth(Network network) {
        return network.output() instanceof Softmax ? 1 : network.outputs();
    }

    /** The targets that the loss is defined for, in words, such as {@code 0 or more}; empty for every finite number. */
    default String targetRange() {
        return "";
    }

    /** Whether the loss is defined for a target: a finite number. Class indices are checked elsewhere. */
    default boolean permitsTarget(float target) {
        return true;
    }

    /**
     * What a cost of 1 is in a target's own units, where the target was divided by its deviation: 1 for a loss whose cost
     * is reported as it is.
     *
     * @param deviation above 0
     */
    default double ownUnit(double deviation) {
        return 1;
    }

    /**
     * The outputs a = f(z), and what they cost.
     *
     * @param z [rows, outputs], before the activation
     * @param a written, [rows, outputs]; may be z itself, unless the activation needs z
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
     * δ = weight · ∂C/∂z of every row.
     *
     * @param z as after {@link #forwardInto}, [rows, outputs]
     * @param a the output layer's outputs, [rows, outputs]
     * @param targets [rows, targetWidth]
     * @param weights [rows]
     * @param delta written, [rows, outputs]; may be neither z nor a
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
     * Refuses a network whose output layer the loss does not go with.
     *
     * @throws IllegalArgumentException naming both
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
