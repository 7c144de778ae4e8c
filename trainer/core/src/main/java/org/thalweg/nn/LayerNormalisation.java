package org.thalweg.nn;

import java.util.Arrays;

/**
 * Layer normalisation of the rows of a pass. For a row's z = W x, over the layer's n units:
 *
 * <pre>
 *   forward    μ = Σ z / n      σ² = Σ z² / n − μ²      x̂ = (z − μ) / √(σ² + ε)      y = g ∘ x̂ + b
 *   backward   ∂C/∂b = Σ_rows δ      ∂C/∂g = Σ_rows δ ∘ x̂                              of δ = ∂C/∂y
 *              ∂C/∂z = (d − Σ d / n − x̂ Σ (d ∘ x̂) / n) / √(σ² + ε)                     d = g ∘ δ
 * </pre>
 *
 * <p>A row's result depends only on that row; sums are computed in double, in a fixed order. Has the scratch memory of
 * one layer of one worker; not thread-safe.
 *
 * <p>Source: Ba, Kiros and Hinton 2016, "Layer normalization", eq. 3 and 4; the bias b is added after normalisation,
 * not to z.
 */
public final class LayerNormalisation {
    /** ε, added to the variance to avoid division by 0 for a row whose units are all equal. */
    public static final double EPSILON = 1e-5;

    private final int units;
    private final float[] normalised; // [maxRows × units]: z, then x̂
    private final float[]
            gains; // [maxRows × units]: g repeated for every row, since only loops over a single index are vectorised
    private final float[] products; // [maxRows × units]: δ ∘ x̂
    private final float[] inverseDeviations; // [maxRows]: 1 / √(σ² + ε)
    private final RowSums rowSums;

    LayerNormalisation(int maxRows, int units) {
        this.units = units;
        normalised = new float[maxRows * units];
        gains = new float[maxRows * units];
        products = new float[maxRows * units];
        inverseDeviations = new float[maxRows];
        rowSums = new RowSums(units);
    }

    /** z of the rows, [maxRows × units], filled by the caller before {@link #forwardInto}. */
    float[] sums() {
        return normalised;
    }

    /**
     * Computes y of the rows whose z are in {@link #sums()}.
     *
     * @param parameters contains b [units] at biasOffset, followed by g [units]
     * @param y written, [rows × units]
     */
    void forwardInto(int rows, float[] parameters, int biasOffset, float[] y) {
        for (int r = 0; r < rows; r++) {
            normaliseRow(r);
            System.arraycopy(parameters, biasOffset, y, r * units, units);
            System.arraycopy(parameters, biasOffset + units, gains, r * units, units);
        }
        addProducts(gains, normalised, rows * units, y);
    }

    private static void addProducts(float[] a, float[] b, int length, float[] to) {
        for (int i = 0; i < length; i++) {
            to[i] += a[i] * b[i];
        }
    }

    private void normaliseRow(int r) {
        float[] z = normalised;
        int end = (r + 1) * units;
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double q0 = 0;
        double q1 = 0;
        double q2 = 0;
        double q3 = 0;
        int i = r * units;
        for (; i + 3 < end; i += 4) {
            double a = z[i];
            double b = z[i + 1];
            double c = z[i + 2];
            double d = z[i + 3];
            s0 += a;
            s1 += b;
            s2 += c;
            s3 += d;
            q0 += a * a;
            q1 += b * b;
            q2 += c * c;
            q3 += d * d;
        }
        for (; i < end; i++) {
            s0 += z[i];
            q0 += (double) z[i] * z[i];
        }
        double mean = (s0 + s1 + (s2 + s3)) / units;
        float inverse = inverseDeviation(mean, q0 + q1 + (q2 + q3), units);
        inverseDeviations[r] = inverse;
        shiftAndScale(z, r * units, end, (float) mean, inverse);
    }

    private static void shiftAndScale(float[] z, int from, int end, float shift, float factor) {
        for (int i = from; i < end; i++) {
            z[i] = (z[i] - shift) * factor;
        }
    }

    private static float inverseDeviation(double mean, double squares, int units) {
        double variance = Math.max(0, squares / units - mean * mean);
        return (float) (1 / Math.sqrt(variance + EPSILON));
    }

    /**
     * Converts δ = ∂C/∂y of some rows of the last forward pass to ∂C/∂z in place, and stores or adds ∂C/∂b and ∂C/∂g.
     *
     * @param delta changed, [rows × units]
     * @param gradient contains ∂C/∂b at biasOffset, followed by ∂C/∂g
     */
    void backwardInPlace(float[] delta, int rows, float[] gradient, int biasOffset, boolean accumulate) {
        for (int i = 0; i < rows * units; i++) {
            products[i] = delta[i] * normalised[i];
        }
        rowSums.sumInto(delta, rows, gradient, biasOffset, accumulate);
        rowSums.sumInto(products, rows, gradient, biasOffset + units, accumulate);
        for (int r = 0; r < rows; r++) {
            backRow(delta, r);
        }
    }

    private void backRow(float[] delta, int r) {
        float[] g = gains;
        float[] x = normalised;
        int end = (r + 1) * units;
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double p0 = 0;
        double p1 = 0;
        double p2 = 0;
        double p3 = 0;
        int i = r * units;
        for (; i + 3 < end; i += 4) {
            float a = g[i] * delta[i];
            float b = g[i + 1] * delta[i + 1];
            float c = g[i + 2] * delta[i + 2];
            float d = g[i + 3] * delta[i + 3];
            s0 += a;
            s1 += b;
            s2 += c;
            s3 += d;
            p0 += a * x[i];
            p1 += b * x[i + 1];
            p2 += c * x[i + 2];
            p3 += d * x[i + 3];
        }
        for (; i < end; i++) {
            float a = g[i] * delta[i];
            s0 += a;
            p0 += a * x[i];
        }
        float mean = (float) ((s0 + s1 + (s2 + s3)) / units);
        float slope = (float) ((p0 + p1 + (p2 + p3)) / units);
        combine(delta, g, x, r * units, end, inverseDeviations[r], mean, slope);
    }

    private static void combine(
            float[] delta, float[] g, float[] x, int from, int end, float factor, float mean, float slope) {
        for (int i = from; i < end; i++) {
            delta[i] = factor * (g[i] * delta[i] - mean - x[i] * slope);
        }
    }

    /**
     * Converts z to y in place for a predictor's blocks, in which a unit's values for all rows are contiguous. Every
     * row is computed the same way, independent of its position and of other rows; the last bits differ from training.
     *
     * @param z changed, [units × rows]
     * @param parameters contains b [units] at biasOffset, followed by g [units]
     * @param scratch overwritten, [2 × rows]
     */
    public static void applyDownInPlace(
            float[] z, int units, int rows, float[] parameters, int biasOffset, double[] scratch) {
        Arrays.fill(scratch, 0, 2 * rows, 0);
        for (int u = 0; u < units; u++) {
            for (int r = 0; r < rows; r++) {
                double number = z[u * rows + r];
                scratch[r] += number;
                scratch[rows + r] += number * number;
            }
        }
        for (int r = 0; r < rows; r++) {
            double mean = scratch[r] / units;
            scratch[r] = mean;
            scratch[rows + r] = inverseDeviation(mean, scratch[rows + r], units);
        }
        for (int u = 0; u < units; u++) {
            float gain = parameters[biasOffset + units + u];
            float bias = parameters[biasOffset + u];
            for (int r = 0; r < rows; r++) {
                int i = u * rows + r;
                z[i] = gain * ((z[i] - (float) scratch[r]) * (float) scratch[rows + r]) + bias;
            }
        }
    }
}
