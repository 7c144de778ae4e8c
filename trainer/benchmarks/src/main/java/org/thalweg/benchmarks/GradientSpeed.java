package org.thalweg.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.thalweg.benchmarks.common.Ratios;
import org.thalweg.benchmarks.common.Rows;
import org.thalweg.data.Example;
import org.thalweg.data.Scaling;
import org.thalweg.data.Split;
import org.thalweg.math.Blas;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Initialisation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.optim.Adam;
import org.thalweg.optim.Optimizer;
import org.thalweg.optim.OptimizerState;
import org.thalweg.optim.WeightRanges;
import org.thalweg.train.Batches;
import org.thalweg.train.LocalEngine;
import org.thalweg.train.LocalRows;
import org.thalweg.train.Step;
import org.thalweg.train.TrainingPlan;

/**
 * The gradient of a step in the local engine (gather rows, forward, backward, sum of lanes), with default lanes, compared
 * with two references on the same number of threads: matrix products of 1024 × 1024, and only the matrix products of the same
 * network, in the shapes of the same steps and lanes. All three, and the step of Adam, are measured alternately.
 */
final class GradientSpeed {
    private static final int ROUNDS = 11;
    private static final int WARM_UP_ROUNDS = 4;
    private static final List<Integer> BATCHES = List.of(256, 1024, 8192);

    /** The approximate number of multiply-adds of a measurement: about a tenth of a second. */
    private static final double OPERATIONS = 10e9;

    private static final List<Shape> SHAPES = List.of(
            new Shape(784, List.of(500, 300), 10, 60_000),
            new Shape(50, List.of(256, 128), 2, 200_000),
            new Shape(20, List.of(64, 32), 2, 400_000));

    private GradientSpeed() {}

    /** A network with ReLU and softmax, and the number of its training rows: more than fit into the CPU caches. */
    record Shape(int inputs, List<Integer> hidden, int classes, int rows) {
        Network network() {
            return Network.of(inputs, hidden, Activation.RELU, classes, Activation.SOFTMAX);
        }
    }

    static void run(int threads) {
        System.out.printf(
                "gradients beside products, %d threads, %s; shares as min/median/max of %d rounds%n",
                threads, Blas.get().description(), ROUNDS);
        System.out.printf(
                "%-15s %5s %5s  %8s %8s %8s  %-19s %-19s %-19s %-19s  %9s %9s%n",
                "network",
                "batch",
                "lanes",
                "gradient",
                "products",
                "sgemm",
                "gradient/sgemm",
                "gradient/products",
                "products/sgemm",
                "evaluation/sgemm",
                "gradient",
                "Adam");
        for (Shape shape : SHAPES) {
            List<Example> examples = Rows.random(shape.rows(), shape.inputs(), shape.classes());
            for (int batch : BATCHES) {
                measure(shape, examples, batch, threads);
            }
        }
    }

    static void measure(Shape shape, List<Example> examples, int batchSize, int threads) {
        Network network = shape.network();
        Batches batches = Batches.of(batchSize);
        TrainingPlan plan = new TrainingPlan(network, Loss.CROSS_ENTROPY, batches, 1);
        LocalRows rows = LocalRows.pack(examples, 1, batches, 0, statistics -> Scaling.NONE);
        try (LocalEngine engine = new LocalEngine(plan, rows, threads)) {
            new GradientSpeed.Measurement(engine, batchSize, threads).print();
        }
    }

    /** The measurement of one network and batch. */
    private static final class Measurement {
        private final LocalEngine engine;
        private final int batchSize;
        private final int threads;
        private final float[] parameters;
        private final NetworkProducts products;
        private final AdamStep adam;
        private final int steps; // per round
        private long taken;

        Measurement(LocalEngine engine, int batchSize, int threads) {
            this.engine = engine;
            this.batchSize = batchSize;
            this.threads = threads;
            Network network = engine.plan().network();
            parameters = Initialisation.AUTO.parameters(network, 1);
            products = new NetworkProducts(network, engine.order(), threads);
            adam = new AdamStep(engine, parameters.length);
            steps = (int) Math.ceil(OPERATIONS / (batchSize * (double) network.gradientOperations()));
        }

