package org.thalweg.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thalweg.data.Block;
import org.thalweg.data.EqualRows;
import org.thalweg.data.Example;
import org.thalweg.data.FeatureStatistics;
import org.thalweg.data.HoldOut;
import org.thalweg.data.LaneLayout;
import org.thalweg.data.Lanes;
import org.thalweg.data.MarkedExample;
import org.thalweg.data.PackedRows;
import org.thalweg.data.RowChunk;
import org.thalweg.data.RowShape;
import org.thalweg.data.RowSurvey;
import org.thalweg.data.RowView;
import org.thalweg.data.Split;
import org.thalweg.data.TargetScaling;
import org.thalweg.math.TreeSum;
import org.thalweg.model.Task;
import org.thalweg.model.Threshold;
import org.thalweg.nn.Activation;
import org.thalweg.nn.LayerStatistics;
import org.thalweg.nn.Network;
import org.thalweg.train.Batches;
import org.thalweg.train.EpochOrder;
import org.thalweg.train.ErrorRange;
import org.thalweg.train.Evaluation;
import org.thalweg.train.EvaluationForm;
import org.thalweg.train.GradientPrecision;
import org.thalweg.train.GradientSum;
import org.thalweg.train.LocalEngine;
import org.thalweg.train.SumForm;
import org.thalweg.train.TrainingPlan;
import scala.reflect.ClassTag$;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class WireTest {
    private static final SerializerInstance WIRE = new KryoSerializer(LocalSpark.conf("local[1]")).newInstance();

    private static <T> T overTheWire(T value) {
        return WIRE.deserialize(
                WIRE.serialize(value, ClassTag$.MODULE$.apply(Object.class)), ClassTag$.MODULE$.apply(Object.class));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4095, 4096, 4097, 100_001})
    void arraysOfAnyLengthArriveBitForBit(int length) {
        float[] floats = new float[length];
        for (int i = 0; i < length; i++) {
            floats[i] = Float.intBitsToFloat(i * 0x9E3779B9);
        }
        int[] sent = IntStream.range(0, length)
                .map(i -> Float.floatToRawIntBits(floats[i]))
                .toArray();
        float[] arrived = overTheWire(floats);
        assertThat(IntStream.range(0, length)
                        .map(i -> Float.floatToRawIntBits(arrived[i]))
                        .toArray())
                .isEqualTo(sent);
    }

    @Test
    void arraysMoveInBulk() {
        int bytes = WIRE.serialize(new float[100_000], ClassTag$.MODULE$.apply(Object.class))
                .limit();
        assertThat(bytes).isBetween(400_000, 400_016);
    }

    /** Two rows in arrays with unused capacity. */
    private static RowChunk chunk(boolean isSparse, boolean counted) {
        PackedRows rows = new PackedRows(4, 1, isSparse, 5, 9);
        for (Example row : List.of(
                new Example(new float[] {1, 0, 3, 0}, new float[] {2}, 0.5f),
                new Example(new float[] {0, 0, 0, -1}, new float[] {1}))) {
            rows.add(isSparse ? row.toSparse() : row);
        }
        byte[] sides = {(byte) HoldOut.Side.RANDOM.ordinal(), (byte) HoldOut.Side.TEST.ordinal()};
        return new RowChunk(-300, rows, new long[] {-7, 8}, counted ? new long[] {1, 1L << 40} : new long[0], sides);
    }

    private static Example example(RowChunk chunk, int row) {
        RowView view = new RowView();
        chunk.rows().view(row, view);
        return view.toExample();
    }

    @Test
    void rowsAndBlocksArriveAsTheyWere() {
        for (boolean isSparse : new boolean[] {false, true}) {
            for (boolean counted : new boolean[] {false, true}) {
                RowChunk chunk = chunk(isSparse, counted);
                RowChunk arrived = overTheWire(chunk);
                assertThat(arrived.part()).isEqualTo(-300);
                assertThat(arrived.keys()).containsExactly(-7, 8);
                assertThat(arrived.counts()).isEqualTo(chunk.counts());
                assertThat(arrived.side(1)).isEqualTo(HoldOut.Side.TEST);
                for (int row = 0; row < 2; row++) {
                    assertThat(example(arrived, row)).isEqualTo(example(chunk, row));
                }
            }
        }
        Example example = new Example(new float[] {1, -0f, 3}, new float[] {2}, 0.5f);
        assertThat(overTheWire(example)).isEqualTo(example);
        Block block =
                new Block(3, Split.VALIDATION, 2, new float[] {1, 2, 3, 4}, new float[] {0, 1}, new float[] {1, 2});
        assertThat(overTheWire(block)).isEqualTo(block);
        Block unweighted = new Block(3, Split.TRAINING, 2, new float[] {1, 2}, new float[] {0, 1}, new float[0]);
        assertThat(overTheWire(unweighted)).isEqualTo(unweighted);
        Example sparse = new Example(100_000, new int[] {5, 99_999}, new float[] {2, -1}, new float[] {1}, 1);
        assertThat(overTheWire(sparse)).isEqualTo(sparse);
        int[] starts = {0, 2, 2};
        Block ofSparse = new Block(
                1, Split.TRAINING, 2, starts, sparse.indices(), sparse.features(), new float[2], new float[0]);
        assertThat(overTheWire(ofSparse)).isEqualTo(ofSparse);
    }

    @Test
    void sumsArriveAndThoseOfNoRowsGoWithoutTheirArray() {
        GradientSum sum = new GradientSum(new float[] {1, 2}, 3, 4, 5).withOwnLoss(9);
        TreeSum.Node<GradientSum> node = overTheWire(new TreeSum.Node<>(2, 3, sum));
        assertThat(node.level()).isEqualTo(2);
        assertThat(node.index()).isEqualTo(3);
        assertThat(node.value().gradient()).containsExactly(1, 2);
        assertThat(List.of(
                        node.value().loss(),
                        node.value().ownLoss(),
                        node.value().weight()))
                .containsExactly(3.0, 9.0, 4.0);
        assertThat(node.value().rows()).isEqualTo(5);
        LayerStatistics layer = new LayerStatistics(3, new long[] {1, 0, 5}, 5, new double[] {1, 2, 3, 4});
        LayerStatistics softmax = new LayerStatistics(2, new long[0], 5, new double[] {1, 2, 3, 0});
        GradientSum first = overTheWire(new GradientSum(new float[] {1}, 3, 4, 5, List.of(layer, softmax)));
        assertThat(first.statistics()).hasSize(2);
        assertThat(first.statistics().get(0)).usingRecursiveComparison().isEqualTo(layer);
        assertThat(first.statistics().get(1)).usingRecursiveComparison().isEqualTo(softmax);
        assertThat(overTheWire(new GradientSum(new float[9], 0, 0, 0)).gradient())
                .isEmpty();
    }

    /** As the message of a step, and as the result of a job. */
    private static List<GradientSum> arrivedEitherWay(GradientSum sum) {
        StepMessages.Report report =
                new StepMessages.Report(1, new int[] {0}, 2, 3, List.of(new TreeSum.Node<>(0, 0, sum)));
        byte[][] message =
                StepMessages.encode(StepMessages.Request.next("worker", report), (index, length) -> new byte[length]);
        StepMessages.Report there = StepMessages.request(message, float[]::new).report();
        return List.of(there.nodes().get(0).value(), overTheWire(sum));
    }

    @Test
    void columnsOfZerosDoNotTravel() {
        SumForm form = new SumForm(1000, 32, GradientPrecision.FLOAT32);
        float[] gradient = new float[32_003];
        for (int at : new int[] {0, 5 * 32 + 31, 900 * 32, 32_001}) {
            gradient[at] = 1;
        }
        gradient[999 * 32] = -0f;
        GradientSum sum = new GradientSum(gradient, 3, 4, 5).withForm(form);
        for (GradientSum arrived : arrivedEitherWay(sum)) {
            assertThat(arrived.form()).isEqualTo(form);
            assertThat(arrived.gradient()).isEqualTo(gradient);
        }
        assertThat(bytes(sum)).isBetween(4 * 131, 4 * 131 + 100);
        assertThat(bytes(sum.withForm(SumForm.DENSE))).isBetween(4 * 32_003, 4 * 32_003 + 100);
        assertThat(arrivedEitherWay(sum))
                .allSatisfy(there -> assertThat(there.gradient()).isEqualTo(gradient));
    }

    @Test
    void roundedGradientsTakeTwoBytesANumber() {
        for (int length : new int[] {1, 8191, 8192, 8193, 20_001}) {
            float[] gradient = new float[length];
            for (int i = 0; i < length; i++) {
                gradient[i] = Float.intBitsToFloat(i * 0x9E37 << 16);
            }
            gradient[0] = Float.NEGATIVE_INFINITY;
            SumForm form = new SumForm(0, 0, GradientPrecision.BFLOAT16);
            GradientSum sum = new GradientSum(gradient, 0.1, 4, 5).withForm(form);
            for (GradientSum arrived : arrivedEitherWay(sum)) {
                assertThat(arrived.form()).isEqualTo(form);
                assertThat(arrived.loss()).isEqualTo(0.1);
                assertThat(arrived.gradient()).isEqualTo(gradient);
            }
            assertThat(bytes(sum)).isBetween(2 * length, 2 * length + 80);
        }
    }

    private static int bytes(GradientSum sum) {
        return WIRE.serialize(sum, ClassTag$.MODULE$.apply(Object.class)).limit();
    }

    @Test
    void evaluationsArriveWithTheirCalibration() {
        TrainingPlan plan = SampleRows.plan(Batches.of(100, 16));
        try (LocalEngine engine = SampleRows.localEngine(SampleRows.examples(50), plan, 1)) {
            Evaluation evaluation = engine.evaluate(new float[plan.network().parameterCount()], Split.TRAINING);
            assertThat(evaluation.calibration().expectedError()).isPositive();
            assertThat(overTheWire(evaluation)).usingRecursiveComparison().isEqualTo(evaluation);
        }
    }

    @Test
    void evaluationsArriveWithWhatAFormAsksFor() {
        Evaluation scores = new Evaluation(
                Network.of(1, List.of(), Activation.TANH, 1, Activation.SIGMOID),
                Task.CLASSIFICATION,
                TargetScaling.NONE,
                EvaluationForm.by(new Threshold(0.3)).withScores());
        assertThat(scores.scoreCounts()).isPresent();
        assertThat(overTheWire(scores)).usingRecursiveComparison().isEqualTo(scores);
        Evaluation errors = new Evaluation(
                Network.of(1, List.of(), Activation.TANH, 1, Activation.IDENTITY),
                Task.REGRESSION,
                TargetScaling.NONE,
                EvaluationForm.PLAIN.withErrors(List.of(new ErrorRange(0, 1, 1))));
        assertThat(overTheWire(errors)).usingRecursiveComparison().isEqualTo(errors);
    }

    private static final LaneLayout LAYOUT = new LaneLayout(new Lanes(4), 2, new Lanes(8));

    private static ExecutorRunner runner(TrainingPlan plan) {
        return new ExecutorRunner(
                plan, new EpochOrder(plan.batches(), LAYOUT, plan.seed(), new long[] {5, 1L << 29, 0, 9}));
    }

    @Test
    void surveysAndPlansArrive() {
        HoldOut holdOut = HoldOut.ofRows(0.3);
        List<EqualRows> rows = SampleRows.examples(50).stream()
                .map(row -> EqualRows.of(1, holdOut, new MarkedExample(row)))
                .sorted()
                .toList();
        RowShape shape = RowShape.dense(SampleRows.INPUTS, 1);
        RowSurvey survey =
                RowSurvey.of(rows.iterator(), holdOut, 0, RowSurvey.cells(shape).count(), shape);
        KeyedRows.Surveyed surveyed = overTheWire(new KeyedRows.Surveyed(overTheWire(survey), 3, new long[] {5, -1}));
        RowSurvey arrived = surveyed.survey();
        assertThat(surveyed.sums()).containsExactly(5, -1);
        assertThat(arrived.rows()).isEqualTo(survey.rows());
        assertThat(arrived.numbers()).isEqualTo(survey.numbers());
        assertThat(arrived.content()).isEqualTo(survey.content());
        FeatureStatistics there = arrived.total();
        for (int i = 0; i < SampleRows.INPUTS; i++) {
            assertThat(there.mean(i)).isEqualTo(survey.total().mean(i));
            assertThat(there.deviation(i)).isEqualTo(survey.total().deviation(i));
        }
        ExecutorRunner runner = overTheWire(runner(SampleRows.plan(Batches.of(100, 16))));
        assertThat(runner.plan()).isEqualTo(SampleRows.plan(Batches.of(100, 16)));
        assertThat(runner.order().layout()).isEqualTo(LAYOUT);
        assertThat(runner.order().laneRows()).containsExactly(5, 1L << 29, 0, 9);
        assertThat(runner.order().steps()).isEqualTo(((1L << 29) + 14 + 99) / 100);
        TrainingPlan plan = runner.plan();
        TrainingPlan sparse =
                new TrainingPlan(plan.network().withSparse(true), plan.loss(), plan.batches(), plan.seed());
        assertThat(overTheWire(runner(sparse)).plan()).isEqualTo(sparse);
        TrainingPlan rounded = plan.with(GradientPrecision.BFLOAT16);
        assertThat(overTheWire(runner(rounded)).plan()).isEqualTo(rounded);
        ExecutorRunner full = overTheWire(runner(SampleRows.fullPlan(Batches.full())));
        assertThat(full.plan()).isEqualTo(SampleRows.fullPlan(Batches.full()));
    }

    @Test
    void executorsAnswersArriveAndAreTheSameWhereTheyRoundTheSame() {
        ExecutorBlas one = new ExecutorBlas("1", "a", "native (OpenBLAS 0.3.31, Haswell)", "0011");
        ExecutorBlas other = new ExecutorBlas("2", "b", "native (OpenBLAS 0.3.31, Zen)", "0011");
        ExecutorBlas unlike = new ExecutorBlas("3", "c", "java (netlib)", "0012");
        assertThat(overTheWire(one)).isEqualTo(one);
        assertThat(ExecutorBlas.allRoundEqually(List.of(one, other))).isTrue();
        assertThat(ExecutorBlas.allRoundEqually(List.of(one, other, unlike))).isFalse();
        assertThat(unlike).hasToString("executor 3 on c: java (netlib)");
    }

    @Test
    void whatIsNotRegisteredIsRefused() {
        assertThatThrownBy(() -> overTheWire(new Unregistered()))
                .hasStackTraceContaining("Class is not registered: " + Unregistered.class.getName());
    }

    private static final class Unregistered {}

    @Test
    void requiredSettingsWinAndTheUsersOwnDefaultsStay() {
        SparkConf conf = SparkSettings.apply(new SparkConf(false)
                .set("spark.serializer", "org.apache.spark.serializer.JavaSerializer")
                .set("spark.broadcast.compress", "true"));
        assertThat(conf.get("spark.serializer")).endsWith("KryoSerializer");
        assertThat(conf.get("spark.kryo.registrationRequired")).isEqualTo("true");
        assertThat(conf.get("spark.broadcast.compress")).isEqualTo("true");
    }
}
