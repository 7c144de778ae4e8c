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

/** What a model is trained for; the task decides which losses and output activations make sense. */
public enum Task implements Labelled {
    /** Which one of several classes a row belongs to. */
    CLASSIFICATION(List.of("crossEntropy"), List.of("softmax", "sigmoid")),
    /** Which of several labels a row bears: any number of them at once. */
    MULTILABEL(List.of("crossEntropy"), List.of("sigmoid")),
    /** Which numbers belong to a row. */
    REGRESSION(List.of("squaredError", "absoluteError", "huber", "quantile", "poisson"), anyButSoftmax()),
    /** A row itself, as its own target, through a narrow layer. */
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
     * The task that a network of this loss has where nothing else is said: with cross entropy classification, of several
     * sigmoids multilabel; regression with any other loss.
     */
    public static Task of(Network network, Loss loss) {
        if (!(loss instanceof CrossEntropy)) {
            return REGRESSION;
        }
        return network.output() instanceof Softmax || network.outputs() == 1 ? CLASSIFICATION : MULTILABEL;
    }

    /**
     * The task of a label.
     *
     * @throws IllegalArgumentException if there is none of that label
     */
    public static Task labelled(String label) {
        return Labelled.labelled("task", label, values());
    }

    /** Whether rows have labels: the input of an autoencoder is its target. */
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

    /** The output activations that the task permits with one loss or another. */
    public List<Choice<Activation>> outputs() {
        return outputs;
    }

    /** The output activations that the task permits with a loss; the first is the default. */
    public List<Choice<Activation>> outputs(Loss loss) {
        return outputs.stream()
                .filter(output -> loss.goesWith(output.withDefaults()))
                .toList();
    }

    /** Whether the task permits a loss; a formula goes with regression alone. */
    public boolean permits(Loss loss) {
        return loss.written().isPresent()
                ? this == REGRESSION
                : losses.stream().anyMatch(choice -> choice.name().equals(loss.name()));
    }

    /** Whether the task permits an output activation with a loss. */
    public boolean permits(Activation output, Loss loss) {
        return loss.goesWith(output)
                && (output.written().isPresent()
                        ? this == REGRESSION
                        : outputs.stream().anyMatch(choice -> choice.name().equals(output.name())));
    }
}
