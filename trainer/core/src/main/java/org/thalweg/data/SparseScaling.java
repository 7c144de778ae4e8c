package org.thalweg.data;

import java.util.stream.IntStream;

/**
 * A {@link Scaling} of sparse rows. A feature that is shifted is no longer 0 where a row does not hold it, so a scaled row
 * holds it; all others are held where the row held them. Immutable.
 */
public final class SparseScaling {
    private final Scaling scaling;
    private final int[] shifted; // the features whose shift is not 0, ascending
    private final float[] ofZero; // [shifted.length], what 0 becomes

    /** That of a scaling. */
    public SparseScaling(Scaling scaling) {
        this.scaling = scaling;
        float[] shift = scaling.shift();
        this.shifted =
                IntStream.range(0, shift.length).filter(i -> shift[i] != 0).toArray();
        this.ofZero = new float[shifted.length];
        for (int s = 0; s < shifted.length; s++) {
            ofZero[s] = scaling.scaled(shifted[s], 0);
        }
    }

    /**
     * Adds a row, filled and scaled, to others.
     *
     * @param indices ascending, from one place to before another
     * @param values the features at these indices; NaN where one is missing
     * @param to of as many inputs as the scaling
     */
    public void add(int[] indices, float[] values, int from, int end, CompressedRows to) {
        int s = 0;
        for (int k = from; k < end; k++) {
            int feature = indices[k];
            while (s < shifted.length && shifted[s] < feature) {
                to.put(shifted[s], ofZero[s++]);
            }
            if (s < shifted.length && shifted[s] == feature) {
                s++;
            }
            to.put(feature, scaling.scaled(feature, values[k]));
        }
        for (; s < shifted.length; s++) {
            to.put(shifted[s], ofZero[s]);
        }
        to.endRow();
    }
}
