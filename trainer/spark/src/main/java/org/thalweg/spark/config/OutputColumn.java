package org.thalweg.spark.config;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import org.thalweg.model.Task;
import org.thalweg.settings.Labelled;

/** A column of scored rows. */
public sealed interface OutputColumn extends Serializable {
    /** A column of the data, by its name. */
    record OfData(String name) implements OutputColumn {}

    /** The columns that scoring adds to each row. */
    enum Added implements OutputColumn, Labelled {
        /** The class, the labels or the numbers that are predicted. */
        PREDICTION(Task.CLASSIFICATION, Task.MULTILABEL, Task.REGRESSION),
        /** The probability of every class or label. */
        PROBABILITIES(Task.CLASSIFICATION, Task.MULTILABEL),
        /** The probability of one class or label. */
        SCORE(Task.CLASSIFICATION, Task.MULTILABEL),
        /** The activations of a hidden layer. */
        CODE(Task.AUTOENCODER),
        /** How far the reconstruction is from the input. */
        ERROR(Task.AUTOENCODER),
        /** The reconstruction of the input by the network. */
        RECONSTRUCTION(Task.AUTOENCODER),
        /** Which split the row was in when the model was trained. */
        SPLIT(Task.values());

        private final List<Task> tasks;

        Added(Task... tasks) {
            this.tasks = List.of(tasks);
        }

        /** The columns that models of a task add. */
        public static List<Added> of(Task task) {
            return Stream.of(values())
                    .filter(column -> column.tasks.contains(task))
                    .toList();
        }

        /** The columns that are added by default. */
        public static List<Added> byDefault(Task task) {
            return switch (task) {
                case CLASSIFICATION, MULTILABEL -> List.of(PREDICTION, PROBABILITIES);
                case REGRESSION -> List.of(PREDICTION);
                case AUTOENCODER -> List.of(CODE, ERROR);
            };
        }
    }

    /** The column with a name: one that models of the task add, otherwise one of the data. */
    static OutputColumn named(String name, Task task) {
        return Added.of(task).stream()
                .filter(column -> column.label().equals(name))
                .<OutputColumn>map(column -> column)
                .findFirst()
                .orElseGet(() -> new OfData(name));
    }
}
