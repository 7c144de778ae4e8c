package org.thalweg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.thalweg.data.ClassWeights;
import org.thalweg.data.Example;
import org.thalweg.data.FeatureStatistics;
import org.thalweg.data.HoldOut;
import org.thalweg.data.MarkedExample;
import org.thalweg.data.RowShape;
import org.thalweg.data.RowTransforms;
import org.thalweg.data.Split;
import org.thalweg.data.TargetScaling;
import org.thalweg.math.Philox;
import org.thalweg.model.Task;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Initialisation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.optim.Adam;
import org.thalweg.train.Batches;
import org.thalweg.train.Evaluation;
import org.thalweg.train.GradientEngine;
import org.thalweg.train.LocalEngine;
import org.thalweg.train.LocalRows;
import org.thalweg.train.Trainer;
import org.thalweg.train.TrainingListener;
import org.thalweg.train.TrainingPlan;
import org.thalweg.train.TrainingSettings;

/** Every task trains to the same bits on 1, 2, 3 and 7 partitions as on threads of this JVM, row weights and all. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class TasksTest {
    private static final int INPUTS = 6;
    private static final long SEED = 21;
    private static final Batches BATCHES = Batches.of(96, 12);

    private static JavaSparkContext spark;

    @BeforeAll
    static void start() {
        spark = LocalSpark.start("local[2]");
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    /** Weighted rows with the given number of targets, each 0 or 1. */
    private static List<Example> rows(int targets) {
        Philox random = new Philox(SEED, targets);
        List<Example> rows = new ArrayList<>();
        for (int r = 0; r < 500; r++) {
            float[] x = new float[INPUTS];
            for (int i = 0; i < INPUTS; i++) {
                x[i] = (float) random.nextNormal() + (i % 2 == 0 ? 0 : x[i - 1]);
            }
            float[] y = new float[targets];
            for (int i = 0; i < targets; i++) {
                y[i] = x[i] > 0.3f * i ? 1 : 0;
            }
            rows.add(new Example(x, y, r % 4 == 0 ? 0.1f + 3 * random.nextFloat() : 1));
        }
        return rows;
    }

    /** The trained weights, and their evaluation on the validation rows. */
    private record Trained(float[] parameters, Evaluation validation) {
        static Trained by(GradientEngine engine) {
            float[] initial = Initialisation.AUTO.parameters(engine.plan().network(), SEED);
            float[] parameters = new Trainer(engine, TrainingSettings.of(2, new Adam(), 0.01), TrainingListener.NONE)
                    .train(initial)
                    .parameters();
            return new Trained(parameters, engine.evaluate(parameters, Split.VALIDATION));
        }
    }

    private static void assertSameBits(TrainingPlan plan, List<Example> rows) {
        assertSameBits(plan, rows, RowShape.of(rows.get(0)), RowTransforms.by(SampleRows::scaling));
    }

    private static void assertSameBits(
            TrainingPlan plan,
            List<Example> rows,
            RowShape shape,
            Function<FeatureStatistics, RowTransforms> transforms) {
        Trained here;
        LocalRows packed = LocalRows.pack(
                rows.stream().map(MarkedExample::new).toList(), SEED, BATCHES, HoldOut.ofRows(0.2), shape, transforms);
        try (LocalEngine engine = new LocalEngine(plan, packed, 2)) {
            here = Trained.by(engine);
        }
        assertThat(here.validation().rows()).isBetween(40L, 140L);
        for (int tasks : new int[] {1, 2, 3, 7}) {
            List<Example> shuffled = new ArrayList<>(rows);
            Collections.shuffle(shuffled, new Random(tasks));
            SparkRows.Source<Example> source = SparkRows.Source.of(spark.parallelize(shuffled, 4), shape);
            try (SparkRows prepared = SparkRows.prepareTransformed(
                            source, SEED, BATCHES, HoldOut.ofRows(0.2), transforms, tasks, RowStorage.AUTO);
                    SparkEngine engine = new SparkEngine(spark, plan, prepared)) {
                Trained there = Trained.by(engine);
                assertThat(there.parameters()).as("%d tasks", tasks).isEqualTo(here.parameters());
                assertThat(there.validation()).usingRecursiveComparison().isEqualTo(here.validation());
            }
        }
    }

    @Test
    void weightedClassificationIsTheSame() {
        Network network = Network.of(INPUTS, List.of(8), Activation.TANH, 2, Activation.SOFTMAX);
        assertSameBits(new TrainingPlan(network, Loss.CROSS_ENTROPY, BATCHES, SEED), rows(1));
    }

    /** Losses, errors and weights for targets standardised by the training rows. */
    @Test
    void regressionOfScaledTargetsIsTheSame() {
        Network network = Network.of(INPUTS, List.of(8), Activation.TANH, 2, Activation.IDENTITY);
        List<Example> rows = rows(2).stream()
                .map(row -> new Example(
                        row.features(), new float[] {1e6f + 3e5f * row.targets()[0], row.targets()[1]}, row.weight()))
                .toList();
        TrainingPlan plan = new TrainingPlan(network, Loss.HALF_SQUARED_ERROR, BATCHES, SEED);
        assertSameBits(
                plan,
                rows,
                RowShape.of(rows.get(0)).withTargetStatistics(),
                s -> new RowTransforms(SampleRows.scaling(s), ClassWeights.NONE, TargetScaling.standard(s)));
    }

    @Test
    void balancedClassesAreTheSame() {
        Network network = Network.of(INPUTS, List.of(8), Activation.TANH, 2, Activation.SOFTMAX);
        TrainingPlan plan = new TrainingPlan(network, Loss.CROSS_ENTROPY, BATCHES, SEED);
        List<Example> rows = rows(1).stream()
                .filter(row -> row.targets()[0] == 0 || row.features()[1] > 0)
                .toList();
        assertSameBits(
                plan,
                rows,
                new RowShape(INPUTS, 1, false, 2),
                s -> new RowTransforms(
                        SampleRows.scaling(s), ClassWeights.balanced(s.weightOfClasses()), TargetScaling.NONE));
    }

    @Test
    void weightedRegressionIsTheSame() {
        Network network = Network.of(INPUTS, List.of(8), Activation.TANH, 2, Activation.IDENTITY);
        assertSameBits(new TrainingPlan(network, Loss.HALF_SQUARED_ERROR, BATCHES, SEED), rows(2));
    }

    @Test
    void severalLabelsAreTheSame() {
        Network network = Network.of(INPUTS, List.of(8), Activation.TANH, 3, Activation.SIGMOID);
        assertSameBits(new TrainingPlan(network, Loss.CROSS_ENTROPY, BATCHES, SEED, Task.MULTILABEL), rows(3));
    }

    @Test
    void anAutoencoderIsTheSame() {
        Network network = Network.of(INPUTS, List.of(8, 2, 8), Activation.TANH, INPUTS, Activation.IDENTITY);
        assertSameBits(new TrainingPlan(network, Loss.HALF_SQUARED_ERROR, BATCHES, SEED, Task.AUTOENCODER), rows(0));
    }
}
