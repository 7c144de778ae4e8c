package org.thalweg.benchmarks;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.thalweg.benchmarks.common.BareStep;
import org.thalweg.benchmarks.common.Ratios;
import org.thalweg.benchmarks.common.Rows;
import org.thalweg.data.Example;
import org.thalweg.data.RowShape;
import org.thalweg.data.Scaling;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Initialisation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.optim.Adam;
import org.thalweg.spark.SparkEngine;
import org.thalweg.spark.SparkRows;
import org.thalweg.train.Batches;
import org.thalweg.train.LocalEngine;
import org.thalweg.train.LocalRows;
import org.thalweg.train.Step;
import org.thalweg.train.Trainer;
import org.thalweg.train.TrainingListener;
import org.thalweg.train.TrainingPlan;
import org.thalweg.train.TrainingSettings;

/**
 * The overhead of Spark per training step at batch 1024: the time of a complete step (gradient, sum, Adam) in local mode,
 * minus the time of the same gradients on the same number of threads without Spark. It is compared with a bare Spark step
 * (broadcast the same bytes, run one task per slot, collect the same bytes). The measurements alternate.
 */
final class StepOverhead {
    private static final int BATCH = 1024;
    private static final int ROWS = 16 * BATCH;
    private static final int STEPS = 32;
    private static final int ROUNDS = 15;

    private StepOverhead() {}

    static void run(int threads) {
        Network network = Network.of(784, List.of(500, 300), Activation.RELU, 10, Activation.SOFTMAX);
        Batches batches = Batches.of(BATCH, 128);
        TrainingPlan plan = new TrainingPlan(network, Loss.CROSS_ENTROPY, batches, 1);
        List<Example> examples = Rows.random(ROWS, 784);
        float[] parameters = Initialisation.AUTO.parameters(network, 1);
        try (JavaSparkContext spark = LocalContext.start(threads);
                SparkRows rows = SparkRows.prepare(
                        SparkRows.Source.of(spark.parallelize(examples, 8), RowShape.dense(784, 1)),
                        1,
                        batches,
                        0,
                        statistics -> Scaling.NONE,
                        threads);
                SparkEngine engine = new SparkEngine(spark, plan, rows);
                LocalEngine local = new LocalEngine(
                        plan, LocalRows.pack(examples, 1, batches, 0, statistics -> Scaling.NONE), threads)) {
            BareStep bareStep = new BareStep(spark, threads);
            for (int warmUp = 0; warmUp < 4; warmUp++) {
                step(engine, parameters);
                compute(local, parameters);
                bare(bareStep, parameters);
            }
            double[] step = new double[ROUNDS];
            double[] compute = new double[ROUNDS];
            double[] bare = new double[ROUNDS];
            double[] ratio = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                step[round] = step(engine, parameters);
                compute[round] = compute(local, parameters);
                bare[round] = bare(bareStep, parameters);
                ratio[round] = (step[round] - compute[round]) / bare[round];
            }
            System.out.printf("a step of batch %d of %s in local[%d]%n", BATCH, network.shape(), threads);
            print("training step on Spark, ms", step, "%7.2f");
            print("its gradients without Spark, ms", compute, "%7.2f");
            print("bare Spark step, ms", bare, "%7.2f");
            print("(step − gradients) / bare", ratio, "%7.3f");
        }
    }

    private static void print(String name, double[] values, String format) {
        System.out.printf("  %-34s %s%n", name, Ratios.spread(values, format));
    }

    /** Milliseconds per step of the training loop, over one epoch. */
    private static double step(SparkEngine engine, float[] parameters) {
        TrainingSettings settings = TrainingSettings.of(2, new Adam(), 0.0001);
        long start = System.nanoTime();
        long steps = new Trainer(engine, settings, TrainingListener.NONE)
                .train(parameters)
                .steps();
        return (System.nanoTime() - start) * 1e-6 / steps;
    }

    private static double compute(LocalEngine engine, float[] parameters) {
        long steps = engine.order().steps();
        long start = System.nanoTime();
        for (int epoch = 0; epoch < 2; epoch++) {
            for (long step = 0; step < steps; step++) {
                engine.gradient(parameters, new Step(epoch, step));
            }
        }
        return (System.nanoTime() - start) * 1e-6 / (2 * steps);
    }

    private static double bare(BareStep step, float[] parameters) {
        return IntStream.range(0, STEPS)
                .mapToDouble(i -> step.millis(parameters))
                .average()
                .orElseThrow();
    }
}
