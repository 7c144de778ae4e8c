package org.thalweg.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.BlockId;
import org.thalweg.benchmarks.common.Rows;
import org.thalweg.checkpoint.CheckpointSchedule;
import org.thalweg.checkpoint.CheckpointWriter;
import org.thalweg.data.RowShape;
import org.thalweg.data.Scaling;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Initialisation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.optim.Adam;
import org.thalweg.spark.CheckpointFolder;
import org.thalweg.spark.SparkEngine;
import org.thalweg.spark.SparkRows;
import org.thalweg.train.Batches;
import org.thalweg.train.Trainer;
import org.thalweg.train.TrainingListener;
import org.thalweg.train.TrainingPlan;
import org.thalweg.train.TrainingSettings;
import scala.runtime.AbstractFunction1;

/**
 * 10,000 steps in Spark's local mode, with a checkpoint every 500 steps. Prints the resources of the process every thousand
 * steps: none may grow from step 1,000 on.
 */
final class Soak {
    private static final int STEPS = 10_000;
    private static final int BATCH = 64;
    private static final int STEPS_PER_EPOCH = 50;

    private Soak() {}

    static void run(int threads) {
        Network network = Network.of(64, List.of(128, 64), Activation.RELU, 10, Activation.SOFTMAX);
        TrainingPlan plan = new TrainingPlan(network, Loss.CROSS_ENTROPY, Batches.of(BATCH, BATCH / 4), 1);
        System.out.printf(
                "%8s %14s %18s %9s %11s%n", "step", "heap after GC", "broadcast blocks", "threads", "open files");
        try (JavaSparkContext spark = LocalContext.start(threads)) {
            SparkRows.Source<?> source = SparkRows.Source.of(
                    spark.parallelize(Rows.random(STEPS_PER_EPOCH * BATCH, 64), threads), RowShape.dense(64, 1));
            Path folder = Files.createTempDirectory("thalweg-soak").resolve("kept");
            CheckpointFolder kept = CheckpointFolder.at(folder.toString(), 3, new Configuration());
            CheckpointSchedule every500 =
                    new CheckpointSchedule(OptionalInt.of(500), OptionalInt.empty(), OptionalDouble.empty());
            try (SparkRows rows = SparkRows.prepare(source, 1, plan.batches(), 0, s -> Scaling.NONE, threads);
                    SparkEngine engine = new SparkEngine(spark, plan, rows, null);
                    CheckpointWriter writer =
                            new CheckpointWriter(every500, kept, "soak", Map.of(), System.err::println)) {
                TrainingSettings settings = TrainingSettings.of(STEPS / STEPS_PER_EPOCH, new Adam(), 0.001);
                new Trainer(engine, settings, new Measuring(), writer)
                        .train(Initialisation.AUTO.parameters(network, 1));
            }
            kept.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Measuring implements TrainingListener {
        @Override
        public void onStep(long step, long steps, long rows, double loss) {
            if ((step + 1) % 1000 == 0) {
                System.out.printf(
                        Locale.ROOT,
                        "%,8d %,12d K %18d %9d %11d%n",
                        step + 1,
                        heapAfterGc() >> 10,
                        broadcastBlocks(),
                        Thread.activeCount(),
                        openFiles());
            }
        }
    }

    /** Collects twice: Spark's cleaner releases objects only after the first collection. */
    private static long heapAfterGc() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        try {
            memory.gc();
            Thread.sleep(1000);
            memory.gc();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return memory.getHeapMemoryUsage().getUsed();
    }

    private static int broadcastBlocks() {
        return SparkEnv.get()
                .blockManager()
                .getMatchingBlockIds(new AbstractFunction1<BlockId, Object>() {
                    @Override
                    public Object apply(BlockId block) {
                        return block.isBroadcast();
                    }
                })
                .size();
    }

    private static long openFiles() {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
