package org.thalweg.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.thalweg.benchmarks.common.Ratios;
import org.thalweg.benchmarks.common.Rows;
import org.thalweg.checkpoint.CheckpointSchedule;
import org.thalweg.checkpoint.CheckpointWriter;
import org.thalweg.data.Scaling;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Initialisation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.optim.Adam;
import org.thalweg.spark.CheckpointFolder;
import org.thalweg.train.Batches;
import org.thalweg.train.Checkpoints;
import org.thalweg.train.LocalEngine;
import org.thalweg.train.LocalRows;
import org.thalweg.train.RunState;
import org.thalweg.train.Trainer;
import org.thalweg.train.TrainingListener;
import org.thalweg.train.TrainingPlan;
import org.thalweg.train.TrainingSettings;

/**
 * The cost of a checkpoint of 10 million parameters with Adam's state for the training loop. Runs of the same steps with a
 * checkpoint near the start and without one alternate, on all threads. The difference in seconds, divided by a minute, is the
 * overhead of one checkpoint per minute.
 */
final class CheckpointCost {
    private static final int PAIRS = 9;
    private static final int STEPS = 40;
    private static final int BATCH = 512;
    private static final double EVERY_SECONDS = 60;

    private CheckpointCost() {}

    static void run(int threads) {
        Network network = Network.of(784, List.of(3000, 2500), Activation.RELU, 10, Activation.SOFTMAX);
        Batches batches = Batches.of(BATCH, 128);
        TrainingPlan plan = new TrainingPlan(network, Loss.CROSS_ENTROPY, batches, 1);
        LocalRows rows = LocalRows.pack(Rows.random(STEPS * BATCH, 784), 1, batches, 0, statistics -> Scaling.NONE);
        float[] initial = Initialisation.AUTO.parameters(network, 1);
        Path folder = temporary();
        double[] costs = new double[PAIRS];
        double[] shares = new double[PAIRS];
        try (LocalEngine engine = new LocalEngine(plan, rows, threads)) {
            seconds(engine, initial, Checkpoints.NONE);
            for (int pair = 0; pair < PAIRS; pair++) {
                double without = seconds(engine, initial, Checkpoints.NONE);
                double with = withCheckpoint(engine, initial, folder);
                costs[pair] = with - without;
                shares[pair] = 100 * (with - without) / EVERY_SECONDS;
            }
        }
        System.out.printf(
                Locale.ROOT,
                "checkpoint of %s, %,d parameters with Adam's state, over %d threads%n",
                network.shape(),
                network.parameterCount(),
                threads);
        System.out.printf("  %-34s %s%n", "seconds that one takes the loop", Ratios.spread(costs, "%7.3f"));
        System.out.printf("  %-34s %s%n", "at one a minute, % of the loop", Ratios.spread(shares, "%7.2f"));
    }

    private static double seconds(LocalEngine engine, float[] initial, Checkpoints checkpoints) {
        TrainingSettings settings = TrainingSettings.of(1, new Adam(), 0.001);
        long start = System.nanoTime();
        new Trainer(engine, settings, TrainingListener.NONE, checkpoints).train(initial);
        return (System.nanoTime() - start) * 1e-9;
    }

    /** The checkpoint is written well before the steps end, so that its whole cost is measured. */
    private static double withCheckpoint(LocalEngine engine, float[] initial, Path folder) {
        try {
            CheckpointFolder kept = CheckpointFolder.at(folder.toString(), 1, new Configuration());
            CheckpointSchedule early =
                    new CheckpointSchedule(OptionalInt.of(5), OptionalInt.empty(), OptionalDouble.empty());
            double seconds;
            try (CheckpointWriter writer =
                    new CheckpointWriter(early, kept, "benchmark", Map.of(), System.err::println)) {
                seconds = seconds(engine, initial, new Once(writer));
                if (writer.written() != 1) {
                    throw new IllegalStateException(
                            "expected one checkpoint written within the steps, found " + writer.written());
                }
            }
            kept.clear();
            return seconds;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes only the first checkpoint that is due. */
    private static final class Once implements Checkpoints {
        private final CheckpointWriter writer;
        private boolean taken;

        Once(CheckpointWriter writer) {
            this.writer = writer;
        }

        @Override
        public boolean isDue(long steps, int together, int epochs, boolean epochEnds) {
            return !taken && writer.isDue(steps, together, epochs, epochEnds);
        }

        @Override
        public void take(RunState state) {
            taken = true;
            writer.take(state);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("thalweg-checkpoints").resolve("kept");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
