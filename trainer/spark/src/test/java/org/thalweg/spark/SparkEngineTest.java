package org.thalweg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.thalweg.data.Example;
import org.thalweg.data.RowShape;
import org.thalweg.data.Split;
import org.thalweg.nn.Initialisation;
import org.thalweg.optim.Lbfgs;
import org.thalweg.optim.Penalty;
import org.thalweg.train.Batches;
import org.thalweg.train.EpochResult;
import org.thalweg.train.LocalEngine;
import org.thalweg.train.LocalRows;
import org.thalweg.train.Metric;
import org.thalweg.train.MetricValues;
import org.thalweg.train.Step;
import org.thalweg.train.TrainingCancelledException;
import org.thalweg.train.TrainingPlan;
import org.thalweg.train.TrainingResult;
import org.thalweg.train.TrainingSettings;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SparkEngineTest {
    private static final Batches BATCHES = Batches.of(100, 16);

    private static JavaSparkContext spark;

    @BeforeAll
    static void start() {
        spark = LocalSpark.start("local[2]");
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static TrainingResult train(List<Example> rows, Batches batches, int slices, int tasks) {
        return train(rows, SampleRows.plan(batches), slices, tasks, SampleRows.ADAM);
    }

    private static TrainingResult train(
            List<Example> rows, TrainingPlan plan, int slices, int tasks, TrainingSettings settings) {
        try (SparkRows prepared = SampleRows.prepare(spark, rows, slices, plan.batches(), tasks);
                SparkEngine engine = new SparkEngine(spark, plan, prepared)) {
            return SampleRows.train(engine, settings);
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,2", "2,3", "3,7", "7,2", "7,8", "40,5"})
    void weightsAreThoseOfTheLocalEngineForAnySplitAndTasks(int slices, int tasks) {
        List<Example> rows = new ArrayList<>(SampleRows.examples(1001));
        float[] expected = SampleRows.trainLocally(rows, BATCHES, 2).parameters();
        Collections.shuffle(rows, new Random(slices * 31L + tasks));
        assertThat(train(rows, BATCHES, slices, tasks).parameters()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1,1,100", "2,3,100", "3,7,100", "7,2,0"})
    void sparseRowsWeightsAreThoseOfTheLocalEngineForAnySplitAndTasks(int slices, int tasks, int batch) {
        Batches batches = batch == 0 ? Batches.full() : BATCHES;
        List<Example> rows = new ArrayList<>(
                SampleRows.examples(1001).stream().map(Example::toSparse).toList());
        TrainingPlan dense = SampleRows.plan(batches);
        TrainingPlan plan = new TrainingPlan(dense.network().withSparse(true), dense.loss(), batches, dense.seed());
        LocalRows local = LocalRows.pack(rows, SampleRows.SEED, batches, 0.2, SampleRows::scaling);
        Collections.shuffle(rows, new Random(slices));
        SparkRows.Source<?> source =
                SparkRows.Source.of(spark.parallelize(rows, slices), new RowShape(SampleRows.INPUTS, 1, true));
        try (SparkRows prepared = SparkRows.prepare(source, SampleRows.SEED, batches, 0.2, SampleRows::scaling, tasks);
                SparkEngine engine = new SparkEngine(spark, plan, prepared);
                LocalEngine here = new LocalEngine(plan, local, 2)) {
            assertThat(SampleRows.train(engine, SampleRows.ADAM).parameters())
                    .isEqualTo(SampleRows.train(here, SampleRows.ADAM).parameters());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void normalisedLayersAndDropoutAreThoseOfTheLocalEngine(int tasks) {
        List<Example> rows = SampleRows.examples(600);
        for (Batches batches : List.of(BATCHES, Batches.full())) {
            TrainingPlan plan = SampleRows.fullPlan(batches);
            TrainingResult expected = SampleRows.trainLocally(rows, plan, 1, SampleRows.ADAM);
            assertThat(SampleRows.trainLocally(rows, plan, 2, SampleRows.ADAM).parameters())
                    .isEqualTo(expected.parameters());
            TrainingResult found = train(rows, plan, 3, tasks, SampleRows.ADAM);
            assertThat(found.parameters()).isEqualTo(expected.parameters());
            assertThat(found.epochs().get(2).layers())
                    .isEqualTo(expected.epochs().get(2).layers());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 127})
    void fewRowsLeaveMostPartitionsAndLanesEmpty(int count) {
        List<Example> rows = SampleRows.examples(count);
        Batches batches = Batches.of(64, 8);
        LocalRows local = LocalRows.pack(rows, SampleRows.SEED, batches, 0, SampleRows::scaling);
        float[] initial = Initialisation.AUTO.parameters(SampleRows.NETWORK, 1);
        SparkRows.Source<?> source =
                SparkRows.Source.of(spark.parallelize(rows, 9), RowShape.dense(SampleRows.INPUTS, 1));
        try (SparkRows prepared = SparkRows.prepare(source, SampleRows.SEED, batches, 0, SampleRows::scaling, 5);
                SparkEngine engine = new SparkEngine(spark, SampleRows.plan(batches), prepared);
                LocalEngine here = new LocalEngine(SampleRows.plan(batches), local, 1)) {
            assertThat(engine.gradient(initial, new Step(0, 0)).gradient())
                    .isEqualTo(here.gradient(initial, new Step(0, 0)).gradient());
        }
    }

    @Test
    void fullBatchesAreThoseOfTheLocalEngine() {
        List<Example> rows = SampleRows.examples(777);
        float[] expected = SampleRows.trainLocally(rows, Batches.full(), 1).parameters();
        assertThat(train(rows, Batches.full(), 4, 3).parameters()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void lineSearchesOfLbfgsAreThoseOfTheLocalEngine(int tasks) {
        List<Example> rows = new ArrayList<>(SampleRows.examples(400));
        TrainingSettings settings = TrainingSettings.of(6, new Lbfgs()).with(new Penalty(0, 0.01));
        TrainingResult expected = SampleRows.trainLocally(rows, SampleRows.plan(Batches.full()), 2, settings);
        Collections.shuffle(rows, new Random(tasks));
        TrainingResult found = train(rows, SampleRows.plan(Batches.full()), tasks, tasks, settings);
        assertThat(found.parameters()).isEqualTo(expected.parameters());
        assertThat(found.epochs())
                .extracting(EpochResult::steps, EpochResult::trainLoss, EpochResult::learningRate)
                .isEqualTo(expected.epochs().stream()
                        .map(epoch -> tuple(epoch.steps(), epoch.trainLoss(), epoch.learningRate()))
                        .toList());
    }

    @Test
    void evaluationAndHistoryAreThoseOfTheLocalEngine() {
        List<Example> rows = SampleRows.examples(500);
        TrainingResult here = SampleRows.trainLocally(rows, BATCHES, 2);
        TrainingResult there = train(rows, BATCHES, 3, 3);
        for (int epoch = 0; epoch < 3; epoch++) {
            MetricValues a = here.epochs().get(epoch).validation().orElseThrow();
            assertThat(a.rows()).isPositive();
            assertThat(there.epochs().get(epoch).validation()).contains(a);
            assertThat(there.epochs().get(epoch).layers())
                    .hasSize(3)
                    .isEqualTo(here.epochs().get(epoch).layers());
            assertThat(there.epochs().get(epoch).trainLoss())
                    .isEqualTo(here.epochs().get(epoch).trainLoss());
        }
    }

    @Test
    void noRowAtAllIsRefused() {
        assertThatThrownBy(() -> SampleRows.prepare(spark, List.of(), 3, BATCHES, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected at least one, found none");
        assertThat(spark.getPersistentRDDs()).isEmpty();
    }

    @Test
    void cachedRowsTakeAtMostATenthMoreThanTheirNumbers() {
        List<Example> rows = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            float[] x = new float[784];
            x[i % 784] = i;
            rows.add(new Example(x, new float[] {i % 10}));
        }
        SparkRows.Source<?> source = SparkRows.Source.of(spark.parallelize(rows, 3), RowShape.dense(784, 1));
        try (SparkRows prepared =
                SparkRows.prepare(source, 1, Batches.of(64, 8), 0.1, s -> org.thalweg.data.Scaling.NONE, 2)) {
            double numbers = 4.0 * 4000 * 785;
            assertThat(prepared.cachedBytes() / numbers).isBetween(1.0, 1.1);
        }
    }

    @Test
    void interruptionCancelsTheStep() throws InterruptedException {
        List<Example> rows = SampleRows.examples(200);
        AtomicReference<Throwable> outcome = new AtomicReference<>();
        try (SparkRows prepared = SampleRows.prepare(spark, rows, 2, BATCHES, 2);
                SparkEngine engine = new SparkEngine(spark, SampleRows.plan(BATCHES), prepared)) {
            Thread loop = new Thread(() -> {
                float[] weights = new float[SampleRows.NETWORK.parameterCount()];
                try {
                    for (int i = 0; i < 100_000; i++) {
                        engine.gradient(weights, new Step(i, 0));
                    }
                } catch (Throwable e) {
                    outcome.set(e);
                }
            });
            loop.start();
            Thread.sleep(500);
            loop.interrupt();
            loop.join(20_000);
            assertThat(loop.isAlive()).isFalse();
        }
        assertThat(outcome.get()).isInstanceOf(TrainingCancelledException.class);
        int quiet = 0; // The tracker is updated with a delay, so a single poll would prove nothing.
        for (int tries = 0; tries < 100 && quiet < 10; tries++) {
            quiet = spark.statusTracker().getActiveJobIds().length == 0 ? quiet + 1 : 0;
            Thread.sleep(100);
        }
        assertThat(quiet).as("looks without an active job").isEqualTo(10);
    }

    @Test
    void closingOnAnInterruptedThreadReleasesAllAndHoldsNobodyUp() {
        List<Example> rows = SampleRows.examples(200);
        float[] weights = new float[SampleRows.NETWORK.parameterCount()];
        for (int i = 0; i < 3; i++) {
            SparkRows prepared = SampleRows.prepare(spark, rows, 2, BATCHES, 2);
            SparkEngine engine = new SparkEngine(spark, SampleRows.plan(BATCHES), prepared);
            assertThat(engine.gradient(weights, new Step(0, 0)).rows()).isPositive();
            Thread.currentThread().interrupt();
            engine.close();
            prepared.close();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(spark.getPersistentRDDs()).isEmpty();
        }
    }

    @Test
    void rowsForOtherBatchesAreRefused() {
        try (SparkRows prepared = SampleRows.prepare(spark, SampleRows.examples(20), 2, Batches.full(), 2)) {
            assertThatThrownBy(() -> new SparkEngine(spark, SampleRows.plan(BATCHES), prepared))
                    .hasMessageContaining("rows: expected those prepared for the plan's batches");
        }
    }

    @Test
    void everySplitIsEvaluatedOverItsRowsOnce() {
        List<Example> rows = SampleRows.examples(300);
        try (SparkRows prepared = SampleRows.prepare(spark, rows, 4, BATCHES, 3);
                SparkEngine engine = new SparkEngine(spark, SampleRows.plan(BATCHES), prepared)) {
            float[] weights = Initialisation.AUTO.parameters(SampleRows.NETWORK, 2);
            long training = engine.evaluate(weights, Split.TRAINING).rows();
            long validation = engine.evaluate(weights, Split.VALIDATION).rows();
            assertThat(training + validation).isEqualTo(300);
            assertThat(training).isEqualTo(prepared.survey().training());
        }
    }

    /** With weighted rows: the same bits over any tasks and in one JVM. */
    @Test
    void everyMetricIsTheSameOverAnyPartitions() {
        List<Example> rows = SampleRows.examples(300);
        TrainingPlan plan = SampleRows.plan(BATCHES);
        float[] weights = Initialisation.AUTO.parameters(SampleRows.NETWORK, 2);
        List<MetricValues> found = new ArrayList<>();
        for (int tasks : new int[] {1, 2, 3, 7}) {
            try (SparkRows prepared = SampleRows.prepare(spark, rows, 4, BATCHES, tasks);
                    SparkEngine engine = new SparkEngine(spark, plan, prepared)) {
                found.add(MetricValues.of(engine.evaluate(weights, Split.TRAINING)));
            }
        }
        assertThat(found.get(0).of(Metric.ROC_AUC)).isBetween(0.0, 1.0);
        assertThat(found).containsOnly(found.get(0));
    }
}
