package org.thalweg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.thalweg.data.Example;
import org.thalweg.data.HoldOut;
import org.thalweg.data.HoldOut.By;
import org.thalweg.data.HoldOut.Part;
import org.thalweg.data.MarkedExample;
import org.thalweg.data.RowShape;
import org.thalweg.data.RowTransforms;
import org.thalweg.data.Split;
import org.thalweg.math.Fingerprint;
import org.thalweg.math.Philox;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.optim.Adam;
import org.thalweg.train.Batches;
import org.thalweg.train.Evaluation;
import org.thalweg.train.LocalEngine;
import org.thalweg.train.LocalRows;
import org.thalweg.train.TrainingPlan;
import org.thalweg.train.TrainingSettings;

/**
 * Duplicate rows are distributed over a cluster as in one JVM: the same lanes, the same bits, and each row once.
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class SparkDealingTest {
    private static final long SEED = 5;
    private static final Network NETWORK = Network.of(1, List.of(3), Activation.TANH, 3, Activation.SOFTMAX);

    private static final TrainingSettings ONE_EPOCH = TrainingSettings.of(1, new Adam(), 0.01);

    private static JavaSparkContext spark;

    @BeforeAll
    static void start() {
        spark = LocalSpark.start("local[2]");
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    /** The number of rows, small because each case is trained on several numbers of partitions. */
    private static final int PARTITIONED = 192;

    private record Data(String name, IntUnaryOperator feature) {}

    private static List<Data> data(int count) {
        return List.of(
                new Data("all different", row -> row),
                new Data("all equal", row -> 7),
                new Data("ten", row -> row % 10),
                new Data("half is one", row -> row % 2 == 0 ? -1 : row),
                new Data("Zipf 1.1", zipf(1.1, count)),
                new Data("Zipf 1.5", zipf(1.5, count)));
    }

    private static IntUnaryOperator zipf(double s, int count) {
        Philox random = new Philox(3, count);
        int[] ranks = new int[count];
        for (int row = 0; row < count; row++) {
            // Inverse of the tail of the Pareto distribution, truncated at 200 contents.
            ranks[row] = (int) Math.min(200, Math.pow(random.nextDouble(), -1 / (s - 0.4)));
        }
        return row -> ranks[row];
    }

    private static List<MarkedExample> rows(Data data, int count) {
        List<MarkedExample> rows = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            int feature = data.feature().applyAsInt(row);
            float zero = row % 2 == 0 ? 0f : -0f;
            float[] features = {feature == 7 ? zero : feature};
            rows.add(marked(new Example(features, new float[] {Math.floorMod(feature, 3)})));
        }
        return rows;
    }

    private static MarkedExample marked(Example row) {
        boolean isTest = row.features()[0] % 11 == 3;
        return new MarkedExample(row, isTest ? HoldOut.Side.TEST : HoldOut.Side.RANDOM);
    }

    private static String trained(LocalRows rows, TrainingPlan plan) {
        try (LocalEngine engine = new LocalEngine(plan, rows, 1)) {
            return Fingerprint.sha256(SampleRows.train(engine, ONE_EPOCH).parameters());
        }
    }

    @Test
    void copiesAreDealtAsInOneJvmForAnyPartitions() {
        HoldOut holdOut = new HoldOut(new Part(0.2, By.ROWS), new Part(0.1, By.MARKS));
        List<Batches> kinds = List.of(Batches.of(64, 8), new Batches(20, 5, 30));
        for (int count : new int[] {1, 5, 65, 192, 1500}) {
            for (Data data : data(count)) {
                for (Batches batches : count == PARTITIONED ? kinds : kinds.subList(0, 1)) {
                    assertDealtTheSame(rows(data, count), data.name(), holdOut, batches);
                }
            }
        }
    }

    private static void assertDealtTheSame(List<MarkedExample> rows, String name, HoldOut holdOut, Batches batches) {
        LocalRows here = LocalRows.pack(rows, SEED, batches, holdOut, RowShape.dense(1, 1), s -> RowTransforms.NONE);
        TrainingPlan plan = new TrainingPlan(NETWORK, Loss.CROSS_ENTROPY, batches, SEED);
        String expected = here.survey().training() == 0 ? "" : trained(here, plan);
        int[] partitions = rows.size() == PARTITIONED ? new int[] {1, 2, 3, 7} : new int[] {1 + rows.size() % 7};
        for (int tasks : partitions) {
            List<Example> shuffled =
                    new ArrayList<>(rows.stream().map(MarkedExample::example).toList());
            Collections.shuffle(shuffled, new Random(tasks));
            SparkRows.Source<MarkedExample> source = SparkRows.Source.ofMarked(
                    spark.parallelize(shuffled, tasks + 1).map(SparkDealingTest::marked), RowShape.dense(1, 1));
            try (SparkRows there = SparkRows.prepareTransformed(
                    source, SEED, batches, holdOut, s -> RowTransforms.NONE, tasks, RowStorage.AUTO)) {
                String what = rows.size() + " rows, " + name + ", " + batches + ", " + tasks + " tasks";
                assertThat(there.survey().rows())
                        .as(what)
                        .isEqualTo(here.survey().rows());
                assertThat(there.survey().content())
                        .as(what)
                        .isEqualTo(here.survey().content());
                assertThat(there.layout()).as(what).isEqualTo(here.order().layout());
                assertThat(there.order().laneRows())
                        .as(what)
                        .isEqualTo(here.order().laneRows());
                if (!expected.isEmpty() && rows.size() == PARTITIONED) {
                    assertSameBits(plan, here, there, expected, what);
                }
            }
        }
    }

    private static void assertSameBits(
            TrainingPlan plan, LocalRows here, SparkRows there, String expected, String what) {
        float[] weights = new float[NETWORK.parameterCount()];
        try (SparkEngine engine = new SparkEngine(spark, plan, there);
                LocalEngine local = new LocalEngine(plan, here, 1)) {
            for (Split split : Split.values()) {
                Evaluation evaluation = engine.evaluate(weights, split);
                assertThat(evaluation).as(what).usingRecursiveComparison().isEqualTo(local.evaluate(weights, split));
                assertThat(evaluation.rows()).isEqualTo(here.survey().rows(split));
            }
            assertThat(Fingerprint.sha256(SampleRows.train(engine, ONE_EPOCH).parameters()))
                    .as(what)
                    .isEqualTo(expected);
        }
    }
}
