package org.thalweg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.thalweg.data.Example;
import org.thalweg.data.HoldOut;
import org.thalweg.data.RowBlock;
import org.thalweg.data.RowShape;
import org.thalweg.data.RowTransforms;
import org.thalweg.data.Split;
import org.thalweg.nn.Initialisation;
import org.thalweg.optim.Lbfgs;
import org.thalweg.train.Batches;
import org.thalweg.train.Evaluation;
import org.thalweg.train.MetricValues;
import org.thalweg.train.Step;
import org.thalweg.train.StepDeadlineException;
import org.thalweg.train.TrainingCancelledException;
import org.thalweg.train.TrainingPlan;
import org.thalweg.train.TrainingResult;
import org.thalweg.train.TrainingSettings;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DriverEngineTest {
    private static final Batches BATCHES = Batches.of(100, 16);
    private static final double FOREVER = Double.POSITIVE_INFINITY;

    private static JavaSparkContext spark;

    @BeforeAll
    static void start() {
        spark = LocalSpark.start("local[2]");
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static SparkRows prepare(List<Example> rows, Batches batches, boolean sparse, int tasks) {
        SparkRows.Source<?> source =
                SparkRows.Source.of(spark.parallelize(rows, 3), new RowShape(SampleRows.INPUTS, 1, sparse));
        return SparkRows.prepare(source, SampleRows.SEED, batches, SampleRows.HELD_OUT, SampleRows::scaling, tasks);
    }

    private static SparkRows prepareInFiles(List<Example> rows, Batches batches, boolean sparse, int tasks) {
        SparkRows.Source<?> source =
                SparkRows.Source.of(spark.parallelize(rows, 3), new RowShape(SampleRows.INPUTS, 1, sparse));
        return SparkRows.prepareTransformed(
                source,
                SampleRows.SEED,
                batches,
                HoldOut.ofRows(SampleRows.HELD_OUT),
                RowTransforms.by(SampleRows::scaling),
                tasks,
                new RowStorage(RowStorage.Kind.DISK, line -> {}, false));
    }

    private static TrainingPlan plan(Batches batches, boolean dropout, boolean sparse) {
        TrainingPlan dense = dropout ? SampleRows.fullPlan(batches) : SampleRows.plan(batches);
        TrainingPlan plan = new TrainingPlan(dense.network().withSparse(sparse), dense.loss(), batches, dense.seed());
        return dropout ? plan.with(dense.dropout()) : plan;
    }

    /** The sample rows have weights, and some are duplicates. */
    @ParameterizedTest
    @CsvSource({
        "false, false, 100, 1",
        "false, false, 0, 3",
        "false, true, 100, 3",
        "false, true, 0, 2",
        "true, false, 100, 3",
        "true, false, 0, 1",
        "true, true, 100, 2"
    })
    void weightsHistoryAndMetricsAreThoseOfTheSparkEngine(boolean sparse, boolean dropout, int batch, int tasks) {
        Batches batches = batch == 0 ? Batches.full() : BATCHES;
        List<Example> rows = SampleRows.examples(1001).stream()
                .map(row -> sparse ? row.toSparse() : row)
                .toList();
        TrainingPlan plan = plan(batches, dropout, sparse);
        try (SparkRows there = prepare(rows, batches, sparse, tasks);
                SparkRows here = prepare(rows, batches, sparse, tasks);
                RowsEngine inTasks = new SparkEngine(spark, plan, there);
                RowsEngine onDriver = new DriverEngine(spark, plan, here, Optional.empty(), FOREVER)) {
            TrainingResult expected = SampleRows.train(inTasks, SampleRows.ADAM);
            TrainingResult found = SampleRows.train(onDriver, SampleRows.ADAM);
            assertThat(found.parameters()).isEqualTo(expected.parameters());
            assertThat(history(found)).isEqualTo(history(expected));
            for (Split split : List.of(Split.TRAINING, Split.VALIDATION)) {
                Evaluation ofTasks = inTasks.evaluate(expected.parameters(), split);
                assertThat(MetricValues.of(onDriver.evaluate(expected.parameters(), split)))
                        .isEqualTo(MetricValues.of(ofTasks));
            }
        }
    }

    /** Tasks and the driver read mapped files, and Spark sends copies of the mapped rows. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rowsInFilesGiveTheBitsOfThoseOnTheHeap(boolean sparse) {
        List<Example> rows = SampleRows.examples(1001).stream()
                .map(row -> sparse ? row.toSparse() : row)
                .toList();
        TrainingPlan plan = plan(BATCHES, false, sparse);
        try (SparkRows onHeap = prepare(rows, BATCHES, sparse, 3);
                SparkRows inFiles = prepareInFiles(rows, BATCHES, sparse, 3);
                RowsEngine ofHeap = new SparkEngine(spark, plan, onHeap);
                RowsEngine inTasks = new SparkEngine(spark, plan, inFiles)) {
            assertThat(list(GatheredBlocks.of(inFiles.blocks()))).allMatch(MappedBlock.class::isInstance);
            assertThat(GatheredBlocks.sent(inFiles.blocks(), 1)).isEqualTo(GatheredBlocks.sent(onHeap.blocks(), 1));
            assertThat(inFiles.cachedBytes()).isLessThan(onHeap.cachedBytes() / 4);
            assertThat(inFiles.packedBytes()).isEqualTo(onHeap.packedBytes());
            float[] expected = SampleRows.train(ofHeap, SampleRows.ADAM).parameters();
            assertThat(SampleRows.train(inTasks, SampleRows.ADAM).parameters()).isEqualTo(expected);
            try (RowsEngine onDriver = new DriverEngine(spark, plan, inFiles, Optional.empty(), FOREVER)) {
                assertThat(SampleRows.train(onDriver, SampleRows.ADAM).parameters())
                        .isEqualTo(expected);
            }
        }
    }

    private static List<List<Object>> history(TrainingResult result) {
        return result.epochs().stream()
                .map(epoch -> List.<Object>of(
                        epoch.steps(),
                        epoch.rows(),
                        epoch.trainLoss(),
                        epoch.validation(),
                        epoch.gradientNorm(),
                        epoch.learningRate(),
                        epoch.layers()))
                .toList();
    }

    @Test
    void lbfgsTakesTheStepsOfTheSparkEngine() {
        TrainingSettings lbfgs = TrainingSettings.of(5, new Lbfgs());
        TrainingPlan plan = SampleRows.plan(Batches.full());
        List<Example> rows = SampleRows.examples(300);
        try (SparkRows there = prepare(rows, Batches.full(), false, 2);
                SparkRows here = prepare(rows, Batches.full(), false, 2);
                SparkEngine inTasks = new SparkEngine(spark, plan, there);
                DriverEngine onDriver = new DriverEngine(spark, plan, here, Optional.empty(), FOREVER)) {
            assertThat(SampleRows.train(onDriver, lbfgs).parameters())
                    .isEqualTo(SampleRows.train(inTasks, lbfgs).parameters());
        }
    }

    @Test
    void rowsOfTheirOwnAreMeasuredAsInTasks() {
        TrainingPlan plan = SampleRows.plan(BATCHES);
        List<Example> all = SampleRows.examples(800);
        float[] weights = Initialisation.AUTO.parameters(SampleRows.NETWORK, 2);
        try (SparkRows training = prepare(all.subList(0, 500), BATCHES, false, 2)) {
            SparkRows.Source<?> others = SparkRows.Source.of(
                    spark.parallelize(all.subList(500, 800), 2), RowShape.dense(SampleRows.INPUTS, 1));
            try (SparkRows own =
                    SparkRows.prepareToEvaluate(others, SampleRows.SEED, training.transforms(), 2, RowStorage.AUTO)) {
                MetricValues expected;
                try (SparkEngine inTasks = new SparkEngine(
                        spark, plan, training, Optional.of(own), Reduction.AUTO, Double.POSITIVE_INFINITY)) {
                    expected = MetricValues.of(inTasks.evaluate(weights, own, Split.TRAINING));
                }
                try (DriverEngine onDriver = new DriverEngine(spark, plan, training, Optional.of(own), FOREVER)) {
                    assertThat(expected.rows()).isEqualTo(300);
                    assertThat(MetricValues.of(onDriver.evaluate(weights, Split.VALIDATION)))
                            .isEqualTo(expected);
                    assertThat(MetricValues.of(onDriver.evaluate(weights, own, Split.TRAINING)))
                            .isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void inLocalModeTheCachedObjectsAreTakenOverAndTheCacheLetsGoOfThem() {
        try (SparkRows rows = prepare(SampleRows.examples(1001), BATCHES, false, 3)) {
            List<RowBlock> cached = GatheredBlocks.handedOver(rows.blocks()).values().stream()
                    .flatMap(List::stream)
                    .toList();
            List<RowBlock> gathered = list(GatheredBlocks.of(rows.blocks()));
            assertThat(gathered).hasSameSizeAs(cached).allMatch(block -> isOneOf(block, cached));
            rows.gathered();
            assertThat(spark.getPersistentRDDs()).isEmpty();
            assertThat(rows.gathered()).isSameAs(rows.gathered());
        }
    }

    private static boolean isOneOf(RowBlock block, List<RowBlock> blocks) {
        return blocks.stream().anyMatch(other -> other == block);
    }

    private static List<RowBlock> list(Iterator<RowBlock> blocks) {
        List<RowBlock> list = new ArrayList<>();
        blocks.forEachRemaining(list::add);
        return list;
    }

    @Test
    void blocksThatAreSentAreThoseThatAreHandedOver() {
        float[] wide = new float[3 << 20]; // 12 MiB per row: a partition is sent in several pieces.
        List<Example> rows = Stream.of(1, 2, 3, 4, 5, 6, 7)
                .map(i -> {
                    float[] x = wide.clone();
                    x[i] = i;
                    return new Example(x, new float[] {0});
                })
                .toList();
        SparkRows.Source<?> source = SparkRows.Source.of(spark.parallelize(rows, 2), RowShape.dense(wide.length, 1));
        try (SparkRows prepared =
                SparkRows.prepare(source, 1, Batches.of(4, 1), 0, s -> org.thalweg.data.Scaling.NONE, 2)) {
            List<RowBlock> sent = new ArrayList<>();
            for (int part = 0; part < prepared.tasks(); part++) {
                sent.addAll(GatheredBlocks.sent(prepared.blocks(), part));
            }
            assertThat(sent).hasSize(7).isEqualTo(list(GatheredBlocks.of(prepared.blocks())));
        }
    }

    @Test
    void noJobRunsInAStep() {
        AtomicInteger jobs = new AtomicInteger();
        SparkListener counter = new SparkListener() {
            @Override
            public void onJobStart(SparkListenerJobStart job) {
                jobs.incrementAndGet();
            }
        };
        try (SparkRows rows = prepare(SampleRows.examples(500), BATCHES, false, 2);
                SparkEngine inTasks = new SparkEngine(spark, SampleRows.plan(BATCHES), rows);
                DriverEngine onDriver =
                        new DriverEngine(spark, SampleRows.plan(BATCHES), rows, Optional.empty(), FOREVER)) {
            float[] weights = Initialisation.AUTO.parameters(SampleRows.NETWORK, 2);
            spark.sc().addSparkListener(counter);
            try {
                onDriver.gradient(weights, new Step(0, 0));
                onDriver.evaluate(weights, Split.VALIDATION);
                inTasks.gradient(
                        weights, new Step(0, 0)); // Listeners are notified of jobs in order: this one is the first.
                awaitOne(jobs);
                assertThat(jobs).hasValue(1);
            } finally {
                spark.sc().removeSparkListener(counter);
            }
        }
    }

    private static void awaitOne(AtomicInteger count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (count.get() == 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aStepThatTakesTooLongEndsAndLeavesTheThreadUninterrupted() {
        try (SparkRows rows = prepare(SampleRows.examples(50_000), Batches.full(), false, 2);
                DriverEngine engine =
                        new DriverEngine(spark, SampleRows.plan(Batches.full()), rows, Optional.empty(), 0.002)) {
            float[] weights = Initialisation.AUTO.parameters(SampleRows.NETWORK, 2);
            assertThatThrownBy(() -> engine.gradient(weights, new Step(1, 0)))
                    .isInstanceOf(StepDeadlineException.class)
                    .hasMessage("epoch 2, step 1: expected the driver to end it within 0.002 s, found it at work; see"
                            + " what else the machine does, or raise training.stepDeadlineSeconds");
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    @Test
    void interruptionCancelsTheStep() throws InterruptedException {
        AtomicReference<Throwable> outcome = new AtomicReference<>();
        try (SparkRows rows = prepare(SampleRows.examples(200), BATCHES, false, 2);
                DriverEngine engine = new DriverEngine(spark, SampleRows.plan(BATCHES), rows, Optional.empty(), 3600)) {
            Thread loop = new Thread(() -> {
                float[] weights = new float[SampleRows.NETWORK.parameterCount()];
                try {
                    for (int i = 0; i < Integer.MAX_VALUE; i++) {
                        engine.gradient(weights, new Step(i, 0));
                    }
                } catch (Throwable e) {
                    outcome.set(e);
                }
            });
            loop.start();
            Thread.sleep(300);
            loop.interrupt();
            loop.join(20_000);
            assertThat(loop.isAlive()).isFalse();
        }
        assertThat(outcome.get()).isInstanceOf(TrainingCancelledException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "local, client, 1",
        "local[3], client, 3",
        "'local[3,4]', client, 3",
        "local[*], client, 6",
        "'local[*, 2]', cluster, 6",
        "'local-cluster[2,1,1024]', client, 6",
        "yarn, client, 6",
        "yarn, cluster, 5",
        "spark://host:7077, cluster, 5"
    })
    void threadsAreThoseOfLocalModeOrTheDriversProcessors(String master, String deployMode, int threads) {
        SparkConf conf =
                new SparkConf(false).set("spark.submit.deployMode", deployMode).set("spark.driver.cores", "5");
        assertThat(DriverThreads.of(master, conf, 6)).isEqualTo(threads);
        assertThat(DriverThreads.of("yarn", conf.set("spark.driver.cores", "9"), 6))
                .isEqualTo(6);
    }
}
