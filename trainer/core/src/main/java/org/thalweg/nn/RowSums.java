package org.thalweg.nn;

import java.util.Arrays;

/**
 * Sums over the rows of a block, for each column: ∂C/∂b = Σ_rows δ.
 *
 * <p>Several rows are combined into one long row, so that narrow layers also fill vector registers: the long rows are
 * summed first, then their parts. The order depends only on the numbers of rows and columns. Loops run over two arrays
 * with the same index, because the JIT compiler of JDK 17 vectorises no others; the copies that this requires are
 * cheaper. Has scratch memory; not thread-safe.
 */
final class RowSums {
    /** Length of a long row: several cache lines, but within the first-level cache. */
    private static final int LENGTH = 512;

    /** The minimum number of long rows, which limits their length; the remaining rows are summed element by element. */
    private static final int LEAST_COUNT = 8;

    private final int columns;
    private final float[] sums; // [rows per long row × columns]
    private final float[] row; // [rows per long row × columns]
    private final float[] columnSums; // [columns]

    RowSums(int columns) {
        this.columns = columns;
        sums = new float[Math.max(LENGTH, columns)];
        row = new float[sums.length];
        columnSums = new float[columns];
    }

    /**
     * Computes to[offset + c] = Σ_r a[r, c], or adds it.
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
        Arrays.fill(columnSums, 0);
        addEach(sums, 0, length);
        addEach(a, at, end);
        for (int c = 0; c < columns; c++) {
            to[offset + c] = accumulate ? to[offset + c] + columnSums[c] : columnSums[c];
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
                columnSums[c] += rows[at + c];
            }
        }
    }
}
