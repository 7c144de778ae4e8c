package org.thalweg.data;

import java.util.Arrays;

/**
 * One row where it stands in arrays among others: read through, not copied. Of the example's meaning, see {@link Example}.
 *
 * <p>Mutable: whoever walks through rows moves one view from row to row. Not thread-safe.
 */
public final class RowView {
    private int inputs;
    private int[] indices; // null for a dense row
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
        view.setFeatures(example.indices(), example.features(), 0, example.features().length);
        view.setTargets(example.targets(), 0, example.targets().length);
        view.weight = example.weight();
        return view;
    }

    void setInputs(int count) {
        inputs = count;
    }

    void setFeatures(int[] atIndices, float[] values, int first, int behindLast) {
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

    /** The row's features, those that a sparse row does not hold among them. */
    public int inputs() {
        return inputs;
    }

    /** Whether the row holds only its features that are not 0. */
    public boolean isSparse() {
        return indices != null;
    }

    /** The indices of a sparse row's features, from {@link #from} to before {@link #end}; null for a dense row. */
    public int[] indices() {
        return indices;
    }

    /** The features that the row holds, from {@link #from} to before {@link #end}, among those of other rows. */
    public float[] features() {
        return features;
    }

    /** Where its features begin. */
    public int from() {
        return from;
    }

    /** Where its features have ended. */
    public int end() {
        return end;
    }

    /** Its targets, from {@link #targetsFrom} on, among those of other rows. */
    public float[] targets() {
        return targets;
    }

    /** Where its targets begin. */
    public int targetsFrom() {
        return targetsFrom;
    }

    /** How many targets it has. */
    public int targetWidth() {
        return targetWidth;
    }

    /** How many rows it counts for. */
    public float weight() {
        return weight;
    }

    /** The numbers that it holds, features and targets. */
    public int numbers() {
        return end - from + targetWidth;
    }

    /** The index of a feature that it holds, by the feature's place in the arrays. */
    int indexAt(int place) {
        return indices == null ? place - from : indices[place];
    }

    /** An order by content, in which 0 is returned for equal content alone; −0 lies before 0. */
    public int compareContent(RowView that) {
        int order = indices == null || that.indices == null
                ? Boolean.compare(indices != null, that.indices != null)
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

    /** A copy of its own. */
    public Example toExample() {
        return new Example(
                inputs,
                indices == null ? null : Arrays.copyOfRange(indices, from, end),
                Arrays.copyOfRange(features, from, end),
                Arrays.copyOfRange(targets, targetsFrom, targetsFrom + targetWidth),
                weight);
    }
}
