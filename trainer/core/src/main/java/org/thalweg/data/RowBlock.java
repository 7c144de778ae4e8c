package org.thalweg.data;

import java.io.Serializable;

/**
 * Rows of one lane and split, packed one behind the other. What holds them need not be the heap; they never change, and any
 * number of threads may read them.
 */
public interface RowBlock extends Serializable {
    /** The lane that the rows are in. */
    int lane();

    /** The side that they are on. */
    Split split();

    /** How many rows there are, 1 or more. */
    int rows();

    /** Whether the rows hold only their features that are not 0. */
    boolean isSparse();

    /** Features of a dense row. */
    int inputs();

    /** Targets of a row. */
    int targetWidth();

    /** A row's weight. */
    float weight(int row);

    /** Copies a dense row's features to an offset on. */
    void copyFeatures(int row, float[] to, int offset);

    /** Copies a row's targets to an offset on. */
    void copyTargets(int row, float[] to, int offset);

    /** Adds a sparse row's features. */
    void copyFeatures(int row, CompressedRows to);

    /** The bytes that the rows' numbers take, wherever they are. */
    long bytes();

    /** The same rows on the heap. */
    Block onHeap();
}
