package org.thalweg.spark.table;

import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.thalweg.data.Cell;
import org.thalweg.model.ModelDescription;
import org.thalweg.nn.Loss;

/**
 * How label cells become targets.
 *
 * @param kind what they become
 * @param classLabels the classes in the order of their indices; empty unless they become such
 * @param loss which numbers are permitted, as {@link Loss#text()} spells it; empty for every finite one
 */
public record Targets(Kind kind, List<String> classLabels, String loss) implements Serializable {
    private static final long serialVersionUID = 1;

    /** What a row's label cells become. */
    public enum Kind {
        /** A class's index. */
        CLASS,
        /** 0 or 1, one a label. */
        LABELS,
        /** Numbers, as they are. */
        NUMBERS,
        /** Nothing: labels are not read. */
        NONE
    }

    /** None: the rows' features are their targets. */
    public static final Targets NONE = new Targets(Kind.NONE, List.of(), "");

    /** The numbers themselves. */
    public static final Targets NUMBERS = new Targets(Kind.NUMBERS, List.of(), "");

    /** Labels that a row bears or not. */
    public static final Targets LABELS = new Targets(Kind.LABELS, List.of(), "");

    /** Copies the list. */
    public Targets {
        classLabels = List.copyOf(classLabels);
    }

    /** Classes. */
    public static Targets classes(List<String> labels) {
        return new Targets(Kind.CLASS, labels, "");
    }

    /** The numbers that a loss is defined for. */
    public static Targets numbersOf(Loss loss) {
        return new Targets(Kind.NUMBERS, List.of(), loss.text());
    }

    /** Those that a trained model knows. */
    public static Targets of(ModelDescription model) {
        return switch (model.task()) {
            case CLASSIFICATION -> classes(model.classLabels());
            case MULTILABEL -> LABELS;
            case REGRESSION -> numbersOf(model.loss());
            case AUTOENCODER -> NONE;
        };
    }

    /** The numbers in a row's target. */
    public int width(ColumnRoles roles) {
        return switch (kind) {
            case CLASS -> 1;
            case LABELS, NUMBERS -> roles.targetNames().size();
            case NONE -> 0;
        };
    }

    /** The classes, or else the targets: what the network has outputs for. */
    public int answers(ColumnRoles roles) {
        return switch (kind) {
            case CLASS -> classLabels.size();
            case LABELS, NUMBERS -> roles.targetNames().size();
            case NONE -> roles.inputs();
        };
    }

    /** The classes' indices by label, and by the label that equal numbers have. */
    Map<String, Integer> indices() {
        Map<String, Integer> indices = new HashMap<>();
        for (int i = 0; i < classLabels.size(); i++) {
            indices.putIfAbsent(Cell.classLabel(classLabels.get(i)), i);
        }
        for (int i = 0; i < classLabels.size(); i++) {
            indices.put(classLabels.get(i), i);
        }
        return indices;
    }
}
