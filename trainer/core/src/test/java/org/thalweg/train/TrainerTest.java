package org.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.thalweg.nn.Network;
import org.thalweg.optim.ExponentialAverage;
import org.thalweg.optim.GradientDescent;
import org.thalweg.optim.Lbfgs;
import org.thalweg.optim.Optimizer;
import org.thalweg.optim.Penalty;
import org.thalweg.optim.ReduceOnPlateau;
import org.thalweg.optim.Schedule;
import org.thalweg.optim.Sgd;

class TrainerTest {
    private static final Optimizer SGD = new Sgd();
    private static final int N = ScriptedEngine.PARAMETERS;
    private static final double NONE = Double.POSITIVE_INFINITY;

    private static ScriptedEngine constant(double... validationLosses) {
        return new ScriptedEngine(step -> ScriptedEngine.mean(1, 1), validationLosses);
    }

    private static TrainingSettings settings(int epochs, double l2, double clip, int patience, double minDelta) {
        TrainingSettings settings = TrainingSettings.of(
                        epochs, GradientDescent.of(SGD, 0.5).withClipNorm(clip))
                .with(new Penalty(0, l2));
        return patience == 0 ? settings : settings.with(new EarlyStopping(patience, minDelta));
    }

    private static TrainingResult train(ScriptedEngine engine, TrainingSettings settings) {
        return new Trainer(engine, settings, TrainingListener.NONE).train(new float[N]);
    }

    @Test
    void stepIsDividedOnceByItsWeight() {
        TrainingResult result = train(constant(), settings(1, 0, NONE, 0, 0));
        assertThat(result.parameters()).containsOnly(-1);
        assertThat(result.epochs()).hasSize(1);
        EpochResult epoch = result.epochs().get(0);
        assertThat(epoch.rows()).isEqualTo(20);
        assertThat(epoch.steps()).isEqualTo(2);
        assertThat(epoch.trainLoss()).isEqualTo(1);
        assertThat(epoch.gradientNorm()).isCloseTo(Math.sqrt(N), within(1e-6));
        assertThat(epoch.learningRate()).isEqualTo(0.5);
        assertThat(epoch.validation()).isEmpty();
        assertThat(epoch.seconds()).isNotNegative();
        assertThat(result.steps()).isEqualTo(2);
        assertThat(result.stoppedEarly()).isFalse();
        assertThat(result.stoppedBy()).isEqualTo(StoppedBy.EPOCHS);
    }

    @Test
    void initialParametersAreNotChangedAndStepsComeInOrder() {
        ScriptedEngine engine = constant();
        float[] initial = new float[N];
        new Trainer(engine, settings(2, 0, NONE, 0, 0), TrainingListener.NONE).train(initial);
        assertThat(initial).containsOnly(0);
        assertThat(engine.steps).containsExactly(new Step(0, 0), new Step(0, 1), new Step(1, 0), new Step(1, 1));
    }

    @Test
    void epochsLossIsWeightedByTheStepsWeights() {
        ScriptedEngine engine = new ScriptedEngine(
                step -> new GradientSum(new float[N], step.index() == 0 ? 30 : 5, step.index() == 0 ? 10 : 5, 10));
        assertThat(train(engine, settings(1, 0, NONE, 0, 0)).epochs().get(0).trainLoss())
                .isEqualTo(35.0 / 15);
    }

    /** Validation losses: best at epoch 2, then worse. */
    @Test
    void patienceStopsAndKeepsTheBestParameters() {
        double[] losses = {5, 4, 3, 3.5, 3, 9, 1, 1, 1, 1};
        for (int patience = 1; patience <= 3; patience++) {
            ScriptedEngine engine = constant(losses);
            TrainingResult result = train(engine, settings(10, 0, NONE, patience, 0));
            assertThat(result.stoppedEarly()).isTrue();
            assertThat(result.bestEpoch()).isEqualTo(2);
            assertThat(result.epochs()).as("patience %d", patience).hasSize(3 + patience);
            assertThat(result.parameters()).isEqualTo(engine.validated.get(2)).containsOnly(-3);
            assertThat(result.steps()).isEqualTo(2 * (3 + patience));
        }
        TrainingResult survives = train(constant(losses), settings(10, 0, NONE, 4, 0));
        assertThat(survives.bestEpoch()).isEqualTo(6);
        assertThat(survives.epochs()).hasSize(10);
        assertThat(survives.stoppedEarly()).as("9 − 6 epochs are fewer than 4").isFalse();
        assertThat(survives.parameters()).containsOnly(-7);
    }

