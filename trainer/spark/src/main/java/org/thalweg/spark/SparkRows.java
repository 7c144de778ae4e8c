package org.thalweg.spark;

import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.util.SizeEstimator;
import org.thalweg.data.BlockPacker;
import org.thalweg.data.ClassWeights;
import org.thalweg.data.Example;
import org.thalweg.data.FeatureStatistics;
import org.thalweg.data.HoldOut;
import org.thalweg.data.KeyedRow;
import org.thalweg.data.LaneLayout;
import org.thalweg.data.MarkedExample;
import org.thalweg.data.PackedRows;
import org.thalweg.data.RowBlock;
import org.thalweg.data.RowShape;
import org.thalweg.data.RowSurvey;
import org.thalweg.data.RowTransforms;
import org.thalweg.data.Scaling;
import org.thalweg.data.Split;
import org.thalweg.data.TargetScaling;
import org.thalweg.train.Batches;
import org.thalweg.train.EpochOrder;
import org.thalweg.train.LaneSet;
import org.thalweg.train.LocalRows;

/**
 * Training rows, distributed into lanes, packed and cached on the executors.
 *
 * <p>The input is read once: each row is {@linkplain KeyedRows keyed}, shuffled to its lane's partition, surveyed, scaled and
 * packed into blocks. The result does not depend on the files, partitions or order of the input.
 */
public final class SparkRows implements AutoCloseable {
    private final JavaRDD<RowBlock> blocks;
    private final RowSurvey survey;
    private final RowTransforms transforms;
    private final Batches batches;
    private final LaneLayout layout;
    private final TaskLanes tasks;
    private EpochOrder order;
    private long cachedBytes;
    private LocalRows gathered; // null while the rows are on the executors

    private SparkRows(
            JavaRDD<RowBlock> blocks,
            RowSurvey survey,
            RowTransforms transforms,
            Batches batches,
            LaneLayout layout,
            TaskLanes tasks) {
        this.blocks = blocks;
        this.survey = survey;
        this.transforms = transforms;
        this.batches = batches;
        this.layout = layout;
        this.tasks = tasks;
    }

    /**
     * Input rows and their shape.
     *
     * @param rows the input, read once; the caller must not use it afterwards
     * @param writer converts them to packed rows
     * @param shape the shape of every row
     */
    public record Source<T>(JavaRDD<T> rows, RowWriter<T> writer, RowShape shape) {
        /** Rows without marks: they are held out at random or by their content only. */
        public static Source<Example> of(JavaRDD<Example> examples, RowShape shape) {
            return new Source<>(examples, Source::write, shape);
        }

        /** Rows that may be marked as training or held-out rows. */
        public static Source<MarkedExample> ofMarked(JavaRDD<MarkedExample> examples, RowShape shape) {
            return new Source<>(examples, Source::write, shape);
        }

        private static HoldOut.Side write(Example row, PackedRows to) {
            to.add(row);
            return HoldOut.Side.RANDOM;
        }

        private static HoldOut.Side write(MarkedExample row, PackedRows to) {
            to.add(row.example());
            return row.mark();
        }
    }

    /**
     * Reads, keys, shuffles, surveys, scales, packs and caches rows.
     *
     * @param seed the job's seed
     * @param heldOutShare the share of rows held out of training at random for validation, [0, 1)
     * @param scaling computes the scaling from the training rows' statistics
     * @param tasks the maximum number of partitions, 1 or more: see {@link ClusterSlots}
     * @throws NoRowsException if there is no row
     * @throws IllegalArgumentException if a row has the wrong width
     * @throws IllegalStateException if Kryo is the context's serializer and rows are not registered: see
     *     {@link ThalwegRegistrator}
     */
    public static SparkRows prepare(
            Source<?> source,
            long seed,
            Batches batches,
            double heldOutShare,
            Function<FeatureStatistics, Scaling> scaling,
            int tasks) {
        HoldOut holdOut = HoldOut.ofRows(heldOutShare);
        return prepareTransformed(source, seed, batches, holdOut, RowTransforms.by(scaling), tasks, RowStorage.AUTO);
    }

