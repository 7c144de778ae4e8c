package org.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.thalweg.data.Example;
import org.thalweg.data.RandomRows;
import org.thalweg.data.Scaling;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Initialisation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.optim.Adam;
import org.thalweg.optim.AdamW;
import org.thalweg.optim.GradientDescent;
import org.thalweg.optim.Lbfgs;
import org.thalweg.optim.Momentum;
import org.thalweg.optim.NAdam;
import org.thalweg.optim.Optimizer;
import org.thalweg.optim.OptimizerState;
import org.thalweg.optim.OuterStep;
import org.thalweg.optim.Penalty;
import org.thalweg.optim.Sgd;

class LocalStepsTest {
    private static final long SEED = 5;
    private static final Network NETWORK = Network.of(6, List.of(8), Activation.TANH, 3, Activation.SOFTMAX);
    private static final float[] INITIAL = Initialisation.AUTO.parameters(NETWORK, 1);

    private static LocalEngine engine(List<Example> rows, Batches batches, int threads) {
        TrainingPlan plan = new TrainingPlan(NETWORK, Loss.CROSS_ENTROPY, batches, SEED);
        return new LocalEngine(plan, LocalRows.pack(rows, SEED, batches, 0.1, s -> Scaling.NONE), threads);
    }

    private static TrainingSettings settings(Optimizer optimizer, LocalSteps localSteps) {
        return TrainingSettings.of(3, optimizer, 0.01).with(localSteps);
    }

    private static TrainingResult train(LocalEngine engine, TrainingSettings settings) {
        return new Trainer(engine, settings, TrainingListener.NONE).train(INITIAL);
    }

    static Stream<Optimizer> optimizers() {
        return Stream.of(new Sgd(), new Momentum(0.9, true), new Adam(), new AdamW(), new NAdam());
    }

    /** One lane has nothing to average with: its local steps are the steps that all lanes take together. */
    @ParameterizedTest
    @MethodSource("optimizers")
    void ofOneLaneTheyAreOrdinarySteps(Optimizer optimizer) {
        List<Example> rows = RandomRows.of(500, 6, 3, true, 1);
        Batches oneLane = Batches.of(32, 32);
        float[] together = train(engine(rows, oneLane, 1), settings(optimizer, LocalSteps.NONE))
                .parameters();
        float[] alone = train(engine(rows, oneLane, 1), settings(optimizer, LocalSteps.of(4)))
                .parameters();
        for (int i = 0; i < alone.length; i++) {
            // A round goes through differences and products with the rows' number, which round.
            assertThat(alone[i]).isCloseTo(together[i], within(2e-5f));
        }
        assertThat(alone).isNotEqualTo(INITIAL);
    }

    /** Beside steps of each lane on copies of its own, by the public parts, averaged in double precision. */
    @ParameterizedTest
    @MethodSource("optimizers")
    void aRoundIsTheMeanOfLanesThatStepAlone(Optimizer optimizer) {
        List<Example> rows = RandomRows.of(700, 6, 3, true, 2);
        Batches batches = Batches.of(64, 16);
        Penalty penalty = new Penalty(0, 0.01);
        try (LocalEngine engine = engine(rows, batches, 2)) {
            GradientDescent descent = GradientDescent.of(optimizer, 0.01).withClipNorm(0.5);
            TrainingSettings settings = TrainingSettings.of(1, descent)
                    .with(penalty)
                    .with(LocalSteps.of((int) engine.order().steps()));
            float[] ours = train(engine, settings).parameters();
            int lanes = engine.order().layout().training().count();
            assertThat(lanes).isEqualTo(4);
            float[] start = INITIAL.clone();
            OptimizerState state = optimizer.newState(start.length);
            GradientSum first = engine.gradient(start, new Step(0, 0));
            descend(first, start, state, descent, penalty, engine);
            long all = first.rows();
            double[] mean = new double[INITIAL.length];
            for (int lane = 0; lane < lanes; lane++) {
                float[] w = start.clone();
                OptimizerState copy = state.restored(state.steps(), state.arrays(), state.scalars());
                long taken = stepAlone(engine, lane, w, copy, descent, penalty);
                all += taken;
                for (int i = 0; i < w.length; i++) {
                    mean[i] += (double) taken * w[i];
                }
            }
            assertThat(all).isEqualTo(engine.order().rows());
            all -= engine.order().rowsOf(0);
            for (int i = 0; i < mean.length; i++) {
                assertThat((double) ours[i]).isCloseTo(mean[i] / all, within(2e-6));
            }
        }
    }

    /** Takes a lane's steps but the first on its own parameters; returns its rows. */
    private static long stepAlone(
            LocalEngine engine, int lane, float[] w, OptimizerState state, GradientDescent descent, Penalty penalty) {
        LaneWorker worker = new LaneWorker(engine.plan(), engine.order());
        GradientSum sum = new GradientSum(w.length);
        long taken = 0;
        for (long step = 1; step < engine.order().steps(); step++) {
            Step at = new Step(0, step);
            StepShares shares = new StepShares();
            engine.order().sharesInto(at, lane, lane + 1, shares);
            worker.gradient(w, engine.laneRows(lane), shares, 0, at, sum);
            descend(sum, w, state, descent, penalty, engine);
            taken += sum.rows();
        }
        return taken;
    }

