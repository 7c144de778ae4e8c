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
 * @param kind the kind of targets
 * @param classLabels the classes in the order of their indices; empty for other kinds
 * @param loss the loss that limits the numbers, as given by {@link Loss#text()}; empty for all finite numbers
 */
public record Targets(Kind kind, List<String> classLabels, String loss) implements Serializable {
    private static final long serialVersionUID = 1;

    /** The kinds of targets. */
    public enum Kind {
        /** A class's index. */
        CLASS,
        /** 0 or 1, one per label. */
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

    /** Labels that a row has or not. */
    public static final Targets LABELS = new Targets(Kind.LABELS, List.of(), "");

    /** Copies the list. */
    public Targets {
        classLabels = List.copyOf(classLabels);
    }

    /** Classes. */
    public static Targets classes(List<String> labels) {
        return new Targets(Kind.CLASS, labels, "");
    }

    /** Numbers for which a loss is defined. */
    public static Targets numbersOf(Loss loss) {
        return new Targets(Kind.NUMBERS, List.of(), loss.text());
    }

    /** The targets of a trained model. */
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

    /** The number of classes or targets, for which the network has outputs. */
    public int answers(ColumnRoles roles) {
        return switch (kind) {
            case CLASS -> classLabels.size();
            case LABELS, NUMBERS -> roles.targetNames().size();
            case NONE -> roles.inputs();
        };
    }

    /** The indices of the classes by label, and by the common label of equal numbers. */
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