    /**
     * Reads, keys, shuffles, surveys, transforms, packs and caches rows.
     *
     * @param seed the job's seed
     * @param holdOut the rows held out of training
     * @param transforms computes the transforms from the training rows' statistics
     * @param tasks the maximum number of partitions, 1 or more: see {@link ClusterSlots}
     * @param storage where packed rows are stored
     * @throws NoRowsException if there is no row
     * @throws IllegalArgumentException if a row has the wrong width
     * @throws IllegalStateException if Kryo is the context's serializer and rows are not registered: see
     *     {@link ThalwegRegistrator}
     */
    public static SparkRows prepareTransformed(
            Source<?> source,
            long seed,
            Batches batches,
            HoldOut holdOut,
            Function<FeatureStatistics, RowTransforms> transforms,
            int tasks,
            RowStorage storage) {
        try (KeyedRows keyed = keyed(source, seed, holdOut, tasks)) {
            return packed(
                    keyed,
                    source.shape(),
                    seed,
                    batches,
                    batches.layout(keyed.survey()),
                    transforms.apply(keyed.survey().total()),
                    tasks,
                    storage);
        }
    }

    /**
     * Reads, keys, shuffles, transforms, packs and caches rows for evaluation only.
     *
     * @param seed the job's seed
     * @param transforms the transforms of the training rows
     * @param tasks the maximum number of partitions, 1 or more: see {@link ClusterSlots}
     * @param storage where packed rows are stored
     * @throws NoRowsException if there is no row
     * @throws IllegalArgumentException if a row has the wrong width
     * @throws IllegalStateException if Kryo is the context's serializer and rows are not registered: see
     *     {@link ThalwegRegistrator}
     */
    public static SparkRows prepareToEvaluate(
            Source<?> source, long seed, RowTransforms transforms, int tasks, RowStorage storage) {
        try (KeyedRows keyed = keyed(source, seed, HoldOut.NONE, tasks)) {
            return packed(
                    keyed,
                    source.shape(),
                    seed,
                    Batches.full(),
                    Batches.layoutToEvaluate(keyed.survey()),
                    transforms,
                    tasks,
                    storage);
        }
    }

    private static KeyedRows keyed(Source<?> source, long seed, HoldOut holdOut, int tasks) {
        SparkSettings.requireWire(source.rows().context().getConf());
        int ranges = TaskLanes.rangesFor(tasks, RowSurvey.cells(source.shape()));
        KeyedRows keyed = KeyedRows.of(source, seed, holdOut, ranges, tasks);
        if (keyed.survey().all() == 0) {
            keyed.close();
            throw new NoRowsException();
        }
        return keyed;
    }

    private static SparkRows packed(
            KeyedRows keyed,
            RowShape shape,
            long seed,
            Batches batches,
            LaneLayout layout,
            RowTransforms transforms,
            int maxTasks,
            RowStorage storage) {
        TaskLanes tasks = TaskLanes.of(layout, keyed.ranges(), maxTasks);
        float[] shift = transforms.scaling().shift();
        float[] factor = transforms.scaling().factor();
        float[] fill = transforms.scaling().fill();
        float[] byClass = transforms.classWeights().byClass();
        float[] mean = transforms.targetScaling().mean();
        float[] deviation = transforms.targetScaling().deviation();
        JavaRDD<KeyedRow> keyedRows = keyed.rows();
        RowsSize size = RowsSize.of(keyed.survey());
        RowStorage.Kind kind = storage.choose(keyedRows.context(), size);
        long[] sums = keyed.sums(tasks);
        // By partition index: it differs from the task's id when only some partitions are recomputed.
        Function2<Integer, Iterator<KeyedRow>, Iterator<RowBlock>> pack = (task, rows) -> {
            RowTransforms ofRows = new RowTransforms(
                    new Scaling(shift, factor, fill), new ClassWeights(byClass), new TargetScaling(mean, deviation));
            CheckedRows checked = new CheckedRows(rows, sums[task]);
            long bytes = size.bytes(tasks.lanesOf(task), tasks.lanes());
            return RowStorage.stored(kind, new BlockPacker(checked, layout, ofRows, shape), shape, bytes);
        };
        JavaRDD<RowBlock> blocks = Partitions.joined(keyedRows, tasks).mapPartitionsWithIndex(pack, false);
        blocks.setName("thalweg rows").persist(RowStorage.level(kind));
        SparkRows rows = new SparkRows(blocks, keyed.survey(), transforms, batches, layout, tasks);
        try {
            rows.order = new EpochOrder(batches, layout, seed, rows.packLanes());
            return rows;
        } catch (Exception | Error e) { // Spark throws checked exceptions, which Scala does not declare.
            rows.close();
            throw e;
        }
    }