    @Test
    void patienceZeroTrainsOnAndKeepsTheLast() {
        TrainingResult result = train(constant(1, 2, 3, 4), settings(4, 0, NONE, 0, 0));
        assertThat(result.epochs()).hasSize(4);
        assertThat(result.bestEpoch()).isEqualTo(3);
        assertThat(result.parameters()).containsOnly(-4);
        assertThat(result.stoppedEarly()).isFalse();
        assertThat(result.epochs().get(3).validation().orElseThrow().loss()).isEqualTo(4);
    }

    @Test
    void gainBelowMinDeltaIsNone() {
        double[] losses = {1, 0.95, 0.89, 0.85, 0.80, 0.81};
        TrainingResult result = train(constant(losses), settings(6, 0, NONE, 2, 0.1));
        assertThat(result.bestEpoch()).as("0.89 is the first below 1 − 0.1").isEqualTo(2);
        assertThat(result.epochs()).hasSize(5);
        assertThat(train(constant(losses), settings(6, 0, NONE, 2, 0)).bestEpoch())
                .isEqualTo(4);
        assertThat(train(constant(1, 0.5, 0.5, 0.5), settings(4, 0, NONE, 2, 0)).bestEpoch())
                .isEqualTo(1);
    }

    @Test
    void clippingShortensLongGradientsAndLeavesShortOnes() {
        for (double clip : new double[] {0.1, 1, Math.sqrt(N) * 0.999}) {
            TrainingResult result = train(constant(), settings(1, 0, clip, 0, 0));
            float expected = (float) (-2 * 0.5 * clip / Math.sqrt(N));
            for (float parameter : result.parameters()) {
                assertThat(parameter).as("clip %s", clip).isCloseTo(expected, within(1e-6f));
            }
            assertThat(result.epochs().get(0).gradientNorm())
                    .as("before clipping")
                    .isCloseTo(Math.sqrt(N), within(1e-6));
        }
        assertThat(train(constant(), settings(1, 0, Math.sqrt(N) * 1.001, 0, 0)).parameters())
                .containsOnly(-1);
    }

    @Test
    void l2PullsWeightsButNotBiases() {
        ScriptedEngine still = new ScriptedEngine(step -> ScriptedEngine.mean(1, 0));
        float[] ones = new float[N];
        java.util.Arrays.fill(ones, 1);
        TrainingResult result = new Trainer(still, settings(1, 0.2, NONE, 0, 0), TrainingListener.NONE).train(ones);
        Network network = ScriptedEngine.NETWORK;
        for (int i = 0; i < N; i++) {
            boolean weight = network.tensorOf(i).endsWith("weights");
            assertThat(result.parameters()[i]).as(network.tensorOf(i)).isCloseTo(weight ? 0.81f : 1, within(1e-6f));
        }
        assertThat(result.epochs().get(0).trainLoss()).as("without the penalty").isEqualTo(1);
    }

    @Test
    void penaltyIsClippedTogetherWithTheGradient() {
        ScriptedEngine still = new ScriptedEngine(step -> ScriptedEngine.mean(1, 0));
        float[] ones = new float[N];
        java.util.Arrays.fill(ones, 1);
        float[] after = new Trainer(still, settings(1, 100, 0.01, 0, 0), TrainingListener.NONE)
                .train(ones)
                .parameters();
        double change = IntStream.range(0, N)
                .mapToDouble(i -> Math.pow(after[i] - 1, 2))
                .sum();
        assertThat(Math.sqrt(change)).isCloseTo(2 * 0.5 * 0.01, within(1e-6));
    }

    @Test
    void scheduleScalesTheRateOfEachStep() {
        Schedule halves = new Schedule(new Schedule.Kind.Step(1, 0.5), 1);
        TrainingSettings settings =
                TrainingSettings.of(2, GradientDescent.of(SGD, 0.5).with(halves));
        TrainingResult result = train(constant(), settings);
        // Warm-up ½ and 1, then ½ twice.
        assertThat(result.parameters()).containsOnly(-0.5f * (0.5f + 1 + 0.5f + 0.5f));
        assertThat(result.epochs().get(0).learningRate()).isEqualTo(0.5);
        assertThat(result.epochs().get(1).learningRate()).isEqualTo(0.25);
    }

