package org.thalweg.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** Many steps in Spark's local mode, with a checkpoint every 500, and the resources of the process: none may grow. */
final class Soak {
    private static final int STEPS = 10_000;
    private static final int EVERY = 1000;
    private static final int BATCH = 64;
    private static final int STEPS_PER_EPOCH = 50;

    private Soak() {}

    /**
     * What the process holds after a step.
     *
     * @param step how many were made
     * @param heapBytes in use after a collection
     * @param broadcastBlocks in the driver's block manager
     * @param threads of the process but those of Spark's block manager
     * @param openFiles of the process
     */
    record Held(long step, long heapBytes, long broadcastBlocks, long threads, long openFiles) {
        private static Held after(long step) {
            return new Held(step, heapAfterGc(), countBroadcastBlocks(), countThreads(), countOpenFiles());
        }

        private void print() {
            System.out.printf(
                    Locale.ROOT,
                    "%,8d %,12d K %18d %9d %11d%n",
                    step,
                    heapBytes >> 10,
                    broadcastBlocks,
                    threads,
                    openFiles);
        }
    }

    static void run(int threads) {
        measure(STEPS, EVERY, threads);
    }

    /**
     * Trains, and prints what is held every so many steps.
     *
     * @param steps a multiple of 50
     */
    static List<Held> measure(int steps, int every, int threads) {
        Network network = Network.of(64, List.of(128, 64), Activation.RELU, 10, Activation.SOFTMAX);
        TrainingPlan plan = new TrainingPlan(network, Loss.CROSS_ENTROPY, Batches.of(BATCH, BATCH / 4), 1);
        List<Held> held = new ArrayList<>();
        TrainingListener measuring = new TrainingListener() {
            @Override
            public void onStep(long step, long ofSteps, long rows, double loss) {
                if ((step + 1) % every == 0) {
                    held.add(Held.after(step + 1));
                    held.get(held.size() - 1).print();
                }
            }
        };
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
                    SparkEngine engine = new SparkEngine(spark, plan, rows);
                    CheckpointWriter writer =
                            new CheckpointWriter(every500, kept, "soak", Map.of(), System.err::println)) {
                TrainingSettings settings = TrainingSettings.of(steps / STEPS_PER_EPOCH, new Adam(), 0.001);
                new Trainer(engine, settings, measuring, writer).train(Initialisation.AUTO.parameters(network, 1));
            }
            kept.clear();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return held;
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

    private static int countBroadcastBlocks() {
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

    /** The block manager ends its threads after an idle minute, and has up to 228: not all have been started early. */
    private static long countThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("block-manager-"))
                .count();
    }

    private static long countOpenFiles() {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
