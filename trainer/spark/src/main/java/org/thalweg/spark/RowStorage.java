package org.thalweg.spark;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkExecutorInfo;
import org.apache.spark.storage.StorageLevel;
import org.thalweg.data.Block;
import org.thalweg.data.RowBlock;
import org.thalweg.data.RowShape;
import org.thalweg.settings.KeyText;

/**
 * Where packed rows are stored during training.
 *
 * @param kind the requested kind of storage
 * @param report receives a line with the space that the rows need, before they are written
 * @param always whether to report small sets of rows in memory, too
 */
public record RowStorage(Kind kind, Consumer<String> report, boolean always) {
    private static final Consumer<String> NO_REPORT = line -> {};

    /** Chooses by the size of the rows, and reports nothing. */
    public static final RowStorage AUTO = new RowStorage(Kind.AUTO, NO_REPORT, false);

    /** The share of the executors' memory for cached data that rows may fill; while they are packed they need it twice. */
    private static final double MEMORY_SHARE = 0.4;

    /** Smaller sets of rows in memory are not reported, unless asked for; bytes. */
    private static final long REPORTED_BYTES = 100_000_000;

    private static final String YARN_ADVICE = "; where YARN ends containers for their memory, mapped pages count: raise"
            + " spark.executor.memoryOverhead by an executor's share of the rows";

    private static final String ENCRYPTION = "spark.io.encryption.enabled";

    /** Kinds of storage. */
    public enum Kind {
        /** In memory if they fit well, else in files. */
        AUTO,
        /** In the executors' heaps. What does not fit is spilled by Spark, and read from disk in every step. */
        MEMORY,
        /** In memory-mapped files under Spark's local folders, read through the machine's page cache. */
        DISK
    }

    /**
     * The available space for rows.
     *
     * @param memory the executors' memory for cached data, in bytes
     * @param encrypted whether Spark must encrypt everything that it writes to disks
     * @param onYarn whether mapped pages count as a container's memory
     * @param disk empty if the executors are on other machines: their tasks check their own disks
     */
    record MemoryLimits(long memory, boolean encrypted, boolean onYarn, Optional<Disk> disk) {
        private static MemoryLimits of(SparkContext spark) {
            return new MemoryLimits(
                    RowStorage.memory(spark),
                    spark.conf().getBoolean(ENCRYPTION, false),
                    spark.master().startsWith("yarn"),
                    spark.isLocal()
                            ? Optional.of(new Disk(LocalFolders.free(), LocalFolders.text()))
                            : Optional.empty());
        }

        /** How many bytes of the rows are written to disks. */
        private long onDisk(Kind chosen, RowsSize rows) {
            return chosen == Kind.DISK ? rows.bytes() : Math.max(0, rows.bytes() - memory);
        }
    }

    /**
     * The disks of Spark's local folders.
     *
     * @param free free space in bytes
     */
    record Disk(long free, String folders) {
        @Override
        public String toString() {
            return megabytes(free) + " are free there (" + folders + ")";
        }
    }

    /**
     * Decides where dense rows are stored, before they are shuffled, and reports it with the space that the shuffle needs.
     *
     * @param rows the number of rows
     * @return the decision, which is not reported again
     * @throws DiskSpaceException if the disk has too little space
     */
    public RowStorage announced(SparkContext spark, long rows, RowShape shape) {
        Kind chosen = announce(RowsSize.ofDense(rows, shape), MemoryLimits.of(spark));
        return new RowStorage(chosen, NO_REPORT, false);
    }

    /** The same, for the given space. */
    Kind announce(RowsSize rows, MemoryLimits limits) {
        String shuffle = "; the shuffle before takes " + megabytes(rows.shuffledBytes())
                + " of disk at most, in Spark's local folders";
        Kind chosen = choose(rows, limits, shuffle);
        long most = limits.onDisk(chosen, rows) + rows.shuffledBytes();
        if (limits.disk().isPresent() && most > limits.disk().get().free()) {
            report.accept("warning: the rows and their shuffle take " + megabytes(most)
                    + " of disk at most, less where many rows are equal or zeros, and "
                    + limits.disk().get() + "; if it becomes full the run ends");
        }
        return chosen;
    }

    /**
     * Decides where rows are stored, and reports it.
     *
     * @throws DiskSpaceException if the disk has too little space
     */
    Kind choose(SparkContext spark, RowsSize rows) {
        return choose(rows, MemoryLimits.of(spark));
    }

