package org.thalweg.model;

import java.util.Arrays;

/** What a model was trained for. */
public enum Task {
    /** Which one of several classes a row belongs to. */
    CLASSIFICATION("classification"),
    /** Which numbers belong to a row. */
    REGRESSION("regression");

    private final String label;

    Task(String label) {
        this.label = label;
    }

    /** The task as job files and model files spell it. */
    public String label() {
        return label;
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