        void print() {
            double[] gradient = new double[ROUNDS];
            double[] alone = new double[ROUNDS];
            double[] sgemm = new double[ROUNDS];
            double[] optimizer = new double[ROUNDS];
            double[] evaluation = new double[ROUNDS];
            for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
                int at = Math.max(0, round);
                long first = taken;
                double nanos = gradients();
                double operations = operations(first);
                gradient[at] = operations / nanos;
                alone[at] = operations(0) / products.nanos(steps);
                sgemm[at] = SquareProducts.gigaflops(threads, 10);
                optimizer[at] = adam.millis();
                evaluation[at] = evaluation();
            }
            double millis = batchSize * (double) engine.plan().network().gradientOperations() / 1e6;
            System.out.printf(
                    "%-15s %5d %5d  %8.1f %8.1f %8.1f  %-19s %-19s %-19s %-19s  %6.3f ms %6.3f ms%n",
                    engine.plan().network().shape(),
                    batchSize,
                    engine.order().layout().groupSize(),
                    Ratios.median(gradient),
                    Ratios.median(alone),
                    Ratios.median(sgemm),
                    shares(gradient, sgemm),
                    shares(gradient, alone),
                    shares(alone, sgemm),
                    shares(evaluation, sgemm),
                    millis / Ratios.median(gradient),
                    Ratios.median(optimizer));
        }

        private static String shares(double[] of, double[] reference) {
            double[] shares = IntStream.range(0, of.length)
                    .mapToDouble(i -> of[i] / reference[i])
                    .sorted()
                    .toArray();
            return String.format("%.3f/%.3f/%.3f", shares[0], shares[shares.length / 2], shares[shares.length - 1]);
        }

        /** GFLOP/s of the forward products of an evaluation of all rows. */
        private double evaluation() {
            Network network = engine.plan().network();
            long weights = IntStream.range(0, network.layers().size())
                    .mapToLong(network::weightCount)
                    .sum();
            long start = System.nanoTime();
            engine.evaluate(parameters, Split.TRAINING);
            return 2.0 * weights * engine.order().rows() / (System.nanoTime() - start);
        }

        /** Nanoseconds of the gradients of a round. */
        private double gradients() {
            long perEpoch = engine.order().steps();
            long start = System.nanoTime();
            for (int step = 0; step < steps; step++, taken++) {
                engine.gradient(parameters, new Step((int) (taken / perEpoch), taken % perEpoch));
            }
            return System.nanoTime() - start;
        }

        /** Operations of the matrix products of a round that starts with the given step. */
        private double operations(long first) {
            long perEpoch = engine.order().steps();
            long rows = 0;
            for (long step = first; step < first + steps; step++) {
                rows += engine.order().rowsOf(step % perEpoch);
            }
            return (double) rows * engine.plan().network().gradientOperations();
        }
    }

    /** The step of Adam over arrays of the network's size, on the engine's threads. */
    private static final class AdamStep {
        private static final int STEPS = 20;
        private static final int PART = 1 << 16;

        private final LocalEngine engine;
        private final Adam adam = new Adam();
        private final float[] w;
        private final float[] g;
        private final OptimizerState state;

        AdamStep(LocalEngine engine, int parameters) {
            this.engine = engine;
            w = new float[parameters];
            g = new float[parameters];
            Arrays.fill(g, 0.001f);
            state = adam.newState(parameters);
        }

        /** Milliseconds of a step. */
        double millis() {
            long start = System.nanoTime();
            for (int step = 0; step < STEPS; step++) {
                state.countStep(w, g);
                Optimizer.Rule rule = adam.rule(0.001, state, new WeightRanges(List.of()));
                int parts = (w.length + PART - 1) / PART;
                engine.forEachPart(parts, part -> rule.apply(w, g, part * PART, Math.min(w.length, (part + 1) * PART)));
            }
            return (System.nanoTime() - start) * 1e-6 / STEPS;
        }
    }
}
