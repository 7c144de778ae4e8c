package org.thalweg.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.thalweg.data.HoldOut;
import org.thalweg.data.KeyedRow;
import org.thalweg.data.Lanes;
import org.thalweg.data.RowChunk;
import org.thalweg.data.RowShape;
import org.thalweg.data.RowSurvey;
import org.thalweg.data.RowView;
import org.thalweg.data.Split;

/**
 * Rows before they are packed into lanes: each copy of a row has its own key, and rows are sorted within ranges of the keys.
 *
 * <p>The input is read once, and shuffled in chunks of many rows. Tasks count equal rows while reading, and shuffle each distinct
 * content to the range of its key. There the chunks are sorted, one part of the range at a time, the counts are added, and
 * the rows are surveyed and cached until they are packed. Of duplicate rows all copies but the first are then sent to the
 * ranges of their own keys; a row with many copies is sent to each range once, with its count. So no task holds all copies of
 * a row. Only the number of copies matters, not which task read them: retries and speculation do not change the result.
 */
final class KeyedRows implements AutoCloseable {
    private final JavaRDD<RowChunk> distinct;
    private final JavaRDD<RowChunk> copies; // null if no split has duplicate rows
    private final Job job;
    private final RowSurvey survey;
    private final long[] sums; // of each range: see CheckedRows

    private KeyedRows(JavaRDD<RowChunk> distinct, JavaRDD<RowChunk> copies, Job job, RowSurvey survey, long[] sums) {
        this.distinct = distinct;
        this.copies = copies;
        this.job = job;
        this.survey = survey;
        this.sums = sums;
    }

    /** The rows, one partition per range of keys. A row is valid until the iterator moves on. */
    JavaRDD<KeyedRow> rows() {
        HoldOut holdOut = job.holdOut();
        KeyParts parts = job.parts();
        return copies == null
                ? distinct.mapPartitions(first -> new KeyRangeRows(first, holdOut))
                : distinct.zipPartitions(copies, (first, others) -> new KeyRangeRows(first, others, holdOut, parts));
    }

    /** The row counts and statistics. */
    RowSurvey survey() {
        return survey;
    }

    /** What {@link CheckedRows} expects of each task's rows. */
    long[] sums(TaskLanes tasks) {
        return IntStream.range(0, tasks.tasks())
                .mapToLong(task -> Arrays.stream(sums, tasks.firstRange(task), tasks.firstRange(task + 1))
                        .sum())
                .toArray();
    }

    /** The number of key ranges. */
    int ranges() {
        return job.parts().ranges();
    }

    /** Releases the cached rows; if they are still needed, Spark recomputes them from the shuffle. */
    @Override
    public void close() {
        distinct.unpersist(false);
    }

    /** The settings that every task needs. */
    private record Job(long seed, HoldOut holdOut, RowShape shape, KeyParts parts, TaskLanes tasks)
            implements Serializable {}

    /**
     * Reads, keys and shuffles rows, distributes the copies, and surveys all rows.
     *
     * @param tasks the maximum number of tasks that survey and distribute
     */
    static <T> KeyedRows of(SparkRows.Source<T> source, long seed, HoldOut holdOut, int ranges, int tasks) {
        RowShape shape = source.shape();
        KeyParts parts = KeyParts.of(ranges, tasks, RowSurvey.cells(shape));
        Job job = new Job(seed, holdOut, shape, parts, TaskLanes.ofRanges(ranges, tasks));
        RowWriter<T> writer = source.writer();
        JavaPairRDD<RowChunk, Void> read = source.rows()
                .mapPartitionsToPair(
                        part -> new KeyedChunks<>(part, writer, job.shape(), job.seed(), job.holdOut(), job.parts()));
        JavaRDD<RowChunk> distinct = sorted(read, parts);
        distinct.setName("thalweg rows, as they were read").persist(StorageLevel.MEMORY_AND_DISK());
        try {
            return surveyed(distinct, job);
        } catch (Exception | Error e) { // Spark throws checked exceptions, which Scala does not declare.
            distinct.unpersist(false);
            throw e;
        }
    }

