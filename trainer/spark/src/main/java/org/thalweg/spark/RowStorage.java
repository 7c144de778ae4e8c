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
 * Where packed rows rest until training is over.
 *
 * @param kind as it is asked for
 * @param report takes a line that says what rows will take, before they take it
 * @param always whether it is reported of few rows in memory, too
 */
public record RowStorage(Kind kind, Consumer<String> report, boolean always) {
    private static final Consumer<String> NOBODY = line -> {};

    /** As the rows fit, reported to nobody. */
    public static final RowStorage AUTO = new RowStorage(Kind.AUTO, NOBODY, false);

    /** So much of the executors' memory for cached data is filled with rows: they stand there twice while they are packed. */
    private static final double MEMORY_SHARE = 0.4;

    private static final long WORTH_A_LINE = 100_000_000;

    private static final String YARN_ADVICE = "; where YARN ends containers for their memory, mapped pages count: raise"
            + " spark.executor.memoryOverhead by an executor's share of the rows";

    private static final String ENCRYPTION = "spark.io.encryption.enabled";

    /** Kinds of places. */
    public enum Kind {
        /** In memory where they fit well, else in files. */
        AUTO,
        /** In the executors' heaps; what has no room there is written by Spark, and read again in every step. */
        MEMORY,
        /** In memory-mapped files under Spark's local folders, read through the machine's page cache. */
        DISK
    }

    /**
     * What there is for rows.
     *
     * @param memory that the executors have for cached data, in bytes
     * @param encrypted whether nothing may be on a disk in the clear
     * @param onYarn whether mapped pages count as a container's memory
     * @param disk empty where the executors are other machines: their tasks look for themselves
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

        /** What of the rows goes to disks. */
        private long onDisk(Kind chosen, RowsSize rows) {
            return chosen == Kind.DISK ? rows.bytes() : Math.max(0, rows.bytes() - memory);
        }
    }

    /**
     * The disks of Spark's local folders.
     *
     * @param free bytes
     */
    record Disk(long free, String folders) {
        @Override
        public String toString() {
            return megabytes(free) + " are free there (" + folders + ")";
        }
    }

    /**
     * Decides where dense rows go before they are shuffled, and reports it with what the shuffle will take.
     *
     * @param rows how many there are
     * @return the decision: it is not reported once more
     * @throws DiskSpaceException if the disk has no room
     */
    public RowStorage announced(SparkContext spark, long rows, RowShape shape) {
        Kind chosen = announce(RowsSize.ofDense(rows, shape), MemoryLimits.of(spark));
        return new RowStorage(chosen, NOBODY, false);
    }

    /** The same of what is known of the executors. */
    Kind announce(RowsSize rows, MemoryLimits place) {
        String shuffle = "; the shuffle before takes " + megabytes(rows.shuffledBytes())
                + " of disk at most, in Spark's local folders";
        Kind chosen = choose(rows, place, shuffle);
        long most = place.onDisk(chosen, rows) + rows.shuffledBytes();
        if (place.disk().isPresent() && most > place.disk().get().free()) {
            report.accept("warning: the rows and their shuffle take " + megabytes(most)
                    + " of disk at most, less where many rows are equal or zeros, and "
                    + place.disk().get() + "; if it becomes full the run ends");
        }
        return chosen;
    }

    /**
     * Decides where rows go, and reports it.
     *
     * @throws DiskSpaceException if the disk has no room
     */
    Kind choose(SparkContext spark, RowsSize rows) {
        return choose(rows, MemoryLimits.of(spark));
    }

    /** The same of what is known of the executors. */
    Kind choose(RowsSize rows, MemoryLimits place) {
        return choose(rows, place, "");
    }

    private Kind choose(RowsSize rows, MemoryLimits place, String before) {
        boolean fits = rows.bytes() <= MEMORY_SHARE * place.memory();
        Kind chosen = kind == Kind.AUTO ? fits ? Kind.MEMORY : Kind.DISK : kind;
        boolean refused = chosen == Kind.DISK && place.encrypted();
        chosen = refused ? Kind.MEMORY : chosen;
        requireDisk(chosen, rows, place);
        String taken = "the rows take " + rows + " of the executors' " + megabytes(place.memory()) + " for cached data";
        String room = before + place.disk().map(disk -> "; " + disk).orElse("");
        if (refused) {
            report.accept("warning: " + taken + ", not files of their own, as " + ENCRYPTION
                    + " is set; what has no room is written by Spark, encrypted, and read in every step" + room);
        } else if (chosen == Kind.DISK) {
            report.accept("room: the rows take " + rows + " in memory-mapped files under Spark's local folders"
                    + (fits ? "" : ", as the executors have " + megabytes(place.memory()) + " for cached data")
                    + room
                    + (place.disk().isPresent() ? "" : "; every executor looks for the room of its own share")
                    + "; they are fast as long as the machines have as much memory beside the heaps"
                    + (place.onYarn() ? YARN_ADVICE : ""));
        } else if (!fits) {
            report.accept("warning: " + taken + "; what has no room is written to disk, and read in every step; take "
                    + KeyText.of("data.storage") + ": disk" + room);
        } else if (always || rows.bytes() >= WORTH_A_LINE) {
            report.accept("room: " + taken + (before.isEmpty() ? "" : room));
        }
        return chosen;
    }

    private static void requireDisk(Kind chosen, RowsSize rows, MemoryLimits place) {
        long needed = place.onDisk(chosen, rows);
        Optional<Disk> disk = place.disk().filter(found -> needed > found.free());
        if (disk.isPresent()) {
            throw new DiskSpaceException(
                    "disk: expected " + megabytes(needed) + " free for packed rows, which take " + rows + ", found "
                            + megabytes(disk.get().free()) + " (" + disk.get().folders() + ")",
                    chosen == Kind.DISK
                            ? "; where the heap is large, data.storage: memory"
                            : "; or raise the executors' memory, in local mode by --driver-memory");
        }
    }

    /** The memory that executors have for cached data, now. */
    private static long memory(SparkContext spark) {
        SparkExecutorInfo[] all = spark.statusTracker().getExecutorInfos();
        long sum = Arrays.stream(all)
                .mapToLong(SparkExecutorInfo::totalOnHeapStorageMemory)
                .sum();
        return spark.isLocal() || all.length < 2 ? sum : sum - driver(spark);
    }

    /** What the driver has, which is one of the infos and holds no rows. */
    private static long driver(SparkContext spark) {
        return SparkEnv.get().memoryManager().maxOnHeapStorageMemory();
    }

    /** Bytes for a message, in whole megabytes that hold them. */
    public static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,d MB", (bytes + 999_999) / 1_000_000);
    }

    /** How Spark keeps the blocks of a kind: where mapped ones are lost, their rows are packed once more. */
    static StorageLevel level(Kind chosen) {
        return chosen == Kind.DISK ? StorageLevel.MEMORY_ONLY() : StorageLevel.MEMORY_AND_DISK();
    }

    /**
     * Stores blocks in a task.
     *
     * @param bytes that they take, about
     * @throws DiskSpaceException if the disk has no room for them
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