    private static TrainingSettings falling(int epochs) {
        return TrainingSettings.of(epochs, GradientDescent.of(SGD, 0.5).with(new ReduceOnPlateau(0.5, 1, 0, 0.25)));
    }

    @Test
    void rateFallsWhenTheValidationLossDoesNot() {
        TrainingSettings settings = falling(4);
        TrainingResult result = train(constant(3, 3, 3, 3), settings);
        assertThat(result.epochs()).map(EpochResult::learningRate).containsExactly(0.5, 0.5, 0.25, 0.125);
    }

    @Test
    void withoutValidationThePlateauIsTheTrainingLosses() {
        TrainingSettings settings = falling(3);
        assertThat(train(constant(), settings).epochs())
                .map(EpochResult::learningRate)
                .containsExactly(0.5, 0.5, 0.25);
    }

    /** Each of the four steps takes 0.5 off; the average follows by 1 − min(0.5, (1 + t) / (10 + t)). */
    @Test
    void averageIsKeptInPlaceOfTheParameters() {
        TrainingSettings settings =
                TrainingSettings.of(2, GradientDescent.of(SGD, 0.5).with(new ExponentialAverage(0.5)));
        float average = 0;
        for (int t = 1; t <= 4; t++) {
            float share = (float) (1 - Math.min(0.5, (1.0 + t) / (10.0 + t)));
            average += share * (-0.5f * t - average);
        }
        assertThat(train(constant(), settings).parameters()).containsOnly(average);
        assertThat(train(constant(), TrainingSettings.of(2, SGD, 0.5)).parameters())
                .containsOnly(-2);
    }

    @Test
    void l1PullsWeightsByItsSign() {
        TrainingSettings settings = TrainingSettings.of(2, SGD, 0.5).with(new Penalty(0.25, 0));
        float[] parameters = train(constant(), settings).parameters();
        float w = 0;
        for (int step = 0; step < 4; step++) {
            w -= 0.5f * (1 + 0.25f * Math.signum(w));
        }
        assertThat(parameters[0]).as("a weight").isEqualTo(w);
        assertThat(parameters[N - 1]).as("a bias").isEqualTo(-2);
    }

    private static ScriptedEngine badAt(Step when, GradientSum bad) {
        return new ScriptedEngine(step -> step.equals(when) ? bad : ScriptedEngine.mean(1, 1));
    }

