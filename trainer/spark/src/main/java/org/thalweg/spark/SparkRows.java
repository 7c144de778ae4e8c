package org.thalweg.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SizeEstimator;
import org.thalweg.data.Block;
import org.thalweg.data.BlockPacker;
import org.thalweg.data.ClassWeights;
import org.thalweg.data.Example;
import org.thalweg.data.FeatureStatistics;
import org.thalweg.data.KeyedExample;
import org.thalweg.data.Lanes;
import org.thalweg.data.RowShape;
import org.thalweg.data.RowSurvey;
import org.thalweg.data.RowTransforms;
import org.thalweg.data.Scaling;
import org.thalweg.data.TargetScaling;
import scala.Tuple2;

/**
 * Rows in their lanes, packed and cached on the executors.
 *
 * <p>The input is read once: each row is keyed and shuffled into its lane's partition; the shuffled rows are sorted by
 * key there, surveyed, scaled and packed into blocks. Which files, partitions or order the rows came in leaves no trace.
 */
public final class SparkRows implements AutoCloseable {
    private final JavaRDD<Block> blocks;
    private final Lanes lanes;
    private final RowSurvey survey;
    private final RowTransforms transforms;
    private long cachedBytes;

    private SparkRows(JavaRDD<Block> blocks, Lanes lanes, RowSurvey survey, RowTransforms transforms) {
        this.blocks = blocks;
        this.lanes = lanes;
        this.survey = survey;
        this.transforms = transforms;
    }

    /**
     * What rows are read from, and what shape they have.
     *
     * @param examples read once
     * @param shape of every row
     */
    public record Source(JavaRDD<Example> examples, RowShape shape) {}

    /**
     * Reads, keys, shuffles, surveys, scales, packs and caches rows.
     *
     * @param seed of the job
     * @param heldOutShare the share of rows held out of training, by key, [0, 1)
     * @param scaling chosen by the training rows' statistics
     * @param tasks partitions to spread the lanes over, 1 to lanes.count(): see {@link ClusterSlots}
     * @throws IllegalArgumentException if there is no row, or a row has another width
     */
    public static SparkRows prepare(
            Source source,
            long seed,
            Lanes lanes,
            double heldOutShare,
            Function<FeatureStatistics, Scaling> scaling,
            int tasks) {
        return prepareTransformed(source, seed, lanes, heldOutShare, RowTransforms.by(scaling), tasks);
    }

    /**
     * Reads, keys, shuffles, surveys, transforms, packs and caches rows.
     *
     * @param seed of the job
     * @param heldOutShare the share of rows held out of training, by key, [0, 1)
     * @param transforms chosen by the training rows' statistics
     * @param tasks partitions to spread the lanes over, 1 to lanes.count(): see {@link ClusterSlots}
     * @throws IllegalArgumentException if there is no row, or a row has another width
     */
    public static SparkRows prepareTransformed(
            Source source,
            long seed,
            Lanes lanes,
            double heldOutShare,
            Function<FeatureStatistics, RowTransforms> transforms,
            int tasks) {
        JavaRDD<KeyedExample> sorted = sortIntoLanes(source.examples(), seed, lanes, tasks);
        RowSurvey survey = survey(sorted, lanes, heldOutShare, source.shape(), tasks);
        if (survey.training() + survey.heldOut() == 0) {
            throw new IllegalArgumentException("rows: expected at least one, found none");
        }
        RowTransforms chosen = transforms.apply(survey.total());
        JavaRDD<Block> blocks = pack(sorted, lanes, heldOutShare, chosen, source);
        blocks.setName("thalweg rows").persist(StorageLevel.MEMORY_AND_DISK());
        SparkRows rows = new SparkRows(blocks, lanes, survey, chosen);
        try {
            rows.requireAllPacked();
            return rows;
        } catch (RuntimeException | Error e) {
            rows.close();
            throw e;
        }
    }

    private static JavaRDD<KeyedExample> sortIntoLanes(JavaRDD<Example> examples, long seed, Lanes lanes, int tasks) {
        JavaPairRDD<KeyedExample, Void> keyed =
                examples.mapToPair(example -> new Tuple2<>(KeyedExample.of(seed, example), null));
        return keyed.repartitionAndSortWithinPartitions(new LanePartitioner(lanes, tasks), new ByKey())
                .keys();
    }

    private static final class ByKey implements Comparator<KeyedExample>, Serializable {
        private static final long serialVersionUID = 1;

        @Override
        public int compare(KeyedExample a, KeyedExample b) {
            return a.compareTo(b);
        }
    }

