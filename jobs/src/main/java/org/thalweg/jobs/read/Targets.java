package org.thalweg.jobs.read;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.thalweg.nn.Loss;

/**
 * How label cells become targets: as a class's index, or as numbers.
 *
 * @param classLabels the classes in the order of their indices; empty for regression
 * @param loss which numbers are permitted, as {@link Loss#text()} spells it; empty for every finite one
 */
public record Targets(List<String> classLabels, String loss) implements Serializable {
    private static final long serialVersionUID = 1;

    /** The numbers themselves. */
    public static final Targets NUMBERS = new Targets(List.of(), "");

    /** Copies the list. */
    public Targets {
        classLabels = List.copyOf(classLabels);
    }

    /** Classes. */
    public static Targets classes(List<String> labels) {
        return new Targets(labels, "");
    }

    /** The numbers that a loss is defined for. */
    public static Targets numbersOf(Loss loss) {
        return new Targets(List.of(), loss.text());
    }

    /** Whether they are numbers rather than classes. */
    public boolean areNumbers() {
        return classLabels.isEmpty();
    }

    /** The classes' indices by label. */
    Map<String, Integer> indices() {
        Map<String, Integer> indices = new HashMap<>();
        for (int i = 0; i < classLabels.size(); i++) {
            indices.put(classLabels.get(i), i);
        }
        return indices;
    }
}