    /** The same, for the given space. */
    Kind choose(RowsSize rows, MemoryLimits limits) {
        return choose(rows, limits, "");
    }

    private Kind choose(RowsSize rows, MemoryLimits limits, String before) {
        boolean fits = rows.bytes() <= MEMORY_SHARE * limits.memory();
        Kind chosen = kind == Kind.AUTO ? fits ? Kind.MEMORY : Kind.DISK : kind;
        boolean refused = chosen == Kind.DISK && limits.encrypted();
        chosen = refused ? Kind.MEMORY : chosen;
        requireDisk(chosen, rows, limits);
        String taken =
                "the rows take " + rows + " of the executors' " + megabytes(limits.memory()) + " for cached data";
        String room = before + limits.disk().map(disk -> "; " + disk).orElse("");
        if (refused) {
            report.accept("warning: " + taken + ", not files of their own, as " + ENCRYPTION
                    + " is set; what has no room is written by Spark, encrypted, and read in every step" + room);
        } else if (chosen == Kind.DISK) {
            report.accept("room: the rows take " + rows + " in memory-mapped files under Spark's local folders"
                    + (fits ? "" : ", as the executors have " + megabytes(limits.memory()) + " for cached data")
                    + room
                    + (limits.disk().isPresent() ? "" : "; every executor looks for the room of its own share")
                    + "; they are fast as long as the machines have as much memory beside the heaps"
                    + (limits.onYarn() ? YARN_ADVICE : ""));
        } else if (!fits) {
            report.accept("warning: " + taken + "; what has no room is written to disk, and read in every step; take "
                    + KeyText.of("data.storage") + ": disk" + room);
        } else if (always || rows.bytes() >= REPORTED_BYTES) {
            report.accept("room: " + taken + (before.isEmpty() ? "" : room));
        }
        return chosen;
    }

    private static void requireDisk(Kind chosen, RowsSize rows, MemoryLimits limits) {
        long needed = limits.onDisk(chosen, rows);
        Optional<Disk> disk = limits.disk().filter(found -> needed > found.free());
        if (disk.isPresent()) {
            throw new DiskSpaceException(
                    "disk: expected " + megabytes(needed) + " free for packed rows, which take " + rows + ", found "
                            + megabytes(disk.get().free()) + " (" + disk.get().folders() + ")",
                    chosen == Kind.DISK
                            ? "; or set data.storage: memory, if the heap is large enough"
                            : "; or raise the executors' memory, in local mode with --driver-memory");
        }
    }

    /** The current memory of all executors for cached data. */
    private static long memory(SparkContext spark) {
        SparkExecutorInfo[] all = spark.statusTracker().getExecutorInfos();
        long sum = Arrays.stream(all)
                .mapToLong(SparkExecutorInfo::totalOnHeapStorageMemory)
                .sum();
        return spark.isLocal() || all.length < 2 ? sum : sum - driver(spark);
    }

    /** The driver's memory: it is among the executor infos, but the driver holds no rows. */
    private static long driver(SparkContext spark) {
        return SparkEnv.get().memoryManager().maxOnHeapStorageMemory();
    }

    /** Formats bytes for a message, rounded up to whole megabytes. */
    public static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,d MB", (bytes + 999_999) / 1_000_000);
    }

    /** Spark's storage level for the blocks of a kind. Lost mapped blocks are recomputed. */
    static StorageLevel level(Kind chosen) {
        return chosen == Kind.DISK ? StorageLevel.MEMORY_ONLY() : StorageLevel.MEMORY_AND_DISK();
    }

    /**
     * Stores blocks in a task.
     *
     * @param bytes their approximate size
     * @throws DiskSpaceException if the disk has too little space
     */
    static Iterator<RowBlock> stored(Kind chosen, Iterator<Block> blocks, RowShape shape, long bytes) {
        return chosen == Kind.DISK ? LocalFolders.newRowFile(shape, bytes).write(blocks) : new OnHeap(blocks);
    }

    private record OnHeap(Iterator<Block> blocks) implements Iterator<RowBlock> {
        @Override
        public boolean hasNext() {
            return blocks.hasNext();
        }

        @Override
        public RowBlock next() {
            return blocks.next();
        }
    }
}
