package org.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thalweg.data.Example;
import org.thalweg.data.KeyedExample;
import org.thalweg.data.Lanes;
import org.thalweg.data.RandomRows;
import org.thalweg.data.Scaling;
import org.thalweg.data.Split;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Initialisation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.nn.ReferenceNetwork;

/**
 * Every row counts once an epoch, with its weight.
 *
 * <p>The probe: a network of biases alone (its feature is 0, its weights too) whose row r has target 1 at output r and
 * 0 elsewhere. At parameters 0 a step's gradient of bias r is −weight · (times that row r was taken), exactly.
 */
class RowExactTest {
    private static final long SEED = 21;

    private static float weight(int row) {
        return 1 + row % 3 * 0.5f;
    }

    private static List<Example> probeRows(int count) {
        List<Example> rows = new ArrayList<>();
        for (int r = 0; r < count; r++) {
            float[] target = new float[count];
            target[r] = 1;
            rows.add(new Example(new float[1], target, weight(r)));
        }
        return rows;
    }

    private static LocalEngine probe(int rows, Batches batches, double heldOut, int threads) {
        Network network = Network.of(1, List.of(), Activation.IDENTITY, rows, Activation.IDENTITY);
        TrainingPlan plan = new TrainingPlan(network, Loss.HALF_SQUARED_ERROR, batches, SEED);
        return new LocalEngine(
                plan, LocalRows.pack(probeRows(rows), SEED, batches, heldOut, s -> Scaling.NONE), threads);
    }

