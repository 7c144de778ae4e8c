package org.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.thalweg.data.Example;
import org.thalweg.data.RandomRows;
import org.thalweg.data.RowTransforms;
import org.thalweg.data.Scaling;
import org.thalweg.data.Split;
import org.thalweg.math.TreeSum;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Dropout;
import org.thalweg.nn.Initialisation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.optim.Adam;
import org.thalweg.optim.Lbfgs;
import org.thalweg.optim.Sgd;

class LocalEngineTest {
    private static final long SEED = 3;
    private static final Network NETWORK = Network.of(6, List.of(12), Activation.RELU, 3, Activation.SOFTMAX);
    private static final float[] PARAMETERS = Initialisation.AUTO.parameters(NETWORK, 1);

    private static TrainingPlan plan(Batches batches) {
        return new TrainingPlan(NETWORK, Loss.CROSS_ENTROPY, batches, SEED);
    }

    private static LocalEngine engine(List<Example> rows, Batches batches, double heldOut, int threads) {
        return new LocalEngine(plan(batches), LocalRows.pack(rows, SEED, batches, heldOut, s -> Scaling.NONE), threads);
    }

    private static List<Thread> laneThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("thalweg-lanes"))
                .toList();
    }

    private static void assertThreadsEnd(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(10_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    @Timeout(30)
    void closeEndsTheThreads() throws Exception {
        List<Thread> before = laneThreads();
        LocalEngine engine = engine(RandomRows.of(200, 6, 3, false, 1), Batches.of(64, 4), 0, 3);
        engine.gradient(PARAMETERS, new Step(0, 0));
        List<Thread> its = new ArrayList<>(laneThreads());
        its.removeAll(before);
        assertThat(its).as("beside the caller's own").hasSize(2).allMatch(Thread::isDaemon);
        engine.close();
        assertThreadsEnd(its);
    }

    @Test
    @Timeout(60)
    void interruptEndsTheRunAndItsThreads() throws Exception {
        for (int threads : new int[] {1, 3}) {
            List<Thread> before = laneThreads();
            CountDownLatch started = new CountDownLatch(1);
            AtomicReference<Throwable> end = new AtomicReference<>();
            AtomicReference<Boolean> flag = new AtomicReference<>();
            Thread run = new Thread(() -> {
                try (LocalEngine engine = engine(RandomRows.of(5000, 6, 3, false, 1), Batches.of(64, 8), 0, threads)) {
                    TrainingListener listener = new TrainingListener() {
                        @Override
                        public void onStep(long step, long steps, long rows, double loss) {
                            started.countDown();
                        }
                    };
                    TrainingSettings endless = TrainingSettings.of(1_000_000, new Sgd(), 1e-6);
                    new Trainer(engine, endless, listener).train(PARAMETERS);
                } catch (RuntimeException e) {
                    end.set(e);
                    flag.set(Thread.currentThread().isInterrupted());
                }
            });
            run.start();
            assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
            List<Thread> its = new ArrayList<>(laneThreads());
            its.removeAll(before);
            run.interrupt();
            run.join(10_000);
            assertThat(run.isAlive()).isFalse();
            assertThat(end.get()).isInstanceOf(TrainingCancelledException.class);
            assertThat(flag.get()).as("the interrupt flag stays set").isTrue();
            assertThreadsEnd(its);
        }
    }

    /** Whole groups and parts of two groups, lanes that add nothing, more threads than lanes. */
    @Test
    void gradientIsTheTreeOfTheLanesWhateverTheThreads() {
        List<Example> rows = RandomRows.of(700, 6, 3, true, 1);
        for (Dropout dropout : List.of(Dropout.NONE, new Dropout(List.of(0.4)))) {
            assertTreeOfLanes(rows, dropout);
        }
    }

    private static void assertTreeOfLanes(List<Example> rows, Dropout dropout) {
        for (Batches batches : List.of(
                Batches.of(128, 8),
                Batches.of(100, 8),
                Batches.of(5, 5),
                Batches.of(64, 64),
                Batches.of(64, 16).withRestingRows(20),
                Batches.of(100, 7).withRestingRows(6))) {
            TrainingPlan plan = plan(batches).with(dropout);
            LocalRows packed = LocalRows.pack(rows, SEED, batches, 0, s -> Scaling.NONE);
            EpochOrder order = packed.order();
            for (int index = 0; index < Math.min(9, order.steps()); index++) {
                Step step = new Step(1, index);
                TreeSum<GradientSum> tree = LaneRunner.newGradientTree();
                StepShares shares = new StepShares();
                order.sharesInto(step, 0, order.laneRows().length, shares);
                for (int i = 0; i < shares.count(); i++) {
                    GradientSum ofLane = new GradientSum(PARAMETERS.length);
                    LaneRows laneRows = packed.lanes().rows(shares.lane(i), Split.TRAINING);
                    new LaneWorker(plan, order).gradient(PARAMETERS, laneRows, shares, i, step, ofLane);
                    tree.put(0, shares.leaf(i), ofLane);
                }
                GradientSum expected = GradientSum.total(tree, order, step);
                for (int threads = 1; threads <= 9; threads++) {
                    try (LocalEngine engine = new LocalEngine(plan, packed, threads)) {
                        GradientSum found = engine.gradient(PARAMETERS, step);
                        assertThat(found.rows()).isEqualTo(expected.rows());
                        assertThat(found.loss()).isEqualTo(expected.loss());
                        assertThat(found.weight()).isEqualTo(expected.weight());
                        assertThat(found.statistics()).hasSize(index == 0 ? 2 : 0);
                        for (int l = 0; l < found.statistics().size(); l++) {
                            assertThat(found.statistics().get(l).sums())
                                    .isEqualTo(expected.statistics().get(l).sums());
                            assertThat(found.statistics().get(l).saturatedRows())
                                    .isEqualTo(expected.statistics().get(l).saturatedRows());
                        }
                        if (found.rows() > 0) {
                            assertThat(found.gradient())
                                    .as("%s, step %d, %d threads", batches, index, threads)
                                    .isEqualTo(expected.gradient());
                        }
                    }
                }
            }
        }
    }

    /** bfloat16 by its definition: the nearest float whose lower 16 bits are 0, of two the even one. */
    private static float rounded(float x) {
        int below = Float.floatToRawIntBits(x) & 0xFFFF0000;
        double down = Math.abs((double) x - Float.intBitsToFloat(below));
        double up = Math.abs((double) x - Float.intBitsToFloat(below + 0x10000));
        boolean even = (below & 0x10000) == 0;
        return Float.intBitsToFloat(down < up || down == up && even ? below : below + 0x10000);
    }

    private static GradientSum plainSum(GradientSum left, GradientSum right) {
        if (left.rows() == 0 || right.rows() == 0) {
            return left.rows() == 0 ? right : left;
        }
        float[] sum = new float[left.gradient().length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = rounded(left.gradient()[i] + right.gradient()[i]);
        }
        return new GradientSum(
                sum, left.loss() + right.loss(), left.weight() + right.weight(), left.rows() + right.rows());
    }

    @Test
    void gradientsOfBfloat16AreRoundedInEveryLaneAndAfterEveryAddition() {
        List<Example> rows = RandomRows.of(700, 6, 3, true, 1);
        for (Batches batches :
                List.of(Batches.of(128, 8), Batches.of(5, 5), Batches.of(100, 7).withRestingRows(6))) {
            TrainingPlan plan = plan(batches).with(GradientPrecision.BFLOAT16);
            LocalRows packed = LocalRows.pack(rows, SEED, batches, 0, s -> Scaling.NONE);
            EpochOrder order = packed.order();
            for (int index = 0; index < Math.min(5, order.steps()); index++) {
                Step step = new Step(1, index);
                TreeSum<GradientSum> tree = new TreeSum<>(LocalEngineTest::plainSum);
                StepShares shares = new StepShares();
                order.sharesInto(step, 0, order.laneRows().length, shares);
                for (int i = 0; i < shares.count(); i++) {
                    GradientSum ofLane = new GradientSum(PARAMETERS.length);
                    LaneRows laneRows = packed.lanes().rows(shares.lane(i), Split.TRAINING);
                    new LaneWorker(plan, order).gradient(PARAMETERS, laneRows, shares, i, step, ofLane);
                    for (int at = 0; at < PARAMETERS.length; at++) {
                        ofLane.gradient()[at] = rounded(ofLane.gradient()[at]);
                    }
                    tree.put(0, shares.leaf(i), ofLane);
                }
                GradientSum expected = GradientSum.total(tree, order, step);
                for (int threads = 1; threads <= 5; threads++) {
                    try (LocalEngine engine = new LocalEngine(plan, packed, threads)) {
                        GradientSum found = engine.gradient(PARAMETERS, step);
                        assertThat(found.gradient()).isEqualTo(expected.gradient());
                        assertThat(List.of(found.loss(), found.weight(), (double) found.rows()))
                                .isEqualTo(List.of(expected.loss(), expected.weight(), (double) expected.rows()));
                    }
                }
            }
        }
    }

    @Test
    void bfloat16IsRefusedWithLocalStepsAndWithLbfgs() {
        List<Example> rows = RandomRows.of(50, 6, 3, false, 1);
        LocalRows packed = LocalRows.pack(rows, SEED, Batches.full(), 0, s -> Scaling.NONE);
        TrainingPlan plan = plan(Batches.full()).with(GradientPrecision.BFLOAT16);
        TrainingSettings adam = TrainingSettings.of(1, new Adam(), 0.01);
        try (LocalEngine engine = new LocalEngine(plan, packed, 1)) {
            for (TrainingSettings settings :
                    List.of(adam.with(LocalSteps.of(2)), TrainingSettings.of(1, new Lbfgs()))) {
                assertThatThrownBy(() -> new Trainer(engine, settings, TrainingListener.NONE))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("gradients: expected float32 with L-BFGS or with local steps, found bfloat16");
            }
            assertThat(new Trainer(engine, adam, TrainingListener.NONE)).isNotNull();
        }
    }

    /** Dropout is sampled again at every step, and evaluation does not drop units. */
    @Test
    void dropoutIsAFunctionOfSeedAndStepAndForGradientsAlone() {
        Batches batches = Batches.full();
        LocalRows rows = LocalRows.pack(RandomRows.of(300, 6, 3, false, 1), SEED, batches, 0, s -> Scaling.NONE);
        TrainingPlan plan = plan(batches);
        try (LocalEngine dropping = new LocalEngine(plan.with(new Dropout(List.of(0.5))), rows, 2);
                LocalEngine whole = new LocalEngine(plan, rows, 2)) {
            double first = dropping.gradient(PARAMETERS, new Step(0, 0)).loss();
            assertThat(dropping.gradient(PARAMETERS, new Step(0, 0)).loss()).isEqualTo(first);
            assertThat(dropping.gradient(PARAMETERS, new Step(1, 0)).loss()).isNotEqualTo(first);
            assertThat(whole.gradient(PARAMETERS, new Step(0, 0)).loss()).isNotEqualTo(first);
            assertThat(dropping.evaluate(PARAMETERS, Split.TRAINING).loss())
                    .isEqualTo(whole.evaluate(PARAMETERS, Split.TRAINING).loss());
        }
        TrainingPlan other = new TrainingPlan(NETWORK, Loss.CROSS_ENTROPY, batches, SEED + 1);
        try (LocalEngine one = new LocalEngine(plan.with(new Dropout(List.of(0.5))), rows, 1);
                LocalEngine two = new LocalEngine(other.with(new Dropout(List.of(0.5))), rows, 1)) {
            assertThat(one.gradient(PARAMETERS, new Step(0, 0)).loss())
                    .isNotEqualTo(two.gradient(PARAMETERS, new Step(0, 0)).loss());
        }
    }

    @Test
    void statisticsAreOfASixteenthOfALanesRowsAndOfThirtyTwoAtLeast() {
        try (LocalEngine one = engine(RandomRows.of(1000, 6, 3, false, 1), Batches.of(64, 64), 0, 1)) {
            assertThat(one.gradient(PARAMETERS, new Step(0, 0)).statistics())
                    .allMatch(layer -> layer.rows() == 1000 / 16);
            assertThat(one.gradient(PARAMETERS, new Step(0, 1)).statistics()).isEmpty();
            assertThat(one.gradient(PARAMETERS, new Step(1, 0)).statistics()).hasSize(2);
        }
        try (LocalEngine one = engine(RandomRows.of(50, 6, 3, false, 1), Batches.of(64, 64), 0, 1)) {
            assertThat(one.gradient(PARAMETERS, new Step(0, 0)).statistics()).allMatch(layer -> layer.rows() == 32);
        }
        try (LocalEngine full = engine(RandomRows.of(6000, 6, 3, false, 1), Batches.full(), 0, 2)) {
            assertThat(full.gradient(PARAMETERS, new Step(0, 0)).statistics())
                    .allMatch(layer -> layer.rows() == 64 * 32);
        }
    }

    /** Lanes so many and steps so large that a step outlasts the wait for it. */
    @Test
    @Timeout(30)
    void interruptedStepIsCancelledOnAnyNumberOfThreads() {
        for (int threads : new int[] {1, 2}) {
            try (LocalEngine engine = engine(RandomRows.of(20_000, 6, 3, false, 1), Batches.full(), 0, threads)) {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> engine.gradient(PARAMETERS, new Step(0, 0)))
                        .as("%d threads", threads)
                        .isInstanceOf(TrainingCancelledException.class);
                assertThat(Thread.currentThread().isInterrupted()).as("flag").isTrue();
                assertThatThrownBy(() -> engine.evaluate(PARAMETERS, Split.TRAINING))
                        .isInstanceOf(TrainingCancelledException.class);
                assertThat(Thread.interrupted()).isTrue();
                assertThat(engine.gradient(PARAMETERS, new Step(0, 0)).rows())
                        .as("the next step is whole")
                        .isEqualTo(20_000);
            } finally {
                Thread.interrupted();
            }
        }
    }

    /** Runs what it is given while the caller waits. */
    private abstract static class WaitingPool extends AbstractExecutorService {
        @Override
        public void shutdown() {}

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }

    private static void gradient(ExecutorService pool) {
        Batches batches = Batches.of(64, 8);
        LocalRows rows = LocalRows.pack(RandomRows.of(200, 6, 3, false, 1), SEED, batches, 0, s -> Scaling.NONE);
        new LaneRunner(plan(batches), rows.order()).gradient(PARAMETERS, rows.lanes(), new Step(0, 0), 2, pool);
    }

    @Test
    void lanesStopOnceTheirThreadIsInterrupted() {
        ExecutorService interrupting = new WaitingPool() {
            @Override
            public void execute(Runnable work) {
                Thread.currentThread().interrupt();
                work.run();
            }
        };
        assertThatThrownBy(() -> gradient(interrupting)).isInstanceOf(TrainingCancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void stepDoesNotBeginOnAnInterruptedThread() {
        ExecutorService none = new WaitingPool() {
            @Override
            public void execute(Runnable work) {
                throw new AssertionError("began");
            }
        };
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> gradient(none)).isInstanceOf(TrainingCancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void failureOfOneLaneIsTheStepsFailureAndTheNextStepIsWhole() {
        try (LocalEngine engine = engine(RandomRows.of(500, 6, 3, false, 1), Batches.full(), 0, 3)) {
            float[] good =
                    engine.gradient(PARAMETERS, new Step(0, 0)).gradient().clone();
            assertThatThrownBy(() -> engine.gradient(new float[5], new Step(0, 0)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("parameters: expected " + NETWORK.parameterCount());
            assertThat(engine.gradient(PARAMETERS, new Step(0, 0)).gradient()).isEqualTo(good);
        }
    }

    @Test
    void heldOutRowsAreEvaluatedOnceAndApart() {
        List<Example> rows = RandomRows.of(1001, 6, 3, true, 1);
        try (LocalEngine engine = engine(rows, Batches.of(100, 7), 0.2, 2)) {
            assertThat(engine.hasValidation()).isTrue();
            long training = engine.evaluate(PARAMETERS, Split.TRAINING).rows();
            long validation = engine.evaluate(PARAMETERS, Split.VALIDATION).rows();
            assertThat(training).isEqualTo(engine.rows().training());
            assertThat(validation).isEqualTo(engine.rows().heldOut()).isBetween(130L, 270L);
            assertThat(training + validation).isEqualTo(1001);
        }
        try (LocalEngine engine = engine(rows, Batches.of(100, 7), 0, 2)) {
            assertThat(engine.hasValidation()).isFalse();
            assertThat(engine.evaluate(PARAMETERS, Split.VALIDATION).rows()).isZero();
        }
    }

    @Test
    void validationRowsOfTheirOwnAreAllEvaluated() {
        Batches batches = Batches.of(100, 7);
        LocalRows rows = LocalRows.pack(RandomRows.of(300, 6, 3, false, 1), SEED, batches, 0, s -> Scaling.NONE);
        LocalRows own = LocalRows.packToEvaluate(RandomRows.of(77, 6, 3, false, 2), SEED, RowTransforms.NONE);
        try (LocalEngine engine = new LocalEngine(plan(batches), rows, Optional.of(own), 2)) {
            assertThat(engine.hasValidation()).isTrue();
            assertThat(engine.evaluate(PARAMETERS, Split.VALIDATION).rows()).isEqualTo(77);
            assertThat(engine.evaluate(PARAMETERS, Split.TRAINING).rows()).isEqualTo(300);
        }
    }

    @Test
    void rowsOfAnotherWidthOrForOtherBatchesAreRefused() {
        Batches batches = Batches.of(64, 8);
        LocalRows wide = LocalRows.pack(RandomRows.of(20, 7, 3, false, 1), SEED, batches, 0, s -> Scaling.NONE);
        assertThatThrownBy(() -> new LocalEngine(plan(batches), wide, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rows: expected 6 features (the network's inputs), found 7");
        LocalRows others =
                LocalRows.pack(RandomRows.of(20, 6, 3, false, 1), SEED, Batches.full(), 0, s -> Scaling.NONE);
        assertThatThrownBy(() -> new LocalEngine(plan(batches), others, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rows: expected those packed for the plan's batches");
        LocalRows right = LocalRows.pack(RandomRows.of(20, 6, 3, false, 1), SEED, batches, 0, s -> Scaling.NONE);
        assertThatThrownBy(() -> new LocalEngine(plan(batches), right, Optional.of(wide), 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LocalEngine(plan(batches), right, 0)).hasMessageContaining("threads");
    }

    /** A lane's share of this batch is far more than the rows of a pass. */
    @Test
    void largestBatchesRun() {
        Batches batches = Batches.of(Integer.MAX_VALUE, 2000);
        try (LocalEngine engine = engine(RandomRows.of(3000, 6, 3, false, 1), batches, 0, 2)) {
            assertThat(engine.gradient(PARAMETERS, new Step(0, 0)).rows()).isEqualTo(3000);
        }
    }

    @Test
    void noRowsAreRefused() {
        assertThatThrownBy(() -> LocalRows.pack(List.of(), SEED, Batches.full(), 0, s -> Scaling.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found none");
        List<Example> one = RandomRows.of(1, 6, 3, false, 1);
        try (LocalEngine engine = engine(one, Batches.of(1, 1), 0.999999, 1)) {
            assertThatThrownBy(() -> new Trainer(engine, TrainingSettings.of(1, new Sgd(), 1), TrainingListener.NONE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("training rows: expected at least one, found none of 1");
        }
    }
}
