package org.thalweg.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.thalweg.benchmarks.common.JobCommand;
import org.thalweg.benchmarks.common.Ratios;

/** A retraining run without new data, with a thousand known files, compared with starting and stopping Spark. */
final class NothingNew {
    private static final int FILES = 1000;
    private static final int ROWS = 20;
    private static final int PAIRS = 9;

    private NothingNew() {}

    static void run(int threads) {
        JobCommand.useThreads(threads);
        String job = writeJob();
        JobCommand.run(JobCommand.DONE, "retrain", job);
        Ratios ratios = Ratios.measure(
                PAIRS,
                () -> seconds(() -> JobCommand.run(JobCommand.NOTHING_NEW, "retrain", job)),
                () -> seconds(() -> LocalContext.start(threads).close()));
        System.out.printf(Locale.ROOT, "retrain, nothing new among %,d files%n", FILES);
        ratios.print("seconds of retrain", "seconds of Spark's start and end", "%7.2f", "%7.2f");
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) * 1e-9;
    }

    private static String writeJob() {
        try {
            Path folder = Files.createTempDirectory("thalweg-nothing-new");
            Path in = Files.createDirectory(folder.resolve("in"));
            Random random = new Random(1);
            for (int file = 0; file < FILES; file++) {
                StringBuilder text = new StringBuilder("x,y,kind\n");
                for (int row = 0; row < ROWS; row++) {
                    int kind = random.nextInt(2);
                    text.append(String.format(
                            Locale.ROOT,
                            "%.4f,%.4f,%s%n",
                            random.nextGaussian() + 3 * kind,
                            random.nextGaussian(),
                            kind == 0 ? "a" : "b"));
                }
                Files.writeString(in.resolve("part-" + file + ".csv"), text);
            }
            return Files.writeString(
                            folder.resolve("job.yaml"),
                            """
                            task: classification
                            data: { format: csv, path: %s, label: kind }
                            network: { hidden: [4] }
                            training: { epochs: 1, batchSize: 1024 }
                            checkpoint: { keep: 0 }
                            retrain: { store: %s }
                            """
                                    .formatted(in, folder.resolve("store")))
                    .toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