    /** The rows that a step takes, each as often as it takes it. */
    private static List<Integer> rowsOf(LocalEngine engine, int rows, Step step) {
        float[] zero = new float[2 * rows];
        GradientSum sum = engine.gradient(zero, step);
        List<Integer> taken = new ArrayList<>();
        double weight = 0;
        for (int r = 0; r < rows; r++) {
            float times = -sum.gradient()[rows + r] / weight(r);
            assertThat(times).as("row %d is taken whole times in %s", r, step).isEqualTo((int) times);
            for (int time = 0; time < times; time++) {
                taken.add(r);
                weight += weight(r);
            }
        }
        assertThat(sum.rows()).isEqualTo(taken.size());
        assertThat(sum.weight()).isEqualTo(weight);
        assertThat(sum.loss()).isEqualTo(0.5 * weight);
        return taken;
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 128",
        "1, 64, 7",
        "2, 1, 1",
        "2, 2, 1",
        "127, 1, 1",
        "127, 32, 7",
        "127, 50, 7",
        "200, 64, 1",
        "200, 77, 128",
        "200, 1000, 128",
        "200, 0, 1",
        "2, 0, 1",
        "600, 600, 1000",
        "1100, 0, 1"
    })
    void everyRowIsTakenOnceAnEpoch(int rows, int batch, int laneRows) {
        Batches batches = batch == 0 ? Batches.full() : Batches.of(batch, laneRows);
        for (Batches each : List.of(batches, batches.withRestingRows(10))) {
            for (double heldOut : new double[] {0, 0.3}) {
                try (LocalEngine engine = probe(rows, each, heldOut, 2)) {
                    assertTakenOnce(engine, rows, heldOut);
                }
            }
        }
    }

    private static void assertTakenOnce(LocalEngine engine, int rows, double heldOut) {
        List<Integer> expected = new ArrayList<>();
        for (KeyedExample row : RandomRows.dealt(probeRows(rows), SEED, heldOut)) {
            if (row.split() == Split.TRAINING) {
                expected.add(numberOf(row));
            }
        }
        for (int epoch : expected.isEmpty() ? new int[0] : new int[] {0, 1, 1000}) {
            List<Integer> taken = new ArrayList<>();
            for (long step = 0; step < engine.order().steps(); step++) {
                List<Integer> ofStep = rowsOf(engine, rows, new Step(epoch, step));
                assertThat(ofStep).hasSize((int) engine.order().rowsOf(step)).isNotEmpty();
                taken.addAll(ofStep);
            }
            assertThat(taken).as("epoch %d", epoch).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private static int numberOf(KeyedExample probe) {
        int number = 0;
        while (probe.example().targets()[number] == 0) {
            number++;
        }
        return number;
    }

    @Test
    void noBatchIsShorterThanAnotherByMoreThanARow() {
        try (LocalEngine engine = probe(131, Batches.of(128, 128), 0, 1)) {
            assertThat(rowsOf(engine, 131, new Step(0, 0))).hasSize(65).doesNotHaveDuplicates();
            assertThat(rowsOf(engine, 131, new Step(0, 1))).hasSize(66).doesNotHaveDuplicates();
        }
    }

    /** The places within their lanes, in the order in which an epoch takes them. */
    private static TreeMap<Integer, List<Integer>> order(int rows, int lanes, int epoch) {
        Lanes those = new Lanes(lanes);
        int[] place = new int[rows];
        int[] lane = new int[rows];
        int[] next = new int[lanes];
        for (KeyedExample row : RandomRows.dealt(probeRows(rows), SEED, 0)) {
            int r = numberOf(row);
            lane[r] = those.of(row.key());
            place[r] = next[lane[r]]++;
        }
        TreeMap<Integer, List<Integer>> places = new TreeMap<>();
        try (LocalEngine engine = probe(rows, Batches.of(lanes, 1), 0, 1)) {
            assertThat(engine.order().layout().training()).isEqualTo(those);
            for (long step = 0; step < engine.order().steps(); step++) {
                for (int r : rowsOf(engine, rows, new Step(epoch, step))) {
                    places.computeIfAbsent(lane[r], l -> new ArrayList<>()).add(place[r]);
                }
            }
        }
        return places;
    }

    @Test
    void everyEpochHasAnOrderOfItsOwn() {
        List<List<Integer>> orders = new ArrayList<>();
        for (int epoch = 0; epoch < 6; epoch++) {
            orders.add(order(60, 1, epoch).get(0));
        }
        assertThat(orders).doesNotHaveDuplicates();
        assertThat(order(60, 1, 3).get(0)).as("the same again").isEqualTo(orders.get(3));
        for (List<Integer> order : orders) {
            assertThat(order).isNotEqualTo(order.stream().sorted().toList());
        }
    }

    @Test
    void everyLaneHasAnOrderOfItsOwn() {
        int sameLength = 0;
        for (int rows = 40; rows < 80; rows++) {
            TreeMap<Integer, List<Integer>> order = order(rows, 2, 0);
            if (order.get(0).size() == order.get(1).size()) {
                sameLength++;
                assertThat(order.get(0)).as("%d rows", rows).isNotEqualTo(order.get(1));
            }
        }
        assertThat(sameLength).as("cases with lanes of one length").isPositive();
    }

    private static LocalEngine engine(Network network, List<Example> rows, Batches batches) {
        TrainingPlan plan = new TrainingPlan(network, Loss.CROSS_ENTROPY, batches, SEED);
        return new LocalEngine(plan, LocalRows.pack(rows, SEED, batches, 0, s -> Scaling.NONE), 2);
    }

    private static final Network NETWORK = Network.of(6, List.of(12), Activation.TANH, 3, Activation.SOFTMAX);

    @Test
    void fullBatchGradientIsTheReferences() {
        for (int count : new int[] {1, 30, 1200}) {
            List<Example> rows = RandomRows.of(count, 6, 3, true, 8);
            float[] parameters = Initialisation.AUTO.parameters(NETWORK, 2);
            ReferenceNetwork reference = new ReferenceNetwork(NETWORK, Loss.CROSS_ENTROPY);
            double[] inDouble = ReferenceNetwork.toDouble(parameters);
            for (Batches batches : List.of(Batches.full(), Batches.of(5000, 128), Batches.of(1200, 1200))) {
                try (LocalEngine engine = engine(NETWORK, rows, batches)) {
                    GradientSum sum = engine.gradient(parameters, new Step(0, 0));
                    assertThat(sum.rows()).isEqualTo(count);
                    assertThat(sum.loss()).isCloseTo(reference.loss(inDouble, rows), within(1e-6 * sum.loss()));
                    assertThat(sum.weight())
                            .isCloseTo(
                                    rows.stream().mapToDouble(Example::weight).sum(), within(1e-9));
                    assertClose(ReferenceNetwork.toDouble(sum.gradient()), reference.gradient(inDouble, rows), 1e-5);
                    Evaluation evaluation = engine.evaluate(parameters, Split.TRAINING);
                    assertThat(evaluation.rows()).isEqualTo(count);
                    assertThat(evaluation.loss()).isCloseTo(sum.loss() / sum.weight(), within(1e-9));
                }
            }
        }
    }

    @Test
    void miniBatchesOfFrozenParametersSumToTheFullBatch() {
        List<Example> rows = RandomRows.of(1001, 6, 3, true, 8);
        float[] parameters = Initialisation.AUTO.parameters(NETWORK, 2);
        double[] full;
        try (LocalEngine engine = engine(NETWORK, rows, Batches.full())) {
            full = ReferenceNetwork.toDouble(
                    engine.gradient(parameters, new Step(0, 0)).gradient());
        }
        for (int laneRows : new int[] {1, 7, 128}) {
            Batches batches = Batches.of(77, laneRows);
            double[] sum = new double[full.length];
            try (LocalEngine engine = engine(NETWORK, rows, batches)) {
                for (long step = 0; step < engine.order().steps(); step++) {
                    float[] gradient =
                            engine.gradient(parameters, new Step(4, step)).gradient();
                    Arrays.setAll(sum, i -> sum[i] + gradient[i]);
                }
            }
            assertClose(sum, full, 1e-5);
        }
    }

    @Test
    void weightTwoIsTheRowTwice() {
        List<Example> heavy = new ArrayList<>();
        List<Example> twice = new ArrayList<>();
        for (Example row : RandomRows.of(300, 6, 3, false, 9)) {
            boolean doubled = row.features()[0] > 0;
            heavy.add(new Example(row.features(), row.targets(), doubled ? 2 : 1));
            twice.addAll(doubled ? List.of(row, row) : List.of(row));
        }
        float[] parameters = Initialisation.AUTO.parameters(NETWORK, 2);
        try (LocalEngine one = engine(NETWORK, heavy, Batches.full());
                LocalEngine other = engine(NETWORK, twice, Batches.full())) {
            GradientSum ofHeavy = one.gradient(parameters, new Step(0, 0));
            GradientSum ofTwice = other.gradient(parameters, new Step(0, 0));
            assertThat(ofHeavy.rows()).isEqualTo(300);
            assertThat(ofTwice.rows()).isEqualTo(twice.size());
            assertThat(ofHeavy.weight()).isEqualTo(ofTwice.weight());
            assertThat(ofHeavy.loss()).isCloseTo(ofTwice.loss(), within(1e-6 * ofTwice.loss()));
            assertClose(
                    ReferenceNetwork.toDouble(ofHeavy.gradient()), ReferenceNetwork.toDouble(ofTwice.gradient()), 1e-5);
        }
    }

    private static void assertClose(double[] found, double[] expected, double tolerance) {
        double error = 0;
        double size = 0;
        for (int i = 0; i < expected.length; i++) {
            error += Math.pow(found[i] - expected[i], 2);
            size += Math.pow(expected[i], 2);
        }
        assertThat(Math.sqrt(error)).isLessThanOrEqualTo(tolerance * Math.sqrt(size));
        assertThat(size).isPositive();
    }
}
