package org.thalweg.train;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The scores that rows got for one class, with the weight of the rows that are of it and of those that are not: what the
 * areas under its curves need, as something that adds up.
 *
 * <p>Up to a limit, every row is kept with its score, and the areas are exact. Of more rows the weights are added up in
 * bins of scores, and rows of one bin count as ties: half for the area under the ROC curve. A bin is 2⁻ᵏ of the distance
 * to the nearer one of 0 and 1 wide, so that bins are finest where probabilities crowd; what is below 2⁻⁴¹ shares
 * one. The limit is the number of bins, 64 · 2ᵏ.
 *
 * <p>Which of the two it is depends on the number of rows alone, and the sums on the order in which parts are added.
 */
public final class ScoreSums implements Serializable {
    private static final long serialVersionUID = 1;

    private static final int LOW_OCTAVES = 40; // of scores below 1/2
    private static final int HIGH_OCTAVES = 24; // of 1 − score otherwise
    private static final int HALF_EXPONENT = 126; // of a float from 1/2 on
    private static final int MANTISSA_BITS = 23;
    private static final int FIRST_ROWS = 64;
    private static final int FEW_ROWS = 1000;
    private static final int DIGIT_BITS = 11;
    private static final int POSITIVE = 1 << 31;

    private final int fineness; // k
    private long[] rows = new long[0]; // score's bits, whether it is of the class, weight's bits
    private int count; // of those
    private boolean binned;
    private int[] bins = new int[0]; // ascending
    private double[] weights = new double[0]; // of each bin: of the class, of others
    private transient CurveAreas areas; // of what was there when it was asked

    /** @param fineness k, 1 to 10 */
    ScoreSums(int fineness) {
        this.fineness = fineness;
    }

    /** The number of bins, which is also that of rows up to which areas are exact. */
    int limit() {
        return (LOW_OCTAVES + HIGH_OCTAVES) << fineness;
    }

    /** Whether rows share bins; otherwise every score is known. */
    boolean isBinned() {
        return binned;
    }

    /**
     * Adds a row.
     *
     * @param score 0 to 1
     * @param positive whether it is of the class
     * @param weight above 0
     */
    void add(float score, boolean positive, float weight) {
        if (count == limit()) {
            take(addTo(new double[2 * limit()]));
        }
        if (count == rows.length) {
            rows = Arrays.copyOf(rows, Math.min(limit(), Math.max(FIRST_ROWS, 2 * count)));
        }
        int low = Float.floatToRawIntBits(weight) & ~POSITIVE | (positive ? POSITIVE : 0);
        rows[count++] = (long) Float.floatToRawIntBits(score + 0f) << Integer.SIZE | low & 0xFFFFFFFFL;
        areas = null;
    }

    /** Adds other rows' sums; the others are unchanged. */
    void add(ScoreSums that) {
        areas = null;
        if (!binned && !that.binned && count + that.count <= limit()) {
            if (count + that.count > rows.length) {
                rows = Arrays.copyOf(rows, Math.min(limit(), 2 * (count + that.count)));
            }
            System.arraycopy(that.rows, 0, rows, count, that.count);
            count += that.count;
            return;
        }
        take(that.addTo(addTo(new double[2 * limit()])));
    }

    private double[] addTo(double[] sums) {
        for (int i = 0; i < bins.length; i++) {
            sums[2 * bins[i]] += weights[2 * i];
            sums[2 * bins[i] + 1] += weights[2 * i + 1];
        }
        for (int i = 0; i < count; i++) {
            sums[2 * bin(score(rows[i])) + (isPositive(rows[i]) ? 0 : 1)] += weight(rows[i]);
        }
        return sums;
    }

    private void take(double[] sums) {
        int filled = 0;
        int[] filledBins = new int[limit()];
        for (int bin = 0; bin < filledBins.length; bin++) {
            if (sums[2 * bin] + sums[2 * bin + 1] > 0) {
                filledBins[filled++] = bin;
            }
        }
        bins = Arrays.copyOf(filledBins, filled);
        weights = new double[2 * filled];
        for (int i = 0; i < filled; i++) {
            System.arraycopy(sums, 2 * bins[i], weights, 2 * i, 2);
        }
        binned = true;
        rows = new long[0];
        count = 0;
    }

    private static float score(long row) {
        return Float.intBitsToFloat((int) (row >>> Integer.SIZE));
    }

    private static boolean isPositive(long row) {
        return (int) row < 0; // its sign is POSITIVE
    }

    private static float weight(long row) {
        return Float.intBitsToFloat((int) row & ~POSITIVE);
    }

    /** The bin of a score: never a lower one for a greater score. */
    int bin(float score) {
        return score < 0.5f ? octaves(score, LOW_OCTAVES) : limit() - 1 - octaves(Math.max(0, 1 - score), HIGH_OCTAVES);
    }

    private int octaves(float distance, int octaves) {
        int at =
                (Float.floatToRawIntBits(distance) >> MANTISSA_BITS - fineness) - (HALF_EXPONENT - octaves << fineness);
        return Math.max(0, Math.min((octaves << fineness) - 1, at));
    }

    /** The areas under the curves of the rows so far. */
    CurveAreas areas() {
        if (areas == null) {
            areas = binned ? ofBins() : ofRows();
        }
        return areas;
    }

    private CurveAreas ofBins() {
        ScoreSums all = new ScoreSums(fineness);
        all.take(addTo(new double[2 * limit()]));
        return CurveAreas.of(all.weights, all.bins.length, true);
    }

    private CurveAreas ofRows() {
        long[] sorted = sortedByScore();
        double[] groups = new double[2 * count];
        int group = -1;
        for (int i = 0; i < count; i++) {
            if (i == 0 || score(sorted[i]) != score(sorted[i - 1])) {
                group++;
            }
            groups[2 * group + (isPositive(sorted[i]) ? 0 : 1)] += weight(sorted[i]);
        }
        return CurveAreas.of(groups, group + 1, false);
    }

    /** By digits of the scores' bits, the lowest first: several times as fast as a comparing sort of many rows. */
    private long[] sortedByScore() {
        long[] from = Arrays.copyOf(rows, count);
        if (count < FEW_ROWS) {
            Arrays.sort(from);
            return from;
        }
        long[] to = new long[count];
        for (int shift = Integer.SIZE; shift < Long.SIZE; shift += DIGIT_BITS) {
            int[] places = new int[(1 << DIGIT_BITS) + 1];
            for (int i = 0; i < count; i++) {
                places[digit(from[i], shift) + 1]++;
            }
            for (int d = 1; d < places.length; d++) {
                places[d] += places[d - 1];
            }
            for (int i = 0; i < count; i++) {
                to[places[digit(from[i], shift)]++] = from[i];
            }
            long[] swapped = from;
            from = to;
            to = swapped;
        }
        return from;
    }

    private static int digit(long row, int shift) {
        return (int) (row >>> shift) & (1 << DIGIT_BITS) - 1;
    }
}
