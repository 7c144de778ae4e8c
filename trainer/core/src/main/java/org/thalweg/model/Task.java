package org.thalweg.model;

import java.util.List;
import java.util.stream.Stream;
import org.thalweg.nn.Activation;
import org.thalweg.nn.CrossEntropy;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.nn.Softmax;
import org.thalweg.settings.Choice;
import org.thalweg.settings.Labelled;

/** What a model is trained for. The task determines which losses and output activations are permitted. */
public enum Task implements Labelled {
    /** Predict one of several classes. */
    CLASSIFICATION(List.of("crossEntropy"), List.of("softmax", "sigmoid")),
    /** Predict any number of labels per row. */
    MULTILABEL(List.of("crossEntropy"), List.of("sigmoid")),
    /** Predict one or more numbers. */
    REGRESSION(List.of("squaredError", "absoluteError", "huber", "quantile", "poisson"), anyButSoftmax()),
    /** Reconstruct the row itself through a narrow hidden layer. */
    AUTOENCODER(List.of("squaredError", "absoluteError", "huber", "crossEntropy"), anyButSoftmax());

    private final List<Choice<Loss>> losses;
    private final List<Choice<Activation>> outputs;

    Task(List<String> losses, List<String> outputs) {
        this.losses = losses.stream()
                .map(name -> Choice.named("loss", name, Loss.CHOICES))
                .toList();
        this.outputs = outputs.stream()
                .map(name -> Choice.named("activation", name, Activation.CHOICES))
                .toList();
    }

    private static List<String> anyButSoftmax() {
        return Stream.concat(Stream.of("identity"), Activation.CHOICES.stream().map(Choice::name))
                .filter(name -> !name.equals("softmax"))
                .distinct()
                .toList();
    }

    /**
     * The default task for a network and a loss: for cross entropy classification, or multilabel if there are several
     * sigmoids; for any other loss regression.
     */
    public static Task of(Network network, Loss loss) {
        if (!(loss instanceof CrossEntropy)) {
            return REGRESSION;
        }
        return network.output() instanceof Softmax || network.outputs() == 1 ? CLASSIFICATION : MULTILABEL;
    }

    /**
     * The task of this label.
     *
     * @throws IllegalArgumentException if there is no task of this label
     */
    public static Task labelled(String label) {
        return Labelled.labelled("task", label, values());
    }

    /** Whether rows have labels; an autoencoder's target is its input. */
    public boolean takesLabel() {
        return this != AUTOENCODER;
    }

    /** Whether a row may have targets in several columns. */
    public boolean takesSeveralLabels() {
        return this != CLASSIFICATION;
    }

    /** The losses that the task permits; the first is the default. */
    public List<Choice<Loss>> losses() {
        return losses;
    }

    /** The output activations that the task permits with at least one of its losses. */
    public List<Choice<Activation>> outputs() {
        return outputs;
    }

    /** The output activations that the task permits with a loss; the first is the default. */
    public List<Choice<Activation>> outputs(Loss loss) {
        return outputs.stream()
                .filter(output -> loss.goesWith(output.withDefaults()))
                .toList();
    }

    /** Whether the task permits a loss; a formula is permitted only for regression. */
    public boolean permits(Loss loss) {
        return loss.formulaText().isPresent()
                ? this == REGRESSION
                : losses.stream().anyMatch(choice -> choice.name().equals(loss.name()));
    }

    /** Whether the task permits an output activation with a loss. */
    public boolean permits(Activation output, Loss loss) {
        return loss.goesWith(output)
                && (output.formulaText().isPresent()
                        ? this == REGRESSION
                        : outputs.stream().anyMatch(choice -> choice.name().equals(output.name())));
    }
}