    @Test
    void gradientThatIsNotFiniteIsReportedWithStepLossAndTensor() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            GradientSum sum = ScriptedEngine.mean(7, 1);
            sum.gradient()[ScriptedEngine.NETWORK.biasOffset(1)] = bad;
            DivergedException e = catchThrowableOfType(
                    DivergedException.class, () -> train(badAt(new Step(1, 1), sum), settings(3, 0, NONE, 0, 0)));
            assertThat(e.epoch()).isEqualTo(1);
            assertThat(e.step()).isEqualTo(3);
            assertThat(e.loss()).isEqualTo(7);
            assertThat(e)
                    .hasMessageContaining("found a gradient of layer 2 biases that is not finite")
                    .hasMessageContaining("epoch 2, step 4")
                    .hasMessageContaining("loss 7.0")
                    .hasMessageContaining("learning rate 0.5")
                    .hasMessageContaining("optimizer.learningRate 0.05,");
        }
    }

    @Test
    void lossThatIsNotFiniteIsReported() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(
                            () -> train(badAt(new Step(0, 1), ScriptedEngine.mean(bad, 1)), settings(3, 0, NONE, 0, 0)))
                    .isInstanceOf(DivergedException.class)
                    .hasMessageContaining("found a loss that is not finite (epoch 1, step 2, loss " + bad);
        }
    }

    @Test
    void lossAMillionTimesTheFirstIsReportedThoughFinite() {
        for (double first : new double[] {0.001, 3}) {
            double limit = 1e6 * Math.max(1, first);
            for (double loss : new double[] {limit, Math.nextUp(limit) * 1.001}) {
                ScriptedEngine engine = new ScriptedEngine(
                        step -> ScriptedEngine.mean(step.epoch() == 1 && step.index() == 0 ? loss : first, 1));
                if (loss == limit) {
                    assertThat(train(engine, settings(2, 0, NONE, 0, 0)).steps())
                            .isEqualTo(4);
                } else {
                    assertThatThrownBy(() -> train(engine, settings(2, 0, NONE, 0, 0)))
                            .isInstanceOf(DivergedException.class)
                            .hasMessageContaining("a loss over a million times the first step's, " + first)
                            .hasMessageContaining("epoch 2, step 3");
                }
            }
        }
    }

    @Test
    void weightsThatOverflowAreCaughtAtTheEpochsEnd() {
        TrainingSettings huge = TrainingSettings.of(3, SGD, 1e30);
        ScriptedEngine engine =
                new ScriptedEngine(step -> ScriptedEngine.mean(1, step.epoch() == 1 ? 1e30f : 0), 1, 1, 1);
        DivergedException e = catchThrowableOfType(DivergedException.class, () -> train(engine, huge));
        assertThat(e).hasMessageContaining("found layer 1 weights that are not finite (epoch 2, step 4");
        assertThat(engine.validated)
                .as("weights that are not finite are not validated")
                .hasSize(1);
    }

    @Test
    void validationLossThatIsNotFiniteIsReported() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            for (int patience : new int[] {0, 2}) {
                assertThatThrownBy(() -> train(constant(1, bad, 1), settings(3, 0, NONE, patience, 0)))
                        .isInstanceOf(DivergedException.class)
                        .hasMessageContaining("a validation loss that is not finite, " + bad + " (epoch 2, step 4");
            }
        }
    }

    @Test
    void epochThatMissesARowIsRefused() {
        ScriptedEngine engine =
                new ScriptedEngine(step -> new GradientSum(new float[N], 1, 10, step.index() == 1 ? 9 : 10));
        assertThatThrownBy(() -> train(engine, settings(1, 0, NONE, 0, 0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("step 2: expected the gradients of 10 rows, each once, found 9");
    }

    @Test
    void earlyStoppingWithoutValidationRowsIsRefused() {
        assertThatThrownBy(() -> train(constant(), settings(1, 0, NONE, 1, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected validation rows");
    }

    @Test
    void interruptBetweenStepsCancelsAndStaysVisible() {
        ScriptedEngine engine = new ScriptedEngine(step -> {
            if (step.equals(new Step(0, 1))) {
                Thread.currentThread().interrupt();
            }
            return ScriptedEngine.mean(1, 1);
        });
        assertThatThrownBy(() -> train(engine, settings(5, 0, NONE, 0, 0)))
                .isInstanceOf(TrainingCancelledException.class)
                .hasMessageContaining("epoch 2, step 1");
        assertThat(engine.steps).hasSize(2);
        assertThat(Thread.interrupted()).as("the flag, cleared here").isTrue();
    }

    @Test
    void listenerIsReportedEveryStepAndEpoch() {
        StringBuilder reported = new StringBuilder();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void onStep(long step, long steps, long rows, double loss) {
                reported.append(step)
                        .append('/')
                        .append(steps)
                        .append(':')
                        .append(rows)
                        .append(' ');
            }

            @Override
            public void onEpoch(EpochResult result) {
                reported.append('e').append(result.epoch()).append(' ');
            }
        };
        new Trainer(constant(), settings(2, 0, NONE, 0, 0), listener).train(new float[N]);
        assertThat(reported).hasToString("0/4:10 1/4:10 e0 2/4:10 3/4:10 e1 ");
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> settings(0, 0, NONE, 0, 0)).hasMessageContaining("epochs: expected");
        for (double bad : new double[] {-1, Double.NaN}) {
            assertThatThrownBy(() -> settings(1, bad, NONE, 0, 0)).hasMessageContaining("l2: expected");
            assertThatThrownBy(() -> settings(1, 0, bad, 0, 0)).hasMessageContaining("clipNorm: expected");
            assertThatThrownBy(() -> TrainingSettings.of(1, SGD, bad)).hasMessageContaining("learningRate: expected");
        }
        assertThatThrownBy(() -> settings(1, 0, 0, 0, 0)).hasMessageContaining("clipNorm: expected");
        assertThatThrownBy(() -> TrainingSettings.of(1, new Lbfgs()).with(new Penalty(0.1, 0)))
                .hasMessageContaining("l1: expected 0 with L-BFGS");
        for (double bad : List.of(0.0, NONE)) {
            assertThatThrownBy(() -> TrainingSettings.of(1, SGD, bad)).hasMessageContaining("learningRate: expected");
        }
    }
}
