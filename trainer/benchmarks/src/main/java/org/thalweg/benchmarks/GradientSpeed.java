package org.thalweg.benchmarks;

import java.util.List;
import org.thalweg.data.Scaling;
import org.thalweg.math.Blas;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Initialisation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.train.Batches;
import org.thalweg.train.LocalEngine;
import org.thalweg.train.LocalRows;
import org.thalweg.train.Step;
import org.thalweg.train.TrainingPlan;

/**
 * One forward and backward pass over 60,000 × 784 rows of 784-500-300-10, lanes of 128 rows a step, beside the machine's
 * own matrix product (1024 × 1024), both on all threads, in turn: the share of the machine's GFLOP/s that the whole
 * gradient reaches.
 */
final class GradientSpeed {
    private static final int ROWS = 60_000;
    private static final int PAIRS = 15;

    private GradientSpeed() {}

    static void run(int threads) {
        Network network = Network.of(784, List.of(500, 300), Activation.RELU, 10, Activation.SOFTMAX);
        Batches batches = Batches.of(1024, 128);
        TrainingPlan plan = new TrainingPlan(network, Loss.CROSS_ENTROPY, batches, 1);
        LocalRows rows = LocalRows.pack(Rows.random(ROWS, 784), 1, batches, 0, statistics -> Scaling.NONE);
        float[] parameters = Initialisation.AUTO.parameters(network, 1);
        try (LocalEngine engine = new LocalEngine(plan, rows, threads)) {
            long steps = engine.order().steps();
            int[] epoch = new int[1];
            for (int warmUp = 0; warmUp < 3; warmUp++) {
                gradient(engine, parameters, epoch[0]++, steps);
                SquareProducts.gigaflops(threads, 40);
            }
            System.out.printf(
                    "gradient of %s over %,d rows, %d threads, %s%n",
                    network.shape(), ROWS, threads, Blas.get().description());
            Ratios ratios = Ratios.measure(
                    PAIRS,
                    () -> gradient(engine, parameters, epoch[0]++, steps),
                    () -> SquareProducts.gigaflops(threads, 40));
            ratios.print("forward and backward, GFLOP/s", "sgemm 1024³, GFLOP/s", "%7.1f", "%7.3f");
        }
    }

    /** GFLOP/s of an epoch's gradients, counting the matrix products alone. */
    private static double gradient(LocalEngine engine, float[] parameters, int epoch, long steps) {
        long start = System.nanoTime();
        for (long step = 0; step < steps; step++) {
            engine.gradient(parameters, new Step(epoch, step));
        }
        return (double) ROWS * engine.plan().network().gradientOperations() / (System.nanoTime() - start);
    }
}
