package org.thalweg.spark;

import java.io.File;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
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
 */
public record RowStorage(Kind kind, Consumer<String> report) {
    /** As the rows fit, reported to nobody. */
    public static final RowStorage AUTO = new RowStorage(Kind.AUTO, line -> {});

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
     * Decides where rows go, and reports it.
     *
     * @param bytes of all packed rows
     */
    Kind choose(SparkContext spark, long bytes) {
        boolean encrypted = spark.conf().getBoolean(ENCRYPTION, false);
        boolean onYarn = spark.master().startsWith("yarn");
        return choose(bytes, memory(spark), encrypted, onYarn);
    }

    /**
     * The same of what is known of the executors.
     *
     * @param memory that they have for cached data, in bytes
     * @param encrypted whether nothing may be on a disk in the clear
     * @param onYarn whether mapped pages count as a container's memory
     */
    Kind choose(long bytes, long memory, boolean encrypted, boolean onYarn) {
        boolean fits = bytes <= MEMORY_SHARE * memory;
        Kind chosen = kind == Kind.AUTO ? fits ? Kind.MEMORY : Kind.DISK : kind;
        String taken = megabytes(bytes) + " of the executors' " + megabytes(memory) + " for cached data";
        if (chosen == Kind.DISK && encrypted) {
            report.accept("warning: the rows take " + taken + ", not files of their own, as " + ENCRYPTION
                    + " is set; what has no room is written by Spark, encrypted, and read in every step");
            return Kind.MEMORY;
        }
        if (chosen == Kind.DISK) {
            report.accept("the rows take " + megabytes(bytes) + " in memory-mapped files under Spark's local folders"
                    + (fits ? "" : ", as the executors have " + megabytes(memory) + " for cached data")
                    + "; they are fast as long as the machines have as much memory beside the heaps"
                    + (onYarn ? YARN_ADVICE : ""));
        } else if (!fits) {
            report.accept("warning: the rows take " + taken + "; what has no room is written to disk, and read in every"
                    + " step; take " + KeyText.of("data.storage") + ": disk");
        } else if (bytes >= WORTH_A_LINE) {
            report.accept("the rows take " + taken);
        }
        return chosen;
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

    /** Stores blocks in a task. */
    static Iterator<RowBlock> stored(Kind chosen, Iterator<Block> blocks, RowShape shape) {
        if (chosen != Kind.DISK) {
            return new OnHeap(blocks);
        }
        File file = SparkEnv.get()
                .blockManager()
                .diskBlockManager()
                .createTempLocalBlock()
                ._2();
        return RowFile.mapped(blocks, shape, file.toPath());
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
