package org.thalweg.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * How a row's columns become a network's inputs: numbers as they are, categories as zeros and ones, dates as their parts.
 * A model keeps it, so that rows to be scored become inputs as those that it was trained on did.
 *
 * @param columns in the order of their inputs
 * @param fillsMissing whether a row may lack a value: a number is then NaN, for {@link Scaling#fill} to replace; without,
 *     such a row is refused
 */
public record FeatureEncoding(List<FeatureColumn> columns, boolean fillsMissing) implements Serializable {
    private static final long serialVersionUID = 1;

    /** Copies the list. @throws IllegalArgumentException if the inputs are more than 2³¹ */
    public FeatureEncoding {
        columns = List.copyOf(columns);
        long inputs = columns.stream().mapToLong(FeatureColumn::inputs).sum();
        if (inputs > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("features: expected at most 2^31 inputs, found " + inputs);
        }
    }

    /** The inputs that a row becomes. */
    public int inputs() {
        return columns.stream().mapToInt(FeatureColumn::inputs).sum();
    }

    /** A name for each input, such as {@code age}, {@code age is missing}, {@code color=red} and {@code city#17}. */
    public List<String> inputNames() {
        List<String> names = new ArrayList<>();
        columns.forEach(column -> names.addAll(column.inputNames()));
        return names;
    }

    /** How many inputs of a row that lacks nothing are not 0, at most. */
    public int held() {
        return columns.stream().mapToInt(FeatureColumn::held).sum();
    }

    /** The inputs that are numbers to be scaled; all others are from −1 to 1, and stay so. */
    public BitSet numbers() {
        BitSet numbers = new BitSet();
        int first = 0;
        for (FeatureColumn column : columns) {
            numbers.set(first, first + column.numbers());
            first += column.inputs();
        }
        return numbers;
    }

    /** A new encoder of rows. */
    public RowEncoder encoder() {
        return new RowEncoder(this);
    }
}
