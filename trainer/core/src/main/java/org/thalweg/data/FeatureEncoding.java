package org.thalweg.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The encoding of a row's columns as network inputs: numbers as they are, categories as zeros and ones, dates as their
 * parts. It is stored in the model, so that rows are encoded for scoring as they were for training.
 *
 * @param columns in the order of their inputs
 * @param fillsMissing whether values may be missing: a missing number becomes NaN, which {@link Scaling#fill} replaces.
 *     If false, rows with missing values are rejected
 */
public record FeatureEncoding(List<FeatureColumn> columns, boolean fillsMissing) implements Serializable {
    private static final long serialVersionUID = 1;

    /** Copies the list. @throws IllegalArgumentException if there are more than 2³¹ inputs */
    public FeatureEncoding {
        columns = List.copyOf(columns);
        long inputs = columns.stream().mapToLong(FeatureColumn::inputs).sum();
        if (inputs > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("features: expected at most 2^31 inputs, found " + inputs);
        }
    }

    /** The number of inputs per row. */
    public int inputs() {
        return columns.stream().mapToInt(FeatureColumn::inputs).sum();
    }

    /** A name for each input, such as {@code age}, {@code age is missing}, {@code color=red} and {@code city#17}. */
    public List<String> inputNames() {
        List<String> names = new ArrayList<>();
        columns.forEach(column -> names.addAll(column.inputNames()));
        return names;
    }

    /** The maximum number of non-zero inputs in a row without missing values. */
    public int maxNonZeros() {
        return columns.stream().mapToInt(FeatureColumn::maxNonZeros).sum();
    }

    /** The inputs that are numbers to be scaled; all others are from −1 to 1 and are not scaled. */
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
