package org.thalweg.benchmarks;

import java.util.Arrays;
import org.thalweg.math.Blas;

/** Matrix products of 1024 × 1024: the reference for the speed of training. */
final class SquareProducts {
    private static final int SIDE = 1024;

    private SquareProducts() {}

    /** GFLOP/s of the products on all threads at the same time. */
    static double gigaflops(int threads, int products) {
        double nanos = AllThreads.nanos(threads, () -> {
            float[] a = new float[SIDE * SIDE];
            float[] b = new float[SIDE * SIDE];
            float[] c = new float[SIDE * SIDE];
            Arrays.fill(a, 0.5f);
            Arrays.fill(b, 0.25f);
            Blas blas = Blas.get();
            blas.multiply(false, false, SIDE, SIDE, SIDE, a, 0, b, 0, false, c, 0);
            return () -> {
                for (int i = 0; i < products; i++) {
                    blas.multiply(false, false, SIDE, SIDE, SIDE, a, 0, b, 0, false, c, 0);
                }
            };
        });
        return 2.0 * SIDE * SIDE * SIDE * products * threads / nanos;
    }
}
