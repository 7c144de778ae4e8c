package org.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.thalweg.data.ClassWeights;
import org.thalweg.data.Example;
import org.thalweg.data.FeatureStatistics;
import org.thalweg.data.HoldOut;
import org.thalweg.data.MarkedExample;
import org.thalweg.data.RowShape;
import org.thalweg.data.RowTransforms;
import org.thalweg.data.Scaling;
import org.thalweg.data.Split;
import org.thalweg.data.TargetScaling;
import org.thalweg.model.Model;
import org.thalweg.model.ModelDescription;
import org.thalweg.model.Predictor;
import org.thalweg.nn.Activation;
import org.thalweg.nn.DifferenceLoss;
import org.thalweg.nn.FormulaLoss;
import org.thalweg.nn.Huber;
import org.thalweg.nn.Initialisation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.nn.Quantile;
import org.thalweg.optim.Adam;
import org.thalweg.optim.GradientDescent;
import org.thalweg.optim.Lbfgs;
import org.thalweg.optim.Penalty;
import org.thalweg.optim.ReduceOnPlateau;
import org.thalweg.optim.Sgd;
import org.thalweg.settings.KeyText;

/** Regressions whose targets are standardised: trained in scale, reported in their own units. */
class ScaledTargetsTest {
    private static final int SEED = 5;
    private static final TrainingSettings ADAM = TrainingSettings.of(30, new Adam(), 0.02);

    static Stream<Loss> losses() {
        return Stream.of(Loss.HALF_SQUARED_ERROR, Loss.parse("absoluteError"), new Huber(0.7), new Quantile(0.8));
    }

