package org.thalweg.spark.config;

import java.util.List;
import java.util.stream.Stream;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Loss;
import org.thalweg.settings.Choice;
import org.thalweg.train.Target;

/** What a network learns; the task decides which losses and output activations make sense. */
public enum Task implements YamlName {
    CLASSIFICATION(List.of("crossEntropy"), List.of("softmax", "sigmoid")),
    MULTILABEL(List.of("crossEntropy"), List.of("sigmoid")),
    REGRESSION(List.of("squaredError", "absoluteError", "huber", "quantile", "poisson"), anyButSoftmax()),
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

    /** The task as the core knows it. */
    public org.thalweg.model.Task learned() {
        return org.thalweg.model.Task.labelled(yamlName());
    }

    /** Whether rows have labels: the input of an autoencoder is its target. */
    public boolean takesLabel() {
        return this != AUTOENCODER;
    }

    /** Whether a row may have targets in several columns. */
    public boolean takesSeveralLabels() {
        return this != CLASSIFICATION;
    }

    /** The losses this task permits; the first is the default. */
    public List<Choice<Loss>> losses() {
        return losses;
    }

    /** The output activations this task permits with a loss; the first is the default. */
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

    /** Whether a metric can be told of this task. */
    public boolean has(Target.Metric metric) {
        return metric.goesWith(learned());
    }

    /** The output activations this task permits with one loss or another. */
    public List<Choice<Activation>> outputs() {
        return outputs;
    }
}
