package org.thalweg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.cluster.ExecutorInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.thalweg.data.Example;
import org.thalweg.data.RowShape;
import org.thalweg.data.Scaling;
import org.thalweg.math.Philox;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.optim.OuterStep;
import org.thalweg.train.Batches;
import org.thalweg.train.GradientPrecision;
import org.thalweg.train.LocalEngine;
import org.thalweg.train.LocalRows;
import org.thalweg.train.LocalSteps;
import org.thalweg.train.Step;
import org.thalweg.train.TrainingPlan;
import org.thalweg.train.TrainingSettings;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class StepSessionTest {
    private static final int SLOTS = 7;
    private static final int WIDE_INPUTS = 9000;
    private static final Batches BATCHES = Batches.of(100, 16);

    /** Wide enough for several slices. */
    private static final TrainingPlan WIDE = new TrainingPlan(
            Network.of(SampleRows.INPUTS, List.of(30_000), Activation.TANH, 3, Activation.SOFTMAX),
            Loss.CROSS_ENTROPY,
            BATCHES,
            SampleRows.SEED);

    private static JavaSparkContext spark;
    private static final AtomicInteger JOBS = new AtomicInteger();

    /** Lets a test occupy a slot until a job has ended. */
    private static volatile CountDownLatch occupied = new CountDownLatch(0);

    private static volatile CountDownLatch started;

    @BeforeAll
    static void start() {
        spark = LocalSpark.start("local[" + SLOTS + "]");
        spark.sc().addSparkListener(new SparkListener() {
            @Override
            public void onJobStart(SparkListenerJobStart start) {
                JOBS.incrementAndGet();
            }

            @Override
            public void onJobEnd(SparkListenerJobEnd end) {
                occupied.countDown();
            }
        });
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static float[] train(TrainingPlan plan, int tasks, Reduction reduction, TrainingSettings settings) {
        try (SparkRows rows = SampleRows.prepare(spark, SampleRows.examples(600), 3, plan.batches(), tasks);
                SparkEngine engine =
                        new SparkEngine(spark, plan, rows, Optional.empty(), reduction, Double.POSITIVE_INFINITY)) {
            return SampleRows.train(engine, settings).parameters();
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "3,1", "5,1", "7,1", "9,1", "1,3", "2,3", "3,3", "7,3", "9,3"})
    void weightsAreThoseOfTheLocalEngineForAnyTasksAndReduction(int tasks, int localSteps) {
        TrainingSettings settings =
                SampleRows.ADAM.with(new LocalSteps(localSteps, 0, new OuterStep(0.9, localSteps == 1 ? 0 : 0.5)));
        for (TrainingPlan plan : List.of(SampleRows.fullPlan(BATCHES), WIDE)) {
            float[] expected = SampleRows.trainLocally(SampleRows.examples(600), plan, 2, settings)
                    .parameters();
            assertThat(train(plan, tasks, Reduction.GATHER, settings)).isEqualTo(expected);
            assertThat(train(plan, tasks, Reduction.SLICES, settings)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 9})
    void roundedGradientsGiveTheSameWeightsForAnyTasksAndReduction(int tasks) {
        for (TrainingPlan plan : List.of(SampleRows.fullPlan(BATCHES), WIDE)) {
            TrainingPlan rounded = plan.with(GradientPrecision.BFLOAT16);
            float[] expected = SampleRows.trainLocally(SampleRows.examples(600), rounded, 2, SampleRows.ADAM)
                    .parameters();
            assertThat(train(rounded, tasks, Reduction.GATHER, SampleRows.ADAM)).isEqualTo(expected);
            assertThat(train(rounded, tasks, Reduction.SLICES, SampleRows.ADAM)).isEqualTo(expected);
            assertThat(SampleRows.trainLocally(SampleRows.examples(600), plan, 2, SampleRows.ADAM)
                            .parameters())
                    .isNotEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 9})
    void weightsAreTheSameWhereEveryStepIsAJob(int tasks) {
        String key = "spark.thalweg.sessions.enabled";
        spark.sc().conf().set(key, "false");
        try {
            TrainingPlan plan = SampleRows.fullPlan(BATCHES);
            int before = JOBS.get();
            assertThat(train(plan, tasks, Reduction.GATHER, SampleRows.ADAM))
                    .isEqualTo(SampleRows.trainLocally(SampleRows.examples(600), plan, 2, SampleRows.ADAM)
                            .parameters());
            assertThat(JOBS.get() - before).isGreaterThan(15);
        } finally {
            spark.sc().conf().remove(key);
        }
    }

    /** Nine tasks run as seven groups, two of which have the rows of two tasks. */
    @ParameterizedTest
    @CsvSource({
        "1,FLOAT32",
        "2,FLOAT32",
        "3,FLOAT32",
        "7,FLOAT32",
        "9,FLOAT32",
        "2,BFLOAT16",
        "3,BFLOAT16",
        "9,BFLOAT16"
    })
    void sparseRowsWeightsAreThoseOfTheLocalEngineForAnyTasksAndReduction(int tasks, GradientPrecision precision) {
        List<Example> examples = sparseExamples(600);
        Network network = Network.of(WIDE_INPUTS, List.of(16), Activation.RELU, 3, Activation.SOFTMAX)
                .withSparse(true);
        TrainingPlan plan = new TrainingPlan(network, Loss.CROSS_ENTROPY, BATCHES, SampleRows.SEED).with(precision);
        LocalRows local = LocalRows.pack(examples, SampleRows.SEED, BATCHES, 0, statistics -> Scaling.NONE);
        try (LocalEngine here = new LocalEngine(plan, local, 2);
                SparkRows rows = SparkRows.prepare(
                        SparkRows.Source.of(spark.parallelize(examples, 3), new RowShape(WIDE_INPUTS, 1, true)),
                        SampleRows.SEED,
                        BATCHES,
                        0,
                        statistics -> Scaling.NONE,
                        tasks)) {
            float[] expected = SampleRows.train(here, SampleRows.ADAM).parameters();
            assertThat(NonZeroColumns.of(here.gradient(expected, new Step(0, 0))))
                    .isPresent();
            for (Reduction reduction : List.of(Reduction.GATHER, Reduction.SLICES)) {
                try (SparkEngine engine =
                        new SparkEngine(spark, plan, rows, Optional.empty(), reduction, Double.POSITIVE_INFINITY)) {
                    assertThat(SampleRows.train(engine, SampleRows.ADAM).parameters())
                            .isEqualTo(expected);
                }
            }
        }
    }

    private static List<Example> sparseExamples(int count) {
        Philox random = new Philox(4, 0);
        List<Example> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int[] indices = new int[8];
            float[] values = new float[8];
            for (int k = 0; k < 8; k++) {
                indices[k] = k * WIDE_INPUTS / 8 + random.nextInt(WIDE_INPUTS / 8);
                values[k] = random.nextFloat() + i % 3;
            }
            rows.add(new Example(WIDE_INPUTS, indices, values, new float[] {i % 3}, 1));
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 9, 32})
    void anEpochsStepsAreOneJob(int tasks) {
        List<Example> examples = SampleRows.examples(600);
        Batches many = Batches.of(100, 3); // 32 lanes
        try (SparkRows rows = SampleRows.prepare(spark, examples, 3, many, tasks);
                SparkEngine engine = new SparkEngine(spark, SampleRows.plan(many), rows)) {
            assertThat(rows.tasks()).isEqualTo(tasks);
            int before = JOBS.get();
            SampleRows.train(engine, SampleRows.ADAM);
            // Three epochs with five steps and an evaluation each.
            assertThat(engine.order().steps()).isEqualTo(5);
            assertThat(JOBS.get() - before).isEqualTo(6);
        }
    }

    @Test
    @Timeout(60)
    void otherJobsGetTheSlotsWhileNoStepIsAskedFor() throws Exception {
        TrainingPlan plan = SampleRows.plan(BATCHES);
        float[] weights = new float[plan.network().parameterCount()];
        try (SparkRows rows = SampleRows.prepare(spark, SampleRows.examples(600), 3, BATCHES, SLOTS);
                SparkEngine engine = new SparkEngine(spark, plan, rows);
                LocalEngine here = SampleRows.localEngine(SampleRows.examples(600), plan, 1)) {
            engine.gradient(weights, new Step(0, 0));
            assertThat(spark.parallelize(List.of(1, 2, 3), 3).count()).isEqualTo(3);
            assertThat(engine.gradient(weights, new Step(0, 1)).gradient())
                    .isEqualTo(here.gradient(weights, new Step(0, 1)).gradient());
        }
    }

    @Test
    void stepsAreJobsWhereTasksThatStayGetNoSlots() throws Exception {
        TrainingPlan plan = SampleRows.plan(BATCHES);
        float[] weights = new float[plan.network().parameterCount()];
        try (SparkRows rows = SampleRows.prepare(spark, SampleRows.examples(600), 3, BATCHES, SLOTS);
                SparkEngine engine = new SparkEngine(spark, plan, rows);
                LocalEngine here = SampleRows.localEngine(SampleRows.examples(600), plan, 1)) {
            occupied = new CountDownLatch(1);
            started = new CountDownLatch(1);
            Thread other = new Thread(() -> spark.parallelize(List.of(1), 1).foreach(row -> {
                started.countDown();
                occupied.await(); // until the session's job has been cancelled
            }));
            other.start();
            started.await();
            assertThat(engine.gradient(weights, new Step(0, 0)).gradient())
                    .isEqualTo(here.gradient(weights, new Step(0, 0)).gradient());
            other.join();
            assertThat(engine.times()).isPresent();

            assertThat(jobsOfSteps(engine, weights)).as("each step is a job").isEqualTo(3);
            spark.sc()
                    .listenerBus()
                    .post(new SparkListenerExecutorAdded(
                            1, "7", new ExecutorInfo("here", 1, scala.collection.immutable.Map$.MODULE$.empty())));
            spark.sc().listenerBus().waitUntilEmpty();
            assertThat(jobsOfSteps(engine, weights))
                    .as("a session takes the slots of an executor that has come")
                    .isOne();
        }
    }

    private static int jobsOfSteps(SparkEngine engine, float[] weights) throws TimeoutException {
        spark.sc().listenerBus().waitUntilEmpty();
        int before = JOBS.get();
        for (int step = 1; step <= 3; step++) {
            engine.gradient(weights, new Step(0, step));
        }
        spark.sc().listenerBus().waitUntilEmpty();
        return JOBS.get() - before;
    }
}
