package org.thalweg.benchmarks;

import java.util.Arrays;
import org.thalweg.benchmarks.common.Ratios;
import org.thalweg.math.Blas;
import org.thalweg.math.Philox;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Backpropagation;
import org.thalweg.nn.Initialisation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;

/**
 * Forward and backward passes of a first layer of 64 units over sparse rows with 1,000 of 100,000 features, for 128 and 512
 * rows at a time, compared with plain matrix products. The two alternate, on all threads. Only operations on values other
 * than 0 are counted; those of the one output unit are not.
 */
final class SparseSpeed {
    private static final int INPUTS = 100_000;
    private static final int NUMBERS = 1000;
    private static final int UNITS = 64;
    private static final int PAIRS = 15;

    private SparseSpeed() {}

    static void run(int threads) {
        for (int rows : new int[] {128, 512}) {
            Network network = Network.of(INPUTS, java.util.List.of(UNITS), Activation.RELU, 1, Activation.IDENTITY)
                    .withSparse(true);
            float[] parameters = Initialisation.AUTO.parameters(network, 1);
            Pass[] passes = new Pass[threads];
            Arrays.setAll(passes, t -> new Pass(network, rows, t));
            for (int warmUp = 0; warmUp < 3; warmUp++) {
                gigaflops(passes, parameters);
                SquareProducts.gigaflops(threads, 20);
            }
            System.out.printf(
                    "first layer of %s, %,d numbers a row, %d rows a pass, %d threads, %s%n",
                    network.shape(), NUMBERS, rows, threads, Blas.get().description());
            Ratios ratios = Ratios.measure(
                    PAIRS, () -> gigaflops(passes, parameters), () -> SquareProducts.gigaflops(threads, 20));
            ratios.print("forward and backward, GFLOP/s", "sgemm 1024³, GFLOP/s", "%7.2f", "%7.4f");
        }
    }

    private static double gigaflops(Pass[] passes, float[] parameters) {
        int times = 20 * 128 / passes[0].rows;
        int[] next = new int[1];
        double nanos = AllThreads.nanos(passes.length, () -> {
            Pass pass;
            synchronized (next) {
                pass = passes[next[0]++];
            }
            return () -> {
                for (int i = 0; i < times; i++) {
                    pass.run(parameters);
                }
            };
        });
        return 4.0 * UNITS * NUMBERS * passes[0].rows * times * passes.length / nanos;
    }

    /** One thread's rows, scratch memory and gradient. */
    private static final class Pass {
        private final int rows;
        private final Backpropagation pass;
        private final float[] gradient;

        Pass(Network network, int rows, int thread) {
            this.rows = rows;
            this.pass = new Backpropagation(network, Loss.HALF_SQUARED_ERROR, rows);
            this.gradient = new float[network.parameterCount()];
            Arrays.fill(pass.weights(), 1);
            Philox random = new Philox(5, thread);
            for (int r = 0; r < rows; r++) {
                for (int k = 0; k < NUMBERS; k++) {
                    int stretch = INPUTS / NUMBERS;
                    pass.sparseFeatures().put(k * stretch + random.nextInt(stretch), random.nextFloat() - 0.5f);
                }
                pass.sparseFeatures().endRow();
            }
        }

        void run(float[] parameters) {
            pass.gradient(parameters, rows, gradient, false);
        }
    }
}