    private static JavaRDD<RowChunk> sorted(JavaPairRDD<RowChunk, Void> chunks, KeyParts parts) {
        return chunks.repartitionAndSortWithinPartitions(parts.partitioner(), new ByPart())
                .keys()
                .mapPartitions(part -> new SortedChunks(part, parts));
    }

    /**
     * A task's survey, and how many copies of its rows are sent to other ranges.
     *
     * @param sums checksums for {@link CheckedRows}, one per range of keys
     */
    record Surveyed(RowSurvey survey, long copies, long[] sums) implements Serializable {
        static Surveyed merged(Iterator<Surveyed> several) {
            List<RowSurvey> surveys = new ArrayList<>();
            long copies = 0;
            long[] sums = new long[0];
            while (several.hasNext()) {
                Surveyed one = several.next();
                surveys.add(one.survey());
                copies += one.copies();
                sums = sums.length == 0 ? new long[one.sums().length] : sums;
                add(sums, one.sums());
            }
            return new Surveyed(RowSurvey.merged(surveys), copies, sums);
        }

        private static void add(long[] to, long[] from) {
            Arrays.setAll(to, range -> to[range] + from[range]);
        }
    }

    private static KeyedRows surveyed(JavaRDD<RowChunk> distinct, Job job) {
        List<RowSurvey> surveys = new ArrayList<>();
        long[] copies = new long[1];
        long[] sums = new long[job.parts().ranges()];
        JavaRDD<Surveyed> surveyed = Partitions.joined(distinct, job.tasks())
                .mapPartitions(part -> List.of(survey(part, job)).iterator());
        ClusterJobs.<Surveyed, Surveyed>run(
                MergedParts.of(surveyed, Surveyed::merged),
                "thalweg-rows",
                "read rows, and count equal ones",
                (context, part) -> part.next(),
                (part, merged) -> {
                    surveys.add(merged.survey());
                    copies[0] += merged.copies();
                    Surveyed.add(sums, merged.sums());
                });
        RowSurvey survey = RowSurvey.all(surveys, job.shape());
        return new KeyedRows(distinct, copies[0] == 0 ? null : distributed(distinct, job), job, survey, sums);
    }

    private static JavaRDD<RowChunk> distributed(JavaRDD<RowChunk> distinct, Job job) {
        JavaPairRDD<RowChunk, Void> copies = Partitions.joined(distinct, job.tasks())
                .mapPartitionsToPair(part -> new CopyDistributor(part, job.shape(), job.holdOut(), job.parts()));
        return sorted(copies, job.parts());
    }

    private static Surveyed survey(Iterator<RowChunk> chunks, Job job) {
        int task = TaskContext.getPartitionId();
        RowShape shape = job.shape();
        Lanes cells = RowSurvey.cells(shape);
        int ranges = job.parts().ranges();
        int first = cells.firstOf(job.tasks().firstRange(task), ranges);
        int end = cells.firstOf(job.tasks().firstRange(task + 1), ranges);
        RowSurvey.Builder survey = new RowSurvey.Builder(job.holdOut(), first, end, shape);
        RowView row = new RowView();
        long[] counts = new long[Split.values().length];
        long[] sums = new long[ranges];
        long copies = 0;
        while (chunks.hasNext()) {
            RowChunk chunk = chunks.next();
            for (int r = 0; r < chunk.size(); r++) {
                chunk.rows().view(r, row);
                survey.add(chunk.keys()[r], chunk.side(r), chunk.count(r), row, counts);
                CheckedRows.add(chunk.keys()[r], counts, job.parts(), sums);
                for (long count : counts) {
                    copies += Math.max(0, count - 1);
                }
            }
        }
        return new Surveyed(survey.survey(), copies, sums);
    }

    private static final class ByPart implements Comparator<RowChunk>, Serializable {
        private static final long serialVersionUID = 1;

        @Override
        public int compare(RowChunk a, RowChunk b) {
            return Integer.compare(a.part(), b.part());
        }
    }
}
