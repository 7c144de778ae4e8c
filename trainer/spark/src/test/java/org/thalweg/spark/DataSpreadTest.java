package org.thalweg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.thalweg.data.Example;
import org.thalweg.data.FeatureStatistics;
import org.thalweg.data.LaneLayout;
import org.thalweg.data.RowBlock;
import org.thalweg.data.RowContent;
import org.thalweg.data.RowShape;
import org.thalweg.data.RowSurvey;
import org.thalweg.data.Scaling;
import org.thalweg.math.Philox;
import org.thalweg.math.TreeSum;
import org.thalweg.train.Batches;
import org.thalweg.train.EpochOrder;
import org.thalweg.train.Step;

/** Rows, and the work of an epoch, are spread evenly over the partitions, also if a step needs few lanes. */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class DataSpreadTest {
    private static final int BATCH = 256;
    private static final int PARTITIONS = 8;
    private static final double EVEN = 1.1;

    /** A step of 256 rows uses four lanes, which are in four partitions. */
    private static final int MOST_ROWS_OF_A_STEP = BATCH / 4 + 8;

    private static final int ROWS = 30_000;

    /** 32 lanes, as for two million rows, but with fewer rows per lane. */
    private static final Batches SMALLER_LANES = new Batches(BATCH, Batches.AUTO, 1024);

    @Test
    void partitionsHoldAndComputeAsManyRowsAsEachOther() {
        try (JavaSparkContext spark = LocalSpark.start("local[2]")) {
            assertSpread(spark, "all different", Integer.MAX_VALUE);
            assertSpread(spark, "half are one row", 2);
        }
    }

    private static void assertSpread(JavaSparkContext spark, String name, int equalEvery) {
        JavaRDD<Example> rows = spark.parallelize(
                        IntStream.range(0, ROWS).boxed().toList(), 3)
                .map(row -> example(row % equalEvery == equalEvery - 1 ? -1 : row));
        SparkRows.Source<Example> source = SparkRows.Source.of(rows, RowShape.dense(2, 1));
        try (SparkRows prepared = SparkRows.prepare(source, 3, SMALLER_LANES, 0.1, s -> Scaling.NONE, PARTITIONS)) {
            assertThat(prepared.order().laneRows()).as(name).hasSize(32);
            List<Long> held = prepared.blocks()
                    .mapPartitions(blocks -> List.of(rows(blocks)).iterator())
                    .collect();
            assertEven(
                    name + ": rows held",
                    held.stream().mapToLong(Long::longValue).toArray(),
                    ROWS);
            assertEvenWork(name, prepared.order(), prepared.taskLanes());
        }
    }

    private static Example example(int number) {
        return new Example(new float[] {number, 1}, new float[] {0});
    }

    private static long rows(Iterator<RowBlock> blocks) {
        long rows = 0;
        while (blocks.hasNext()) {
            rows += blocks.next().rows();
        }
        return rows;
    }

    /** Two million rows, distributed to lanes at random, like hashes. */
    @Test
    void twoMillionRowsInBatchesOf256AreSpreadEvenly() {
        long n = 2_000_000;
        Batches batches = Batches.of(BATCH);
        RowSurvey survey = new RowSurvey(
                new long[] {n, 0, 0},
                new long[] {51 * n, 0, 0},
                List.of(new TreeSum.Node<>(14, 0, new FeatureStatistics(50))),
                RowContent.NONE);
        LaneLayout layout = batches.layout(survey);
        long[] laneRows = new long[layout.training().count()];
        Philox random = new Philox(17, 0);
        for (long row = 0; row < n; row++) {
            laneRows[layout.training().of(random.nextLong())]++;
        }
        TaskLanes tasks = TaskLanes.of(
                layout, TaskLanes.rangesFor(PARTITIONS, RowSurvey.cells(RowShape.dense(50, 1))), PARTITIONS);
        assertThat(tasks.tasks()).isEqualTo(PARTITIONS);
        assertEvenWork("2,000,000 rows", new EpochOrder(batches, layout, 17, laneRows), tasks);
    }

    private static void assertEvenWork(String name, EpochOrder order, TaskLanes tasks) {
        long[] computed = new long[tasks.tasks()];
        for (long index = 0; index < order.steps(); index++) {
            Step step = new Step(1, index);
            for (int task = 0; task < computed.length; task++) {
                long rows = order.rowsOf(step, tasks.firstLane(task), tasks.firstLane(task + 1));
                assertThat(rows).as("%s: task %d of %s", name, task, step).isLessThanOrEqualTo(MOST_ROWS_OF_A_STEP);
                computed[task] += rows;
            }
        }
        assertEven(name + ": rows computed", computed, order.rows());
    }

    private static void assertEven(String what, long[] ofPartitions, long all) {
        assertThat(ofPartitions).as(what).hasSize(PARTITIONS);
        assertThat(Arrays.stream(ofPartitions).sum()).as(what).isEqualTo(all);
        long most = Arrays.stream(ofPartitions).max().orElseThrow();
        long least = Arrays.stream(ofPartitions).min().orElseThrow();
        assertThat((double) most / least)
                .as("%s: %s", what, Arrays.toString(ofPartitions))
                .isLessThanOrEqualTo(EVEN);
    }
}
