package org.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.thalweg.data.Example;
import org.thalweg.data.RandomRows;
import org.thalweg.data.Scaling;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Dropout;
import org.thalweg.nn.FormulaActivation;
import org.thalweg.nn.Initialisation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.optim.Adam;
import org.thalweg.optim.Lbfgs;
import org.thalweg.optim.Penalty;

class LbfgsTrainingTest {
    private static final Network LINE = Network.of(2, List.of(), Activation.RELU, 1, Activation.IDENTITY);

    /** y = 3 u − 2 v + ½, of uneven weights. */
    private static List<Example> plane() {
        List<Example> rows = new ArrayList<>();
        for (int r = 0; r < 50; r++) {
            float u = r % 7 - 3;
            float v = r % 5 - 2;
            rows.add(new Example(new float[] {u, v}, new float[] {3 * u - 2 * v + 0.5f}, 1 + r % 3));
        }
        return rows;
    }

    private static TrainingResult train(
            Network network, Loss loss, List<Example> rows, TrainingSettings settings, TrainingListener listener) {
        TrainingPlan plan = new TrainingPlan(network, loss, Batches.full(), 3);
        LocalRows packed = LocalRows.pack(rows, 3, plan.batches(), 0, s -> Scaling.NONE);
        try (LocalEngine engine = new LocalEngine(plan, packed, 2)) {
            return new Trainer(engine, settings, listener).train(Initialisation.AUTO.parameters(network, 3));
        }
    }

    @Test
    void quadraticsMinimumIsFoundAndRowsAndStepsAreReportedAsTheyWereSpent() {
        long[] reported = new long[2]; // steps, rows
        TrainingListener listener = new TrainingListener() {
            @Override
            public void onStep(long step, long steps, long rows, double loss) {
                assertThat(step).isEqualTo(reported[0]++);
                assertThat(steps).as("nobody can know").isZero();
                reported[1] += rows;
            }
        };
        TrainingSettings settings = TrainingSettings.of(100, new Lbfgs());
        TrainingResult result = train(LINE, Loss.HALF_SQUARED_ERROR, plane(), settings, listener);
        assertThat(result.stoppedBy()).isEqualTo(StoppedBy.CONVERGED);
        assertThat(result.epochs()).hasSizeLessThan(20);
        float[] expected = {3, -2, 0.5f};
        for (int i = 0; i < 3; i++) {
            assertThat(result.parameters()[i]).isCloseTo(expected[i], within(1e-4f));
        }
        EpochResult first = result.epochs().get(0);
        assertThat(first.steps()).as("at the start, and along the line").isGreaterThanOrEqualTo(2);
        assertThat(first.rows()).isEqualTo(50 * first.steps());
        assertThat(result.steps()).isEqualTo(reported[0]);
        assertThat(result.epochs().stream().mapToLong(EpochResult::rows).sum()).isEqualTo(reported[1]);
        assertThat(first.trainLoss()).isGreaterThan(result.epochs().get(1).trainLoss());
    }

    /** At the minimum of Σ weight ½ (w·x + b − y)² / Σ weight + ½ λ ‖w‖², its gradient is 0: weights are shrunk, b is not. */
    @Test
    void penaltyIsPartOfTheObjectiveAndNotOfTheLossThatIsReported() {
        double lambda = 0.7;
        TrainingSettings settings =
                TrainingSettings.of(100, new Lbfgs(10, 25, 1e-6, 0)).with(new Penalty(0, lambda));
        TrainingResult result = train(LINE, Loss.HALF_SQUARED_ERROR, plane(), settings, TrainingListener.NONE);
        float[] w = result.parameters();
        double[] gradient = {lambda * w[0], lambda * w[1], 0};
        double weight = 0;
        double loss = 0;
        for (Example row : plane()) {
            weight += row.weight();
        }
        for (Example row : plane()) {
            float[] x = row.features();
            double error = w[0] * x[0] + w[1] * x[1] + w[2] - row.targets()[0];
            double share = row.weight() / weight;
            gradient[0] += share * error * x[0];
            gradient[1] += share * error * x[1];
            gradient[2] += share * error;
            loss += share * 0.5 * error * error;
        }
        for (double slope : gradient) {
            assertThat(slope).isCloseTo(0, within(1e-3));
        }
        EpochResult last = result.epochs().get(result.epochs().size() - 1);
        assertThat(last.trainLoss()).isCloseTo(loss, within(1e-5 * loss));
        assertThat(last.gradientNorm()).isLessThan(1e-3);
    }