    /** y = 10⁶ + 3·10⁵ of a bend in three features, and, where there are two, 10⁻³ of another; weights of their own. */
    private static List<Example> rows(int count, int targets) {
        Random random = new Random(8);
        List<Example> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] x = {(float) random.nextGaussian(), (float) random.nextGaussian(), (float) random.nextGaussian()};
            double bend = Math.tanh(x[0] + 0.5 * x[1]) + 0.5 * x[2];
            float first = (float) (1e6 + 3e5 * bend);
            float second = (float) (1e-3 * (x[0] * x[1] + x[2]));
            rows.add(new Example(x, targets == 1 ? new float[] {first} : new float[] {first, second}, 0.5f + i % 3));
        }
        return rows;
    }

    private static Network network(int targets) {
        return Network.of(3, List.of(12), Activation.TANH, targets, Activation.IDENTITY);
    }

    private static RowTransforms standard(FeatureStatistics statistics) {
        return new RowTransforms(Scaling.NONE, ClassWeights.NONE, TargetScaling.standard(statistics));
    }

    private static List<MarkedExample> marked(List<Example> rows) {
        return rows.stream().map(MarkedExample::new).toList();
    }

    private static LocalRows packed(List<Example> rows, Batches batches, double heldOut) {
        RowShape shape = RowShape.of(rows.get(0)).withTargetStatistics();
        return LocalRows.pack(marked(rows), SEED, batches, HoldOut.ofRows(heldOut), shape, ScaledTargetsTest::standard);
    }

    private static TrainingPlan plan(int targets, Loss loss, Batches batches) {
        return new TrainingPlan(network(targets), loss, batches, SEED);
    }

    private static TrainingResult train(LocalEngine engine, TrainingSettings settings) {
        float[] initial = Initialisation.AUTO.parameters(engine.plan().network(), SEED);
        return new Trainer(engine, settings, TrainingListener.NONE).train(initial);
    }

    /** The gradient is that of rows that a user scaled; the loss is reported in the units of those that came in. */
    @ParameterizedTest
    @MethodSource("losses")
    void scalingByHandGivesTheSameWeights(Loss loss) {
        List<Example> rows = rows(300, 1);
        LocalRows packed = packed(rows, Batches.full(), 0);
        TargetScaling scaling = packed.transforms().targetScaling();
        List<Example> byHand = rows.stream()
                .map(row -> new Example(row.features(), scaled(scaling, row.targets()), row.weight()))
                .toList();
        LocalRows hand = LocalRows.pack(byHand, SEED, Batches.full(), 0, s -> Scaling.NONE);
        TrainingPlan plan = plan(1, loss, Batches.full());
        try (LocalEngine ours = new LocalEngine(plan, packed, 1);
                LocalEngine theirs = new LocalEngine(plan, hand, 1)) {
            TrainingResult found = train(ours, ADAM);
            TrainingResult expected = train(theirs, ADAM);
            assertThat(found.parameters()).containsExactly(expected.parameters(), within(2e-3f));
            double unit = loss.ownUnit(scaling.deviationOf(0));
            assertThat(unit).isGreaterThan(1e4);
            for (int e = 0; e < 30; e++) {
                assertThat(found.epochs().get(e).trainLoss())
                        .isCloseTo(unit * expected.epochs().get(e).trainLoss(), Percentage.withPercentage(0.05));
            }
        }
    }

    private static float[] scaled(TargetScaling scaling, float[] targets) {
        float[] scaled = targets.clone();
        scaling.applyInPlace(scaled, 0);
        return scaled;
    }

    /** All that is reported equals what the model's own predictions and the rows that came in give, row by row, in double. */
    @ParameterizedTest
    @MethodSource("losses")
    void evaluationIsThatOfPredictionsInOwnUnits(Loss loss) {
        List<Example> rows = rows(400, 2);
        Batches batches = Batches.of(32, 16);
        LocalRows packed = packed(rows, batches, 0);
        TargetScaling scaling = packed.transforms().targetScaling();
        try (LocalEngine engine = new LocalEngine(plan(2, loss, batches), packed, 2)) {
            TrainingResult result = train(engine, ADAM);
            Evaluation found = engine.evaluate(result.parameters(), Split.TRAINING);
            Model model = Model.of(
                    ModelDescription.regression("1", network(2), loss, List.of("a", "b")),
                    result.parameters(),
                    Scaling.NONE,
                    scaling,
                    packed.survey().total());
            Expected expected = new Expected(model.predictor(), rows, loss, scaling);
            assertThat(found.loss()).isCloseTo(expected.loss, Percentage.withPercentage(0.01));
            for (int i = 0; i < 2; i++) {
                assertThat(found.errors().rmse(i)).isCloseTo(expected.rmse[i], Percentage.withPercentage(0.01));
                assertThat(found.errors().mae(i)).isCloseTo(expected.mae[i], Percentage.withPercentage(0.01));
                assertThat(found.errors().r2(i)).isCloseTo(expected.r2[i], within(1e-4));
                assertThat(found.errors().r2(i))
                        .as("target %d is learned beside the other", i)
                        .isGreaterThan(0.8);
            }
        }
    }

    /** By plain sums over the rows. */
    private static final class Expected {
        private final double[] rmse = new double[2];
        private final double[] mae = new double[2];
        private final double[] r2 = new double[2];
        private double loss;

        Expected(Predictor predictor, List<Example> rows, Loss of, TargetScaling scaling) {
            double weight = rows.stream().mapToDouble(Example::weight).sum();
            for (int i = 0; i < 2; i++) {
                int target = i;
                double mean = rows.stream()
                                .mapToDouble(row -> (double) row.weight() * row.targets()[target])
                                .sum()
                        / weight;
                DifferenceLoss own = of instanceof Huber huber
                        ? new Huber(huber.delta() * scaling.deviationOf(i))
                        : (DifferenceLoss) of;
                double squares = 0;
                double spread = 0;
                for (Example row : rows) {
                    float[] outputs = new float[2];
                    predictor.predict(row.features(), 1, outputs);
                    double error = (double) row.targets()[i] - outputs[i];
                    loss += row.weight() * own.cost(error) / weight;
                    squares += row.weight() * error * error;
                    mae[i] += row.weight() * Math.abs(error) / weight;
                    spread += row.weight() * Math.pow(row.targets()[i] - mean, 2);
                }
                rmse[i] = Math.sqrt(squares / weight);
                r2[i] = 1 - squares / spread;
            }
        }
    }

    @Test
    void lbfgsMakesTheScaledLossSmallAndReportsTheOwnOne() {
        LocalRows packed = packed(rows(300, 2), Batches.full(), 0);
        TrainingSettings settings = TrainingSettings.of(40, new Lbfgs()).with(new Penalty(0, 1e-4));
        try (LocalEngine engine = new LocalEngine(plan(2, Loss.HALF_SQUARED_ERROR, Batches.full()), packed, 2)) {
            TrainingResult result = train(engine, settings);
            Evaluation evaluation = engine.evaluate(result.parameters(), Split.TRAINING);
            assertThat(evaluation.errors().r2(0)).isGreaterThan(0.95);
            assertThat(evaluation.errors().r2(1)).isGreaterThan(0.95);
            EpochResult last = result.epochs().get(result.epochs().size() - 1);
            assertThat(last.trainLoss()).isCloseTo(evaluation.loss(), Percentage.withPercentage(0.01));
        }
    }

    @Test
    void threadsChangeNoBit() {
        Batches batches = Batches.of(64, 16);
        TrainingResult expected = null;
        for (int threads : new int[] {1, 2, 3}) {
            try (LocalEngine engine = new LocalEngine(
                    plan(2, Loss.HALF_SQUARED_ERROR, batches), packed(rows(500, 2), batches, 0.2), threads)) {
                TrainingResult found = train(engine, ADAM);
                expected = expected == null ? found : expected;
                assertThat(found.parameters()).isEqualTo(expected.parameters());
                double after =
                        engine.evaluate(found.parameters(), Split.TRAINING).loss();
                assertThat(found.epochs().get(29).trainLoss())
                        .as("the loss of the last epoch's steps, in the units of an evaluation")
                        .isBetween(after / 2, after * 2);
                for (int e = 0; e < 30; e++) {
                    EpochResult epoch = found.epochs().get(e);
                    assertThat(epoch.trainLoss())
                            .isEqualTo(expected.epochs().get(e).trainLoss());
                    assertThat(epoch.validation())
                            .isEqualTo(expected.epochs().get(e).validation());
                }
            }
        }
    }

    /** 0.1 in a loss of scaled targets, whatever their units. */
    @Test
    void leastDifferencesOfLossesAreOfTheScaledLoss() {
        double unit = 9e10;
        assertThat(new EarlyStopping(3, 0.1).inUnits(unit)).isEqualTo(new EarlyStopping(3, 0.1 * unit));
        assertThat(new LossChange(0.1, 3).inUnits(unit)).isEqualTo(new LossChange(0.1 * unit, 3));
        Batches batches = Batches.of(64, 16);
        TrainingSettings flat = TrainingSettings.of(50, new Adam(), 0.02).with(new LossChange(0.1, 2));
        try (LocalEngine engine =
                new LocalEngine(plan(1, Loss.HALF_SQUARED_ERROR, batches), packed(rows(500, 1), batches, 0), 1)) {
            TrainingResult result = train(engine, flat);
            assertThat(result.stoppedBy()).isEqualTo(StoppedBy.LOSS_CHANGE);
            assertThat(result.epochs()).hasSizeBetween(3, 10);
        }
    }

    /** In own units every epoch is better by far more than 0.1. */
    @Test
    void plateauIsOneOfTheScaledLoss() {
        Batches batches = Batches.of(64, 16);
        GradientDescent descent = GradientDescent.of(new Adam(), 0.02).with(new ReduceOnPlateau(0.5, 1, 0.1, 0.01));
        try (LocalEngine engine =
                new LocalEngine(plan(1, Loss.HALF_SQUARED_ERROR, batches), packed(rows(500, 1), batches, 0), 1)) {
            List<EpochResult> epochs =
                    train(engine, TrainingSettings.of(10, descent)).epochs();
            assertThat(epochs.get(9).learningRate()).isLessThan(0.005);
        }
    }

    @Test
    void runDivergesByItsScaledLoss() {
        ScriptedEngine large =
                new ScriptedEngine(step -> ScriptedEngine.mean(1, 0).withOwnLoss(20e30 * (1 + step.epoch())));
        assertThat(new Trainer(large, TrainingSettings.of(3, new Adam(), 1), TrainingListener.NONE)
                        .train(new float[ScriptedEngine.PARAMETERS])
                        .epochs())
                .extracting(EpochResult::trainLoss)
                .containsExactly(1e30, 2e30, 3e30);
        ScriptedEngine grows = new ScriptedEngine(
                step -> ScriptedEngine.mean(step.epoch() == 0 ? 1 : 2e6, 0).withOwnLoss(100));
        assertThatThrownBy(() -> new Trainer(grows, TrainingSettings.of(3, new Adam(), 1), TrainingListener.NONE)
                        .train(new float[ScriptedEngine.PARAMETERS]))
                .isInstanceOf(DivergedException.class)
                .hasMessageContaining("loss 5.0, learning rate 1.0); try optimizer.learningRate 0.1")
                .extracting(failure -> KeyText.named(((DivergedException) failure).text(), key -> "<" + key + ">"))
                .asString()
                .contains("try <optimizer.learningRate> 0.1");
    }

    private static List<String> advice(TrainingPlan plan, FeatureStatistics statistics, RowTransforms transforms) {
        return DataScale.advice(plan, statistics, transforms).stream()
                .map(KeyText::plain)
                .toList();
    }

    @Test
    void adviceFollowsTheCause() {
        List<Example> rows = rows(100, 1);
        TrainingPlan plan = plan(1, Loss.HALF_SQUARED_ERROR, Batches.full());
        FeatureStatistics statistics = packed(rows, Batches.full(), 0).survey().total();
        assertThat(advice(plan, statistics, standard(statistics))).isEmpty();
        assertThat(advice(plan, statistics, RowTransforms.NONE))
                .singleElement()
                .asString()
                .startsWith("data.scaleTarget standard (the target has mean 1.0")
                .endsWith("e+05)");
        List<Example> wide = rows.stream()
                .map(row -> new Example(new float[] {1, 200 * row.features()[0], 0}, row.targets(), 1))
                .toList();
        FeatureStatistics ofWide = packed(wide, Batches.full(), 0).survey().total();
        assertThat(advice(plan, ofWide, standard(ofWide)))
                .singleElement()
                .asString()
                .startsWith("data.scale standard (feature 2 goes from -");
        RowTransforms scaled = RowTransforms.of(Scaling.of(Scaling.Kind.STANDARD, ofWide));
        assertThat(advice(plan, ofWide, scaled)).singleElement().asString().contains("scaleTarget");
        TrainingPlan formula = plan(1, FormulaLoss.of("abs(prediction - target)"), Batches.full());
        assertThat(advice(formula, statistics, RowTransforms.NONE))
                .as("a formula may be made for these numbers")
                .isEmpty();
    }

    @Test
    void unscaledTargetIsNamedWhereARunDiverges() {
        List<Example> rows = rows(300, 1);
        RowShape shape = RowShape.of(rows.get(0)).withTargetStatistics();
        Batches batches = Batches.of(32, 16);
        LocalRows packed = LocalRows.pack(marked(rows), SEED, batches, HoldOut.NONE, shape, s -> RowTransforms.NONE);
        TrainingSettings settings = TrainingSettings.of(5, new Sgd(), 0.5);
        try (LocalEngine engine = new LocalEngine(plan(1, Loss.HALF_SQUARED_ERROR, batches), packed, 1)) {
            assertThatThrownBy(() -> train(engine, settings))
                    .isInstanceOf(DivergedException.class)
                    .hasMessageContaining("try data.scaleTarget standard (the target has mean 1.0")
                    .hasMessageEndingWith(", and where that is not enough optimizer.learningRate 0.05");
        }
        try (LocalEngine engine =
                new LocalEngine(plan(1, Loss.HALF_SQUARED_ERROR, batches), packed(rows, batches, 0), 1)) {
            train(engine, TrainingSettings.of(5, new Sgd(), 0.05));
        }
    }

    @Test
    void formulaIsReportedAsItIsMadeSmall() {
        Loss formula = FormulaLoss.of("abs(prediction - target)");
        LossUnits units = LossUnits.of(formula, new TargetScaling(new float[1], new float[] {100}));
        assertThat(units.areOne()).isTrue();
        assertThat(units.own(3, 1, new float[1], new float[1], new float[1])).isEqualTo(3);
        assertThat(units.mean()).isEqualTo(1);
    }

    @Test
    void otherTasksAndOtherRowsAreRefused() {
        Batches batches = Batches.of(32, 16);
        TargetScaling two = new TargetScaling(new float[2], new float[] {1, 1});
        assertThatThrownBy(() -> plan(1, Loss.HALF_SQUARED_ERROR, batches).with(two))
                .hasMessageContaining("one of 1 targets (network 3-12-1), found one of 2 with task regression");
        LocalRows rows = packed(rows(100, 1), batches, 0);
        LocalRows others = packed(rows(50, 1), batches, 0);
        assertThatThrownBy(
                        () -> new LocalEngine(plan(1, Loss.HALF_SQUARED_ERROR, batches), rows, Optional.of(others), 1))
                .hasMessageStartingWith("rows: expected targets scaled as the training rows' are, TargetScaling[mean ");
    }
}
