package org.thalweg.model;

import java.util.Arrays;
import org.thalweg.nn.CrossEntropy;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.nn.Softmax;

/** What a model was trained for. */
public enum Task {
    /** Which one of several classes a row belongs to. */
    CLASSIFICATION("classification"),
    /** Which of several labels a row bears: any number of them at once. */
    MULTILABEL("multilabel"),
    /** Which numbers belong to a row. */
    REGRESSION("regression"),
    /** What it is of a row that few numbers can tell: the input is the target, through a narrow layer. */
    AUTOENCODER("autoencoder");

    private final String label;

    Task(String label) {
        this.label = label;
    }

    /** The task as job files and model files spell it. */
    public String label() {
        return label;
    }

    /**
     * The task that a network of this loss has where nothing else is said: with cross entropy classification, of several
     * sigmoids multilabel; regression with any other loss.
     */
    public static Task usual(Network network, Loss loss) {
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
        return Arrays.stream(values())
                .filter(task -> task.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("task: expected one of "
                        + Arrays.stream(values()).map(Task::label).toList() + ", found " + label));
    }
}
