package org.thalweg.math;

import java.util.Arrays;

/** Matrix products by {@link Blas}, compared with plain loops. Also a program of its own, for a JVM of another tier. */
final class Products {
    private static final int[][] SHAPES = {
        {1, 1, 1},
        {1, 1, 7},
        {1, 5, 3},
        {5, 1, 3},
        {4, 4, 1},
        {2, 3, 4},
        {7, 5, 3},
        {16, 16, 16},
        {17, 31, 33},
        {33, 1, 65},
        {1, 33, 65},
        {64, 10, 128},
        {129, 65, 40}
    };

    private Products() {}

    /** Prints the tier and its description, then how far the worst number of the products is off, in bounds, and its roundings. */
    public static void main(String[] args) {
        Blas blas = Blas.get();
        System.out.println(blas.tier() + "|" + blas.description());
        System.out.println(worst(blas));
        System.out.println(blas.kernelFingerprint());
    }

    /** The greatest error of all shapes, transposes, offsets and modes, as a share of what rounding may add up to. */
    static double worst(Blas blas) {
        double worst = 0;
        for (int[] shape : SHAPES) {
            for (int mode = 0; mode < 8; mode++) {
                worst = Math.max(worst, error(blas, (mode & 1) > 0, (mode & 2) > 0, (mode & 4) > 0, shape));
            }
        }
        return worst;
    }

    private static double error(Blas blas, boolean transposeA, boolean transposeB, boolean accumulate, int[] shape) {
        int m = shape[0];
        int n = shape[1];
        int k = shape[2];
        float[] a = random(m * k + 5, 1);
        float[] b = random(k * n + 6, 2);
        float[] c = random(m * n + 7, 3);
        if (!accumulate) {
            // What is overwritten must not be read: 0 · NaN is NaN.
            Arrays.fill(c, 3, 3 + m * n, Float.NaN);
        }
        float[] found = c.clone();
        blas.multiply(transposeA, transposeB, m, n, k, a, 1, b, 2, accumulate, found, 3);
        double worst = 0;
        for (int i = 0; i < found.length; i++) {
            if (i < 3 || i >= 3 + m * n) {
                worst = found[i] == c[i] ? worst : Double.POSITIVE_INFINITY;
            }
        }
        for (int row = 0; row < m; row++) {
            for (int column = 0; column < n; column++) {
                int at = 3 + row * n + column;
                double sum = accumulate ? c[at] : 0;
                double size = Math.abs(sum);
                for (int i = 0; i < k; i++) {
                    double product = (double) a[1 + (transposeA ? i * m + row : row * k + i)]
                            * b[2 + (transposeB ? column * k + i : i * n + column)];
                    sum += product;
                    size += Math.abs(product);
                }
                double error = Math.abs(found[at] - sum) / ((k + 2) * 0x1p-24 * size);
                worst = error <= worst ? worst : Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
            }
        }
        return worst;
    }

    static float[] random(int length, long stream) {
        Philox random = new Philox(length, stream);
        float[] a = new float[length];
        for (int i = 0; i < length; i++) {
            a[i] = random.nextFloat() * 2 - 1;
        }
        return a;
    }
}