    private static RowSurvey survey(
            JavaRDD<KeyedExample> sorted, Lanes lanes, double heldOutShare, RowShape shape, int tasks) {
        int count = lanes.count();
        int inputs = shape.inputs();
        int targetWidth = shape.targetWidth();
        boolean sparse = shape.sparse();
        int classes = shape.classes();
        boolean targetStatistics = shape.targetStatistics();
        List<RowSurvey> parts = Collections.synchronizedList(new ArrayList<>());
        ClusterJobs.<KeyedExample, RowSurvey>run(
                sorted,
                "thalweg-rows",
                "read rows into lanes",
                (context, rows) -> {
                    Lanes all = new Lanes(count);
                    int part = context.partitionId();
                    int first = all.firstOf(part, tasks);
                    RowShape each = new RowShape(inputs, targetWidth, sparse, classes, targetStatistics);
                    return RowSurvey.of(rows, all, first, all.firstOf(part + 1, tasks), heldOutShare, each);
                },
                (part, survey) -> parts.add(survey));
        return RowSurvey.all(parts, lanes);
    }

    private static JavaRDD<Block> pack(
            JavaRDD<KeyedExample> sorted, Lanes lanes, double heldOutShare, RowTransforms transforms, Source source) {
        int count = lanes.count();
        int inputs = source.shape().inputs();
        int targetWidth = source.shape().targetWidth();
        boolean sparse = source.shape().sparse();
        float[] shift = transforms.scaling().shift();
        float[] factor = transforms.scaling().factor();
        float[] fill = transforms.scaling().fill();
        float[] byClass = transforms.classWeights().byClass();
        float[] mean = transforms.targetScaling().mean();
        float[] deviation = transforms.targetScaling().deviation();
        return sorted.mapPartitions(rows -> new BlockPacker(
                rows,
                new Lanes(count),
                heldOutShare,
                new RowTransforms(
                        new Scaling(shift, factor, fill),
                        new ClassWeights(byClass),
                        new TargetScaling(mean, deviation)),
                new RowShape(inputs, targetWidth, sparse)));
    }

    /** Fills the cache, and counts that every surveyed row is in it. */
    private void requireAllPacked() {
        long[] packed = new long[2];
        ClusterJobs.<Block, long[]>run(
                blocks, "thalweg-rows", "pack rows", (context, part) -> measure(part), (i, part) -> {
                    packed[0] += part[0];
                    packed[1] += part[1];
                });
        cachedBytes = packed[1];
        long surveyed = survey.training() + survey.heldOut();
        if (packed[0] != surveyed) {
            throw new IllegalStateException("rows: expected " + surveyed + " as first read, found " + packed[0]
                    + " when they were packed; the input changed while it was read");
        }
    }

    private static long[] measure(Iterator<Block> blocks) {
        long rows = 0;
        long bytes = 0;
        while (blocks.hasNext()) {
            Block block = blocks.next();
            rows += block.rows();
            bytes += SizeEstimator.estimate(block);
        }
        return new long[] {rows, bytes};
    }

    /**
     * Asks the executors that hold the rows, in one job, what they multiply matrices with. Who joins later is not asked.
     *
     * @return one for each executor, in the order of their numbers
     */
    public List<ExecutorBlas> executors() {
        Set<ExecutorBlas> executors =
                new TreeSet<>(Comparator.comparing(ExecutorBlas::executor).thenComparing(ExecutorBlas::host));
        ClusterJobs.<Block, ExecutorBlas>run(
                blocks,
                "thalweg-rows",
                "compare executors",
                (context, part) -> ExecutorBlas.here(),
                (part, executor) -> executors.add(executor));
        return List.copyOf(executors);
    }

    JavaRDD<Block> blocks() {
        return blocks;
    }

    /** The lanes that the rows are in. */
    public Lanes lanes() {
        return lanes;
    }

    /** The tasks that a step over these rows runs in. */
    public int tasks() {
        return blocks.getNumPartitions();
    }

    /** Rows by lane, and the training rows' statistics before scaling. */
    public RowSurvey survey() {
        return survey;
    }

    /** What was done to the rows. */
    public RowTransforms transforms() {
        return transforms;
    }

    /** The bytes of memory that the packed rows take over all executors: their objects, as Spark sizes them. */
    public long cachedBytes() {
        return cachedBytes;
    }

    /** Lets go of the cached rows. */
    @Override
    public void close() {
        blocks.unpersist(true);
    }
}