    private static void descend(
            GradientSum sum,
            float[] w,
            OptimizerState state,
            GradientDescent descent,
            Penalty penalty,
            LocalEngine engine) {
        float[] g = sum.gradient().clone();
        double squares = 0;
        for (int i = 0; i < g.length; i++) {
            g[i] *= (float) (1 / sum.weight());
        }
        penalty.addGradient(g, w, engine.plan().weightRanges());
        for (float each : g) {
            squares += each * each;
        }
        double norm = Math.sqrt(squares);
        if (norm > descent.clipNorm()) {
            for (int i = 0; i < g.length; i++) {
                g[i] *= (float) (descent.clipNorm() / norm);
            }
        }
        descent.optimizer()
                .step(w, g, descent.learningRate(), state, engine.plan().weightRanges());
    }

    static Stream<LocalSteps> rounds() {
        return Stream.of(
                LocalSteps.of(2),
                LocalSteps.of(5),
                LocalSteps.of(1000),
                new LocalSteps(4, 2, OuterStep.PLAIN),
                new LocalSteps(3, 0, new OuterStep(0.7, 0.9)));
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void neitherTheRowsOrderNorTheThreadsMatter(LocalSteps local) {
        for (Batches batches : List.of(
                Batches.of(64, 8),
                Batches.of(50, 7),
                // Several groups of lanes, whose borders rounds go across.
                Batches.of(16, 4).withRestingRows(40))) {
            List<Example> rows = new ArrayList<>(RandomRows.of(1001, 6, 3, true, 3));
            float[] expected =
                    train(engine(rows, batches, 1), settings(new Adam(), local)).parameters();
            for (int threads = 1; threads <= 4; threads++) {
                Collections.shuffle(rows, new Random(threads));
                try (LocalEngine engine = engine(rows, batches, threads)) {
                    assertThat(train(engine, settings(new Adam(), local)).parameters())
                            .as("%s, %s, %d threads", local, batches, threads)
                            .isEqualTo(expected);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rounds")
    void everyRowIsTakenOnceAnEpoch(LocalSteps local) {
        List<Example> rows = RandomRows.of(1001, 6, 3, false, 4);
        try (LocalEngine engine = engine(rows, Batches.of(16, 4).withRestingRows(40), 2)) {
            TrainingResult result = train(engine, settings(new Adam(), local));
            assertThat(result.epochs()).hasSize(3).allSatisfy(epoch -> {
                assertThat(epoch.rows()).isEqualTo(engine.order().rows());
                assertThat(epoch.gradientNorm()).isPositive();
            });
            assertThat(result.steps()).isEqualTo(3 * engine.order().steps());
        }
    }

    @Test
    void theyGrowFromOneOverTheWarmUp() {
        LocalSteps local = new LocalSteps(16, 4, OuterStep.PLAIN);
        assertThat(Stream.iterate(0, epoch -> epoch + 1).limit(6).map(local::countIn))
                .containsExactly(1, 2, 4, 8, 16, 16);
        assertThat(LocalSteps.of(7).countIn(0)).isEqualTo(7);
    }

    @Test
    void autoTakesAsManyThatTheRestIsATenthOfTheArithmetic() {
        assertThat(LocalSteps.countFor(0, 1)).isEqualTo(1);
        assertThat(LocalSteps.countFor(0.1, 1)).isEqualTo(1);
        assertThat(LocalSteps.countFor(0.11, 1)).isEqualTo(2);
        assertThat(LocalSteps.countFor(1.6, 1)).isEqualTo(16);
        assertThat(LocalSteps.countFor(1e9, 1)).isEqualTo(LocalSteps.MAX_AUTO);
    }

    @Test
    void autoIsOneWhereNothingIsSent() {
        List<Example> rows = RandomRows.of(500, 6, 3, true, 1);
        LocalSteps auto = new LocalSteps(LocalSteps.AUTO, 0, OuterStep.PLAIN);
        assertThat(train(engine(rows, Batches.of(32, 8), 2), settings(new Adam(), auto))
                        .parameters())
                .isEqualTo(train(engine(rows, Batches.of(32, 8), 2), settings(new Adam(), LocalSteps.NONE))
                        .parameters());
    }

    @Test
    void nesterovAddsUpChanges() {
        float[] w = {1, 2};
        float[] buffer = {0, 0};
        OuterStep outer = new OuterStep(0.5, 0.5);
        outer.apply(w, new float[] {1, -1}, buffer, 0, 2);
        assertThat(buffer).containsExactly(1, -1);
        assertThat(w).containsExactly(1.75f, 1.25f);
        outer.apply(w, new float[] {1, 0}, buffer, 0, 2);
        assertThat(buffer).containsExactly(1.5f, -0.5f);
        assertThat(w).containsExactly(2.625f, 1.125f);
        OuterStep.PLAIN.apply(w, new float[] {1, 1}, new float[0], 0, 1);
        assertThat(w).containsExactly(3.625f, 1.125f);
    }

    @Test
    void aLaneThatDivergesEndsTheRun() {
        List<Example> rows = RandomRows.of(500, 6, 3, true, 1);
        try (LocalEngine engine = engine(rows, Batches.of(64, 8), 2)) {
            TrainingSettings wild = TrainingSettings.of(3, new Sgd(), 1e30).with(LocalSteps.of(4));
            assertThatThrownBy(() -> train(engine, wild)).isInstanceOf(DivergedException.class);
        }
    }

    @Test
    void theyDoNotGoWithLbfgs() {
        assertThatThrownBy(() -> TrainingSettings.of(3, new Lbfgs()).with(LocalSteps.of(2)))
                .hasMessageContaining("localSteps: expected 1 with L-BFGS, found 2");
        assertThatThrownBy(() -> LocalSteps.of(0)).hasMessageContaining("localSteps: expected 1 or more, found 0");
    }
}
