package org.thalweg.data;

import java.io.Serializable;

/** Packed rows of one lane and split, on or off the heap. Immutable; any number of threads may read them. */
public interface RowBlock extends Serializable {
    /** The lane that the rows are in. */
    int lane();

    /** The split of the rows. */
    Split split();

    /** The number of rows, 1 or more. */
    int rows();

    /** Whether the rows store only their non-zero features. */
    boolean isSparse();

    /** Features per dense row. */
    int inputs();

    /** Targets per row. */
    int targetWidth();

    /** A row's weight. */
    float weight(int row);

    /** Copies a dense row's features into an array from an offset on. */
    void copyFeatures(int row, float[] to, int offset);

    /** Copies a row's targets into an array from an offset on. */
    void copyTargets(int row, float[] to, int offset);

    /** Adds a sparse row's features to sparse rows. */
    void copyFeatures(int row, CompressedRows to);

    /** The size of the rows' numbers in bytes. */
    long bytes();

    /** The same rows on the heap. */
    Block onHeap();
}
