package org.thalweg.spark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.DiskBlockManager;
import org.thalweg.data.RowShape;

/** Spark's local folders in this JVM: they hold shuffle files and files of packed rows. */
final class LocalFolders {
    /** The task and executor in Spark's message for a failed job. */
    private static final Pattern TASK = Pattern.compile("\\(TID [0-9]+\\) \\((\\S+) executor ([^)\\s]+)\\)");

    private LocalFolders() {}

    private static DiskBlockManager manager() {
        return SparkEnv.get().blockManager().diskBlockManager();
    }

    /** The configured folders: Spark creates a subfolder in each. */
    private static List<Path> all() {
        return Arrays.stream(manager().localDirs())
                .map(folder -> folder.toPath().getParent())
                .toList();
    }

    /** The free bytes in the folders. */
    static long free() {
        return DiskSpace.HERE.free(all());
    }

    /** The folders, as text for messages. */
    static String text() {
        return String.join(", ", all().stream().map(Path::toString).toList());
    }

    /** Reserves space for a task's packed rows, and creates an unnamed file there. */
    static RowFile newRowFile(RowShape shape, long bytes) {
        Path file = manager().createTempLocalBlock()._2().toPath();
        Path folder = all().stream()
                .filter(file::startsWith)
                .max(Comparator.comparing(Path::getNameCount))
                .orElse(file.getParent());
        return new RowFile(shape, file, DiskSpace.HERE.reserve(folder, bytes, executor()));
    }

    /** This JVM, as a suffix to a folder in messages; empty for the driver. */
    private static String executor() {
        SparkEnv env = SparkEnv.get();
        return env.executorId().equals("driver")
                ? ""
                : onExecutor(
                        env.executorId(), env.blockManager().blockManagerId().host());
    }

    private static String onExecutor(String id, String host) {
        return " on " + host + ", executor " + id;
    }

    /** The exception for a job that failed because of a full disk; empty for another failure. */
    static Optional<DiskSpaceException> explained(SparkContext spark, Throwable failure) {
        Optional<DiskSpaceException> known = DiskSpaceException.in(failure);
        if (known.isPresent() || !DiskSpaceException.isDiskFull(failure)) {
            return known;
        }
        return Optional.of(
                new DiskSpaceException("disk: expected space for Spark's own files, such as the shuffle of rows between"
                        + " tasks, found a full disk (" + whereFull(spark, failure)
                        + ")"));
    }

    private static String whereFull(SparkContext spark, Throwable failure) {
        if (!spark.isLocal()) {
            Matcher task = TASK.matcher(String.valueOf(failure.getMessage()));
            return "Spark's local folders"
                    + (task.find() ? onExecutor(task.group(2), task.group(1)) : " of an executor");
        }
        Path fullest = all().stream()
                .min(Comparator.comparingLong(folder -> DiskSpace.HERE.free(List.of(folder))))
                .orElseThrow();
        return fullest + ", with " + RowStorage.megabytes(written(fullest)) + " of this run's files in it";
    }

    /** The bytes that Spark has written in a folder. */
    private static long written(Path folder) {
        return Arrays.stream(manager().localDirs())
                .map(File::toPath)
                .filter(own -> own.startsWith(folder))
                .mapToLong(LocalFolders::size)
                .sum();
    }

    private static long size(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException | UncheckedIOException e) { // Spark deletes files meanwhile.
            return 0;
        }
    }
}
