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

/** Spark's local folders of this JVM: where its shuffle and its files of packed rows are. */
final class LocalFolders {
    /** What Spark puts before the failure of a task that made a job fail. */
    private static final Pattern TASK = Pattern.compile("\\(TID [0-9]+\\) \\((\\S+) executor ([^)\\s]+)\\)");

    private LocalFolders() {}

    private static DiskBlockManager manager() {
        return SparkEnv.get().blockManager().diskBlockManager();
    }

    /** The folders that were asked for: Spark makes one of its own in each. */
    private static List<Path> all() {
        return Arrays.stream(manager().localDirs())
                .map(folder -> folder.toPath().getParent())
                .toList();
    }

    /** The bytes that are free in this JVM's. */
    static long free() {
        return DiskSpace.HERE.free(all());
    }

    /** The folders as a message has them. */
    static String text() {
        return String.join(", ", all().stream().map(Path::toString).toList());
    }

    /** Takes the room for a task's packed rows, and a file of no name there. */
    static RowFile newRowFile(RowShape shape, long bytes) {
        Path file = manager().createTempLocalBlock()._2().toPath();
        Path folder = all().stream()
                .filter(file::startsWith)
                .max(Comparator.comparing(Path::getNameCount))
                .orElse(file.getParent());
        return new RowFile(shape, file, DiskSpace.HERE.take(folder, bytes, executor()));
    }

    /** This JVM for a message, behind a folder; empty for the driver. */
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

    /** What a full disk that made a job fail is for the user; empty for another failure. */
    static Optional<DiskSpaceException> explained(SparkContext spark, Throwable failure) {
        Optional<DiskSpaceException> found = DiskSpaceException.in(failure);
        if (found.isPresent() || !DiskSpaceException.isDiskFull(failure)) {
            return found;
        }
        return Optional.of(
                new DiskSpaceException("disk: expected room for what Spark writes beside the packed rows, such as"
                        + " rows on their way from task to task, found a full disk (" + whereFull(spark, failure)
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
        return fullest + ", with " + RowStorage.megabytes(written(fullest)) + " of this run's in it";
    }

    /** The bytes that Spark has in a folder now. */
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
        } catch (IOException | UncheckedIOException e) { // Spark deletes what it needs no more meanwhile.
            return 0;
        }
    }
}