    /** As many gradients over all rows, at a rate that suits Adam well. */
    @Test
    void asManyGradientsBringItFurtherThanAdam() {
        Network network = Network.of(6, List.of(9), Activation.TANH, 3, Activation.SOFTMAX);
        List<Example> rows = RandomRows.of(100, 6, 3, true, 77);
        TrainingSettings settings = TrainingSettings.of(40, new Lbfgs());
        TrainingResult result = train(network, Loss.CROSS_ENTROPY, rows, settings, TrainingListener.NONE);
        TrainingSettings adam = TrainingSettings.of((int) result.steps(), new Adam(), 0.03);
        TrainingResult other = train(network, Loss.CROSS_ENTROPY, rows, adam, TrainingListener.NONE);
        assertThat(lastLoss(result)).isLessThan(0.9 * lastLoss(other));
    }

    private static double lastLoss(TrainingResult result) {
        return result.epochs().get(result.epochs().size() - 1).trainLoss();
    }

    @Test
    void startThatIsNotFiniteIsReportedWithTheFormula() {
        Network network = Network.of(2, List.of(2), FormulaActivation.of("1 / (x - x)"), 1, Activation.IDENTITY);
        TrainingSettings settings = TrainingSettings.of(9, new Lbfgs());
        assertThatThrownBy(() -> train(network, Loss.HALF_SQUARED_ERROR, plane(), settings, TrainingListener.NONE))
                .isInstanceOf(DivergedException.class)
                .hasMessageStartingWith(
                        "formula: expected finite values and slopes, found a gradient of layer 1 weights"
                                + " that is not finite with the activation \"1 / (x - x)\" (epoch 1, step 1, loss ")
                .hasMessageEndingWith("e.g. 1 / (1 + abs(x)) or log(max(x, 0.001))");
        float[] far = {3e38f, 3e38f, 0};
        Batches full = Batches.full();
        LocalRows packed = LocalRows.pack(plane(), 3, full, 0, s -> Scaling.NONE);
        try (LocalEngine engine =
                new LocalEngine(new TrainingPlan(LINE, Loss.HALF_SQUARED_ERROR, full, 3), packed, 1)) {
            assertThatThrownBy(() -> new Trainer(engine, settings, TrainingListener.NONE).train(far))
                    .isInstanceOf(DivergedException.class)
                    .hasMessageContaining("training diverged")
                    .hasMessageEndingWith("); try network.layerNormalisation true");
        }
    }

    @Test
    void interruptionGoesThrough() {
        TrainingListener interrupting = new TrainingListener() {
            @Override
            public void onStep(long step, long steps, long rows, double loss) {
                if (step == 1) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        assertThatThrownBy(() -> train(
                        LINE, Loss.HALF_SQUARED_ERROR, plane(), TrainingSettings.of(100, new Lbfgs()), interrupting))
                .isInstanceOf(TrainingCancelledException.class)
                .hasMessageContaining("step 3");
        assertThat(Thread.interrupted()).as("the flag, cleared here").isTrue();
    }

    @Test
    void batchesAndAMissedRowAreRefused() {
        ScriptedEngine engine = new ScriptedEngine(step -> ScriptedEngine.mean(1, 1));
        TrainingSettings settings = TrainingSettings.of(9, new Lbfgs());
        assertThatThrownBy(() -> new Trainer(engine, settings, TrainingListener.NONE))
                .hasMessage("L-BFGS: expected full batches, found batches of 10 rows");
    }

    @Test
    void dropoutIsRefused() {
        Network network = Network.of(2, List.of(3), Activation.TANH, 1, Activation.IDENTITY);
        TrainingPlan plan =
                new TrainingPlan(network, Loss.HALF_SQUARED_ERROR, Batches.full(), 3).with(new Dropout(List.of(0.5)));
        LocalRows rows = LocalRows.pack(plane(), 3, plan.batches(), 0, s -> Scaling.NONE);
        try (LocalEngine engine = new LocalEngine(plan, rows, 1)) {
            TrainingSettings settings = TrainingSettings.of(9, new Lbfgs());
            assertThatThrownBy(() -> new Trainer(engine, settings, TrainingListener.NONE))
                    .hasMessage(
                            "L-BFGS: expected a plan without dropout, as its line search compares losses of the same"
                                    + " function, found [0.5]");
        }
    }

    @Test
    void startAtTheMinimumEndsAfterOneLook() {
        List<Example> rows = List.of(new Example(new float[] {1, 2}, new float[] {0}));
        TrainingPlan plan = new TrainingPlan(LINE, Loss.HALF_SQUARED_ERROR, Batches.full(), 3);
        LocalRows packed = LocalRows.pack(rows, 3, plan.batches(), 0, s -> Scaling.NONE);
        try (LocalEngine engine = new LocalEngine(plan, packed, 1)) {
            TrainingResult result =
                    new Trainer(engine, TrainingSettings.of(9, new Lbfgs()), TrainingListener.NONE).train(new float[3]);
            assertThat(result.stoppedBy()).isEqualTo(StoppedBy.CONVERGED);
            assertThat(result.steps()).isEqualTo(1);
            assertThat(Arrays.equals(result.parameters(), new float[3])).isTrue();
        }
    }
}
