package org.thalweg.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.thalweg.data.EqualRows;
import org.thalweg.data.HoldOut;
import org.thalweg.data.KeyedExample;
import org.thalweg.data.Lanes;
import org.thalweg.data.MarkedExample;
import org.thalweg.data.RowShape;
import org.thalweg.data.RowSurvey;

/**
 * Rows on their way into lanes: each under the key of its own copy, in order within ranges of the keys.
 *
 * <p>The input is read once. Tasks count equal rows as they read and shuffle each content to the range of its key; there
 * the counts are added, so that it is known how many copies there are, and all but the first go on to the ranges of their own
 * keys. A row that stands many times goes there once, with its number. So no task holds all copies of a row. Which task saw
 * which copy leaves no trace, as only their number matters: retries and speculation change nothing.
 */
final class KeyedRows {
    private final JavaRDD<KeyedExample> rows;
    private final RowSurvey survey;
    private final int ranges;

    private KeyedRows(JavaRDD<KeyedExample> rows, RowSurvey survey, int ranges) {
        this.rows = rows;
        this.survey = survey;
        this.ranges = ranges;
    }

    /** The rows, a partition a range of keys; worked out from the shuffles whenever a job runs over them. */
    JavaRDD<KeyedExample> rows() {
        return rows;
    }

    /** What rows there are. */
    RowSurvey survey() {
        return survey;
    }

    /** The ranges of the keys. */
    int ranges() {
        return ranges;
    }

    /** What every task needs to know. */
    private record Job(long seed, HoldOut holdOut, RowShape shape, TaskLanes tasks) implements Serializable {
        int ranges() {
            return tasks.ranges();
        }
    }

    /**
     * Reads, keys and shuffles rows, deals out the copies, and surveys all.
     *
     * @param tasks the most that deal and survey
     */
    static KeyedRows of(
            JavaRDD<MarkedExample> examples, RowShape shape, long seed, HoldOut holdOut, int ranges, int tasks) {
        Job job = new Job(seed, holdOut, shape, TaskLanes.ofRanges(ranges, tasks));
        JavaPairRDD<EqualRows, Void> read =
                examples.mapPartitionsToPair(part -> new EqualRowsBuffer(part, job.seed(), job.holdOut()));
        JavaRDD<EqualRows> resting = read.repartitionAndSortWithinPartitions(
                        new ByRange(ranges, ranges), new ByOrder<>())
                .keys()
                .mapPartitions(EqualRowsMerger::new);
        JavaPairRDD<Dealt, Void> dealt =
                Partitions.joined(resting, job.tasks()).mapPartitionsToPair(part -> dealer(part, job));
        JavaRDD<Dealt> came = dealt.repartitionAndSortWithinPartitions(new ByRange(ranges, ranges + 1), new ByOrder<>())
                .keys();
        RowSurvey survey = RowSurvey.all(surveys(Partitions.only(came, ranges, ranges + 1)), shape);
        JavaRDD<KeyedExample> rows = resting.zipPartitions(
                Partitions.only(came, 0, ranges),
                (first, others) -> new DealtRows(first, others, job.holdOut(), job.ranges()));
        return new KeyedRows(rows, survey, ranges);
    }

    private static CopyDealer dealer(Iterator<EqualRows> rows, Job job) {
        int task = TaskContext.getPartitionId();
        RowShape shape = job.shape();
        Lanes cells = RowSurvey.cells(shape);
        int first = cells.firstOf(job.tasks().firstRange(task), job.ranges());
        int end = cells.firstOf(job.tasks().firstRange(task + 1), job.ranges());
        return new CopyDealer(rows, new RowSurvey.Builder(job.holdOut(), first, end, shape), job.ranges());
    }

    private static List<RowSurvey> surveys(JavaRDD<Dealt> dealt) {
        List<RowSurvey> surveys = Collections.synchronizedList(new ArrayList<>());
        ClusterJobs.<Dealt, ArrayList<RowSurvey>>run(
                dealt,
                "thalweg-rows",
                "read rows, and count equal ones",
                (context, part) -> taken(part),
                (part, found) -> surveys.addAll(found));
        return surveys;
    }

    private static ArrayList<RowSurvey> taken(Iterator<Dealt> dealt) {
        ArrayList<RowSurvey> surveys = new ArrayList<>();
        dealt.forEachRemaining(each -> surveys.add(((Dealt.Survey) each).survey()));
        return surveys;
    }

    private static final class ByOrder<T extends Comparable<? super T>> implements Comparator<T>, Serializable {
        private static final long serialVersionUID = 1;

        @Override
        public int compare(T a, T b) {
            return a.compareTo(b);
        }
    }

    /** By ranges of keys; with one more partition, for what goes to the driver, where there is any. */
    private static final class ByRange extends Partitioner {
        private static final long serialVersionUID = 1;

        private final int ranges;
        private final int partitions;

        ByRange(int ranges, int partitions) {
            this.ranges = ranges;
            this.partitions = partitions;
        }

        @Override
        public int numPartitions() {
            return partitions;
        }

        @Override
        public int getPartition(Object key) {
            return key instanceof Dealt dealt ? dealt.range(ranges) : new Lanes(ranges).of(((EqualRows) key).key());
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ByRange that && ranges == that.ranges && partitions == that.partitions;
        }

        @Override
        public int hashCode() {
            return ranges + partitions;
        }
    }
}
