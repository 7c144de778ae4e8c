package org.thalweg.spark;

import java.util.Comparator;
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
 * Rows in their lanes, packed and cached on the executors.
 *
 * <p>The input is read once: each row is {@linkplain KeyedRows keyed} and shuffled into its lane's partition, surveyed,
 * scaled and packed into blocks. Which files, partitions or order the rows came in leaves no trace.
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
    private LocalRows gathered; // null while executors hold them

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
     * What rows are read from, and what shape they have.
     *
     * @param rows read once; given away
     * @param writer that makes packed rows of them
     * @param shape of every row
     */
    public record Source<T>(JavaRDD<T> rows, RowWriter<T> writer, RowShape shape) {
        /** Rows that nothing but chance and their content may hold out. */
        public static Source<Example> of(JavaRDD<Example> examples, RowShape shape) {
            return new Source<>(examples, Source::write, shape);
        }

        /** Rows that may be marked. */
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
     * @param seed of the job
     * @param heldOutShare the share of rows held out of training for validation by chance, [0, 1)
     * @param scaling chosen by the training rows' statistics
     * @param tasks the most partitions to spread the lanes over, 1 or more: see {@link ClusterSlots}
     * @throws NoRowsException if there is no row
     * @throws IllegalArgumentException if a row has another width
     * @throws IllegalStateException if the context's Kryo does not know the rows: see {@link ThalwegRegistrator}
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
     * @param seed of the job
     * @param holdOut the rows held out of training
     * @param transforms chosen by the training rows' statistics
     * @param tasks the most partitions to spread the lanes over, 1 or more: see {@link ClusterSlots}
     * @param storage where the packed rows go
     * @throws NoRowsException if there is no row
     * @throws IllegalArgumentException if a row has another width
     * @throws IllegalStateException if the context's Kryo does not know the rows: see {@link ThalwegRegistrator}
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
     * Reads, keys, shuffles, transforms, packs and caches rows that a network is only evaluated on.
     *
     * @param seed of the job
     * @param transforms those of the training rows
     * @param tasks the most partitions to spread the lanes over, 1 or more: see {@link ClusterSlots}
     * @param storage where the packed rows go
     * @throws NoRowsException if there is no row
     * @throws IllegalArgumentException if a row has another width
     * @throws IllegalStateException if the context's Kryo does not know the rows: see {@link ThalwegRegistrator}
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
            int mostTasks,
            RowStorage storage) {
        TaskLanes tasks = TaskLanes.of(layout, keyed.ranges(), mostTasks);
        float[] shift = transforms.scaling().shift();
        float[] factor = transforms.scaling().factor();
        float[] fill = transforms.scaling().fill();
        float[] byClass = transforms.classWeights().byClass();
        float[] mean = transforms.targetScaling().mean();
        float[] deviation = transforms.targetScaling().deviation();
        JavaRDD<KeyedRow> dealt = keyed.rows();
        RowsSize size = RowsSize.of(keyed.survey());
        RowStorage.Kind kind = storage.choose(dealt.context(), size);
        long[] sums = keyed.sums(tasks);
        // By the partition's index: a task's number is another one where only some partitions are worked out again.
        Function2<Integer, Iterator<KeyedRow>, Iterator<RowBlock>> pack = (task, rows) -> {
            RowTransforms ofRows = new RowTransforms(
                    new Scaling(shift, factor, fill), new ClassWeights(byClass), new TargetScaling(mean, deviation));
            CheckedRows checked = new CheckedRows(rows, sums[task]);
            long bytes = size.bytes(tasks.lanesOf(task), tasks.lanes());
            return RowStorage.stored(kind, new BlockPacker(checked, layout, ofRows, shape), shape, bytes);
        };
        JavaRDD<RowBlock> blocks = Partitions.joined(dealt, tasks).mapPartitionsWithIndex(pack, false);
        blocks.setName("thalweg rows").persist(RowStorage.level(kind));
        SparkRows rows = new SparkRows(blocks, keyed.survey(), transforms, batches, layout, tasks);
        try {
            rows.order = new EpochOrder(batches, layout, seed, rows.packLanes());
            return rows;
        } catch (Exception | Error e) { // Spark throws checked ones, which Scala does not declare.
            rows.close();
            throw e;
        }
    }

    /** Fills the cache; gives the training rows of each lane. */
    private long[] packLanes() {
        long[] laneRows = new long[layout.training().count()];
        TaskLanes ofTasks = tasks;
        ClusterJobs.<RowBlock, long[]>run(
                blocks,
                "thalweg-rows",
                "pack rows",
                (context, part) -> measure(part, ofTasks, context.partitionId()),
                (part, found) -> {
                    cachedBytes += found[0];
                    System.arraycopy(found, 1, laneRows, tasks.firstLane(part), found.length - 1);
                });
        return laneRows;
    }

    /** The bytes, and the training rows of each lane of a task. */
    private static long[] measure(Iterator<RowBlock> blocks, TaskLanes tasks, int task) {
        int first = tasks.firstLane(task);
        long[] found = new long[1 + tasks.lanesOf(task)];
        while (blocks.hasNext()) {
            RowBlock block = blocks.next();
            found[0] += SizeEstimator.estimate(block);
            if (block.split() == Split.TRAINING) {
                found[1 + block.lane() - first] += block.rows();
            }
        }
        return found;
    }

    /**
     * The rows in this JVM, where they stay until these are closed: the objects that were cached in local mode, and copies of
     * what a cluster's executors held. Spark's cache lets go of them.
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
     * Asks the executors that hold the rows, in one job, what they multiply matrices with. Who joins later is not asked.
     *
     * @return one for each executor, in the order of their numbers
     */
    public List<ExecutorBlas> executors() {
        Set<ExecutorBlas> executors =
                new TreeSet<>(Comparator.comparing(ExecutorBlas::executor).thenComparing(ExecutorBlas::host));
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

    /** The lanes that the rows are in. */
    public LaneLayout layout() {
        return layout;
    }

    /** The order in which an epoch takes the training rows, and its steps. */
    public EpochOrder order() {
        return order;
    }

    /** The tasks that hold these rows. */
    public int tasks() {
        return blocks.getNumPartitions();
    }

    /** What rows there are, and the training rows' statistics before scaling. */
    public RowSurvey survey() {
        return survey;
    }

    /** What was done to the rows. */
    public RowTransforms transforms() {
        return transforms;
    }

    /** The bytes that the packed rows' numbers take, wherever they are. */
    public long packedBytes() {
        return RowsSize.of(survey).bytes();
    }

    /** The bytes of memory that the packed rows take over all executors: their objects, as Spark sizes them; next to none where they are in files. */
    public long cachedBytes() {
        return cachedBytes;
    }

    /** Lets go of the rows. */
    @Override
    public synchronized void close() {
        gathered = null;
        Uninterrupted.run(() -> blocks.unpersist(true));
    }
}
