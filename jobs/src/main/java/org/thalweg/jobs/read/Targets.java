package org.thalweg.jobs.read;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How label cells become targets: as a class's index, or as numbers.
 *
 * @param classLabels the classes in the order of their indices; empty for regression
 */
public record Targets(List<String> classLabels) implements Serializable {
    private static final long serialVersionUID = 1;

    /** The numbers themselves. */
    public static final Targets NUMBERS = new Targets(List.of());

    /** Copies the list. */
    public Targets {
        classLabels = List.copyOf(classLabels);
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
