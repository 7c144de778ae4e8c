package org.thalweg.data;

import java.util.stream.IntStream;

/**
 * A {@link Scaling} of sparse rows. A zero that is shifted is no longer zero, so scaled rows store all shifted
 * features; other features are stored where the unscaled row stores them. Immutable.
 */
public final class SparseScaling {
    private final Scaling scaling;
    private final int[] shifted; // the features whose shift is not 0, ascending
    private final float[] scaledZeros; // [shifted.length], the scaled value of 0

    /** Applies a scaling to sparse rows. */
    public SparseScaling(Scaling scaling) {
        this.scaling = scaling;
        float[] shift = scaling.shift();
        this.shifted =
                IntStream.range(0, shift.length).filter(i -> shift[i] != 0).toArray();
        this.scaledZeros = new float[shifted.length];
        for (int s = 0; s < shifted.length; s++) {
            scaledZeros[s] = scaling.scaled(shifted[s], 0);
        }
    }

    /**
     * Adds a row, filled and scaled, to other rows.
     *
     * @param indices ascending, from {@code from} to {@code end}, exclusive
     * @param values the features at these indices; NaN if missing
     * @param to with as many inputs as the scaling
     */
    public void add(int[] indices, float[] values, int from, int end, CompressedRows to) {
        int s = 0;
        for (int k = from; k < end; k++) {
            int feature = indices[k];
            while (s < shifted.length && shifted[s] < feature) {
                to.put(shifted[s], scaledZeros[s++]);
            }
            if (s < shifted.length && shifted[s] == feature) {
                s++;
            }
            to.put(feature, scaling.scaled(feature, values[k]));
        }
        for (; s < shifted.length; s++) {
            to.put(shifted[s], scaledZeros[s]);
        }
        to.endRow();
    }
}