    /** Fills the cache and returns the number of training rows in each lane. */
    private long[] packLanes() {
        long[] laneRows = new long[layout.training().count()];
        TaskLanes ofTasks = tasks;
        ClusterJobs.<RowBlock, long[]>run(
                blocks,
                "thalweg-rows",
                "pack rows",
                (context, part) -> measure(part, ofTasks, context.partitionId()),
                (part, sizes) -> {
                    cachedBytes += sizes[0];
                    System.arraycopy(sizes, 1, laneRows, tasks.firstLane(part), sizes.length - 1);
                });
        return laneRows;
    }

    /** The size of a task's blocks in bytes, followed by the number of training rows in each of its lanes. */
    private static long[] measure(Iterator<RowBlock> blocks, TaskLanes tasks, int task) {
        int first = tasks.firstLane(task);
        long[] sizes = new long[1 + tasks.lanesOf(task)];
        while (blocks.hasNext()) {
            RowBlock block = blocks.next();
            sizes[0] += SizeEstimator.estimate(block);
            if (block.split() == Split.TRAINING) {
                sizes[1 + block.lane() - first] += block.rows();
            }
        }
        return sizes;
    }

    /**
     * Moves the rows to this JVM and releases Spark's cache. In local mode these are the cached objects themselves, on a cluster
     * copies of them.
     *
     * @throws org.thalweg.train.TrainingCancelledException if this thread was interrupted
     */
    synchronized LocalRows gathered() {
        if (gathered == null) {
            Iterator<RowBlock> all = GatheredBlocks.of(blocks);
            LaneSet lanes = LaneSet.of(all, layout, 0, layout.training().count());
            gathered = new LocalRows(lanes, survey, transforms, batches, order);
            blocks.unpersist(true);
        }
        return gathered;
    }

    /**
     * Asks the executors that hold the rows, in one job, for their BLAS. Executors that join later are not included.
     *
     * @return one entry per executor, in the order of their ids
     */
    public List<ExecutorBlas> executors() {
        Set<ExecutorBlas> executors = new TreeSet<>(ExecutorBlas.BY_ID);
        ClusterJobs.<RowBlock, ExecutorBlas>run(
                blocks,
                "thalweg-rows",
                "compare executors",
                (context, part) -> ExecutorBlas.here(),
                (part, executor) -> executors.add(executor));
        return List.copyOf(executors);
    }

    JavaRDD<RowBlock> blocks() {
        return blocks;
    }

    TaskLanes taskLanes() {
        return tasks;
    }

    /** The batches that the rows are packed for. */
    public Batches batches() {
        return batches;
    }

    /** The layout of the lanes. */
    public LaneLayout layout() {
        return layout;
    }

    /** The order of the training rows in an epoch, and its steps. */
    public EpochOrder order() {
        return order;
    }

    /** The number of tasks that hold these rows. */
    public int tasks() {
        return blocks.getNumPartitions();
    }

    /** The row counts, and the training rows' statistics before scaling. */
    public RowSurvey survey() {
        return survey;
    }

    /** The transforms applied to the rows. */
    public RowTransforms transforms() {
        return transforms;
    }

    /** The size of the packed rows' numbers in bytes, in memory or in files. */
    public long packedBytes() {
        return RowsSize.of(survey).bytes();
    }

    /** The memory of the packed rows over all executors in bytes, as Spark estimates it; almost 0 if they are in files. */
    public long cachedBytes() {
        return cachedBytes;
    }

    /** Releases the rows. */
    @Override
    public synchronized void close() {
        gathered = null;
        Uninterrupted.run(() -> blocks.unpersist(true));
    }
}
