package org.thalweg.nn;

import java.util.Arrays;

/**
 * Sums over the rows of a block, a column at a time: ∂C/∂b = Σ_rows δ.
 *
 * <p>A few rows together are one long row, so that narrow layers fill vector registers too: their sums, and then the sums of
 * their parts. The order is a function of the numbers of rows and columns alone. The loop runs over two arrays at one index,
 * because the JIT compiler of JDK 17 vectorises no other; a copy is cheaper. Holds scratch memory; not thread-safe.
 */
final class RowSums {
    /** Numbers of a long row: several cache lines, and still in the first-level cache. */
    private static final int LENGTH = 512;

    /** A long row is so short that there are about as many of them: the rest of the rows is summed number by number. */
    private static final int LEAST_COUNT = 8;

    private final int columns;
    private final float[] sums; // [rows of a long row × columns]
    private final float[] row; // the same
    private final float[] ofColumn; // [columns]

    RowSums(int columns) {
        this.columns = columns;
        sums = new float[Math.max(LENGTH, columns)];
        row = new float[sums.length];
        ofColumn = new float[columns];
    }

    /**
     * to[offset + c] = Σ_r a[r, c], or that added to it.
     *
     * @param a [rows, columns] from index 0
     */
    void sumInto(float[] a, int rows, float[] to, int offset, boolean accumulate) {
        int together = Math.max(1, Math.min(LENGTH / columns, rows / LEAST_COUNT));
        int length = together * columns;
        int end = rows * columns;
        int at = 0;
        Arrays.fill(sums, 0, length, 0);
        for (; at + length <= end; at += length) {
            System.arraycopy(a, at, row, 0, length);
            add(sums, row, length);
        }
        Arrays.fill(ofColumn, 0);
        addEach(sums, 0, length);
        addEach(a, at, end);
        for (int c = 0; c < columns; c++) {
            to[offset + c] = accumulate ? to[offset + c] + ofColumn[c] : ofColumn[c];
        }
    }

    private static void add(float[] to, float[] from, int length) {
        for (int i = 0; i < length; i++) {
            to[i] += from[i];
        }
    }

    private void addEach(float[] rows, int from, int end) {
        for (int at = from; at < end; at += columns) {
            for (int c = 0; c < columns; c++) {
                ofColumn[c] += rows[at + c];
            }
        }
    }
}
