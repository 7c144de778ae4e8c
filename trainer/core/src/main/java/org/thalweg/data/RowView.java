package org.thalweg.data;

import java.util.Arrays;

/**
 * A view of one row within arrays of many rows, without copying; see {@link Example} for the meaning of its parts.
 *
 * <p>Mutable: one view is moved from row to row. Not thread-safe.
 */
public final class RowView {
    private int inputs;
    private boolean sparse;
    private int[] indices = {};
    private float[] features;
    private int from;
    private int end;
    private float[] targets;
    private int targetsFrom;
    private int targetWidth;
    private float weight;

    /** A view of an example. */
    public static RowView of(Example example) {
        RowView view = new RowView();
        view.inputs = example.inputs();
        if (example.isSparse()) {
            view.setSparse(example.indices(), example.features(), 0, example.features().length);
        } else {
            view.setDense(example.features(), 0, example.features().length);
        }
        view.setTargets(example.targets(), 0, example.targets().length);
        view.weight = example.weight();
        return view;
    }

    void setInputs(int count) {
        inputs = count;
    }

    void setDense(float[] values, int first, int behindLast) {
        sparse = false;
        features = values;
        from = first;
        end = behindLast;
    }

    void setSparse(int[] atIndices, float[] values, int first, int behindLast) {
        sparse = true;
        indices = atIndices;
        features = values;
        from = first;
        end = behindLast;
    }

    void setTargets(float[] values, int first, int width) {
        targets = values;
        targetsFrom = first;
        targetWidth = width;
    }

    void setWeight(float ofRow) {
        weight = ofRow;
    }

    /** The number of features, including those that a sparse row does not store. */
    public int inputs() {
        return inputs;
    }

    /** Whether the row stores only its non-zero features. */
    public boolean isSparse() {
        return sparse;
    }

    /** The array with the indices of a sparse row's features, from {@link #from} to {@link #end}, exclusive. */
    public int[] indices() {
        return indices;
    }

    /** The array with the stored features, from {@link #from} to {@link #end}, exclusive. */
    public float[] features() {
        return features;
    }

    /** The start of the row's features. */
    public int from() {
        return from;
    }

    /** The end of the row's features, exclusive. */
    public int end() {
        return end;
    }

    /** The array with the targets, from {@link #targetsFrom} on. */
    public float[] targets() {
        return targets;
    }

    /** The start of the row's targets. */
    public int targetsFrom() {
        return targetsFrom;
    }

    /** The number of targets. */
    public int targetWidth() {
        return targetWidth;
    }

    /** The weight of the row. */
    public float weight() {
        return weight;
    }

    /** The number of stored features and targets. */
    public int numbers() {
        return end - from + targetWidth;
    }

    /** The index of a stored feature, given its position in the arrays. */
    int indexAt(int place) {
        return sparse ? indices[place] : place - from;
    }

    /** Compares by content; returns 0 only for equal content. −0 is less than 0. */
    public int compareContent(RowView that) {
        int order = !sparse || !that.sparse
                ? Boolean.compare(sparse, that.sparse)
                : Arrays.compare(indices, from, end, that.indices, that.from, that.end);
        if (order == 0) {
            order = Arrays.compare(features, from, end, that.features, that.from, that.end);
        }
        if (order == 0) {
            order = Arrays.compare(
                    targets,
                    targetsFrom,
                    targetsFrom + targetWidth,
                    that.targets,
                    that.targetsFrom,
                    that.targetsFrom + that.targetWidth);
        }
        return order == 0 ? Float.compare(weight, that.weight) : order;
    }

    /** Copies the row. */
    public Example toExample() {
        return new Example(
                inputs,
                sparse ? Arrays.copyOfRange(indices, from, end) : new int[0],
                Arrays.copyOfRange(features, from, end),
                Arrays.copyOfRange(targets, targetsFrom, targetsFrom + targetWidth),
                weight);
    }
}
