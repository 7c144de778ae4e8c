package org.thalweg.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.thalweg.settings.Choice;
import org.thalweg.settings.Setting;

class OptimizerTest {
    private static final Adam ADAM = new Adam();

    /** The first three parameters are weights, the last two biases. */
    private static final WeightRanges WEIGHTS =
            new WeightRanges(List.of(new WeightRanges.Range(0, 2), new WeightRanges.Range(2, 1)));

    static Stream<Optimizer> all() {
        return Stream.of(
                new Sgd(),
                new Momentum(0.9, false),
                new Momentum(0.9, true),
                ADAM,
                new AdamW(),
                new NAdam(),
                new RmsProp(),
                new RmsProp(0.9, 1e-8, 0.5),
                new Adagrad(),
                new Adadelta());
    }

    /** One step over one parameter, on which no decay acts; what it moved by. */
    private static double firstStep(Optimizer optimizer, float g, double rate) {
        float[] w = {0};
        optimizer.step(w, new float[] {g}, rate, optimizer.newState(1), new WeightRanges(List.of()));
        return w[0];
    }

    @Test
    void adamWDecaysWeightsAlone() {
        float[] w = {1, 1, 1, 1, 1};
        Optimizer optimizer = new AdamW(ADAM, 0.5);
        optimizer.step(w, new float[5], 0.1, optimizer.newState(5), WEIGHTS);
        assertThat(w).containsExactly(0.95f, 0.95f, 0.95f, 1, 1);
    }

    /** m̂ = g and v̂ = g² on step 1, so the step is η g / (|g| + ε), whatever g's size. */
    @Test
    void adamsFirstStepIsCorrectedForItsBias() {
        for (float g : new float[] {1e-9f, -1e-8f, 1e-4f, -0.3f, 1, -50, 1e6f}) {
            double expected = -0.01 * g / (Math.abs((double) g) + 1e-8);
            assertThat(firstStep(ADAM, g, 0.01) / expected).as("g = %s", g).isCloseTo(1, within(1e-6));
        }
    }

    /** With ψ = 0 every μ is β₁ / 2: m̂ = ½β₁ (1 − β₁) g / (1 − ¼β₁²) + g, here 0.45 · 0.1 / 0.7975 + 1. */
    @Test
    void nAdamsFirstStepIsByHand() {
        NAdam fixed = new NAdam(0.9, 0.999, 1e-8, 0);
        assertThat(firstStep(fixed, 1, 0.1)).isCloseTo(-0.1 * (0.045 / 0.7975 + 1), within(1e-8));
        // ψ = 1: μ₁ = 0.9 (1 − 0.48) = 0.468, μ₂ = 0.9 (1 − 0.4608) = 0.48528.
        NAdam falling = new NAdam(0.9, 0.999, 1e-8, 1);
        double mean = 0.48528 * 0.1 / (1 - 0.468 * 0.48528) + 1;
        assertThat(firstStep(falling, -2, 0.1)).isCloseTo(0.1 * mean, within(1e-8));
        OptimizerState state = falling.newState(1);
        assertThat(state.scalars()).containsExactly(1);
        falling.step(new float[1], new float[1], 0.1, state, WEIGHTS_OF_NONE);
        falling.step(new float[1], new float[1], 0.1, state, WEIGHTS_OF_NONE);
        assertThat(state.scalars()[0]).isCloseTo(0.468 * 0.48528, within(1e-12));
    }

    private static final WeightRanges WEIGHTS_OF_NONE = new WeightRanges(List.of());

    @Test
    void rmsPropsFirstStepsAreByHand() {
        // v = 0.25 · 4² = 4, so 4 / (2 + 1); then v = 0.75 · 4 + 0.25 · 4² = 7.
        assertThat(firstStep(new RmsProp(0.75, 1, 0), 4, 0.5)).isEqualTo((float) (-0.5 * 4 / 3));
        RmsProp heavy = new RmsProp(0.75, 1, 0.5);
        OptimizerState state = heavy.newState(1);
        float[] w = {0};
        heavy.step(w, new float[] {4}, 0.5, state, WEIGHTS_OF_NONE);
        heavy.step(w, new float[] {4}, 0.5, state, WEIGHTS_OF_NONE);
        double second = 0.5 * 4 / 3.0 + 4 / (Math.sqrt(7) + 1);
        assertThat((double) w[0]).isCloseTo(-0.5 * (4 / 3.0 + second), within(1e-6));
    }

    @Test
    void adagradsFirstStepIsByHand() {
        assertThat(firstStep(new Adagrad(0, 1), 3, 0.5)).isEqualTo(-0.375);
        assertThat(firstStep(new Adagrad(16, 1), 3, 0.5)).isEqualTo(-0.25);
    }

    /** √0.25 / √(0.75 · 2² + 0.25) · 2 with ρ = ¼, ε = ¼. */
    @Test
    void adadeltasFirstStepIsByHand() {
        assertThat(firstStep(new Adadelta(0.25, 0.25), 2, 1)).isCloseTo(-1 / Math.sqrt(3.25), within(1e-7));
        assertThat(firstStep(new Adadelta(0.25, 0.25), 2, 0.5)).isCloseTo(-0.5 / Math.sqrt(3.25), within(1e-7));
    }

    @Test
    void nesterovLooksAStepAheadOfMomentum() {
        assertThat(firstStep(new Momentum(0.5, false), 1, 1)).isEqualTo(-1);
        assertThat(firstStep(new Momentum(0.5, true), 1, 1)).isEqualTo(-1.5);
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyLengthFollowsTheSameRule(Optimizer optimizer) {
        WeightRanges none = new WeightRanges(List.of());
        for (int length : new int[] {0, 1, 2, 3, 7, 8, 17, 1001}) {
            Random random = new Random(length);
            float[] w = new float[length];
            float[] alone = new float[length];
            OptimizerState state = optimizer.newState(length);
            OptimizerState[] states = new OptimizerState[length];
            for (int i = 0; i < length; i++) {
                w[i] = alone[i] = (float) random.nextGaussian();
                states[i] = optimizer.newState(1);
            }
            for (int t = 0; t < 3; t++) {
                float[] g = new float[length];
                for (int i = 0; i < length; i++) {
                    g[i] = (float) random.nextGaussian();
                    float[] one = {alone[i]};
                    optimizer.step(one, new float[] {g[i]}, 0.01, states[i], none);
                    alone[i] = one[0];
                }
                optimizer.step(w, g, 0.01, state, none);
            }
            assertThat(w).as("length %d", length).isEqualTo(alone);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void noGradientMeansNoStepAndNoNaN(Optimizer optimizer) {
        if (!(optimizer instanceof AdamW)) {
            float[] w = {1, -2, 0};
            OptimizerState state = optimizer.newState(3);
            for (int t = 0; t < 5; t++) {
                optimizer.step(w, new float[3], 0.1, state, WEIGHTS_OF_NONE);
            }
            assertThat(w).containsExactly(1, -2, 0);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aRestoredStateGoesOnToTheSameBits(Optimizer optimizer) {
        float[] w = {1, -2, 0.5f, 3, 0};
        float[] g = {0.1f, -0.2f, 0.3f, 0, 1};
        OptimizerState state = optimizer.newState(5);
        for (int t = 0; t < 7; t++) {
            optimizer.step(w, g, 0.1, state, WEIGHTS);
        }
        float[] other = w.clone();
        OptimizerState restored = optimizer.newState(5).restored(state.steps(), state.arrays(), state.scalars());
        for (int t = 0; t < 7; t++) {
            g[t % 5] += 0.5f;
            optimizer.step(w, g, 0.1, state, WEIGHTS);
            optimizer.step(other, g, 0.1, restored, WEIGHTS);
        }
        assertThat(other).isEqualTo(w);
        assertThat(restored.steps()).isEqualTo(14);
    }

    @Test
    void aStateOfAnotherShapeIsRefused() {
        OptimizerState state = ADAM.newState(2);
        List<float[]> arrays = state.arrays();
        refuses(() -> state.restored(-1, arrays, new double[0]), "steps: expected 0 or more, found -1");
        refuses(
                () -> state.restored(1, arrays, new double[3]),
                "optimizer state: expected 2 arrays and 0 numbers, found 2 and 3");
        refuses(
                () -> state.restored(1, arrays.subList(0, 1), new double[0]),
                "optimizer state: expected 2 arrays and 0 numbers, found 1 and 0");
        refuses(
                () -> state.restored(1, List.of(new float[2], new float[3]), new double[0]),
                "array 1 of the optimizer's state: expected 2 values (the state's), found 3");
    }

    @Test
    void whatAStateReportsIsACopy() {
        OptimizerState state = new NAdam().newState(1);
        state.arrays().get(0)[0] = 5;
        state.scalars()[0] = 5;
        assertThat(state.arrays().get(0)).containsExactly(0);
        assertThat(state.scalars()).containsExactly(1);
    }

    @ParameterizedTest
    @MethodSource("all")
    void otherLengthsThanTheStatesAreRefusedBeforeAnythingChanges(Optimizer optimizer) {
        float[] w = {1, 1, 1};
        OptimizerState state = optimizer.newState(3);
        refuses(
                () -> optimizer.step(w, new float[2], 1, state, WEIGHTS),
                "gradient: expected 3 values (the state's), found 2");
        refuses(
                () -> optimizer.step(new float[4], new float[4], 1, state, WEIGHTS),
                "parameters: expected 3 values (the state's), found 4");
        assertThat(w).containsExactly(1, 1, 1);
        assertThat(state.steps()).isZero();
    }

    private static void refuses(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void sharesOutOfRangeAreRefused() {
        for (double bad : new double[] {-0.1, 1, 2, Double.NaN}) {
            String expected = ": expected " + (Double.isFinite(bad) ? "a" : "a finite")
                    + " number from 0 to below 1, found " + Setting.text(bad);
            refuses(() -> new Momentum(bad, false), "momentum" + expected);
            refuses(() -> new Adam(bad, 0.9, 1e-8), "beta1" + expected);
            refuses(() -> new Adam(0.9, bad, 1e-8), "beta2" + expected);
            refuses(() -> new NAdam(bad, 0.9, 1e-8, 0), "beta1" + expected);
            refuses(() -> new NAdam(0.9, bad, 1e-8, 0), "beta2" + expected);
            refuses(() -> new RmsProp(bad, 1e-8, 0), "decay" + expected);
            refuses(() -> new RmsProp(0.9, 1e-8, bad), "momentum" + expected);
            refuses(() -> new Adadelta(bad, 1e-8), "decay" + expected);
        }
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        for (double bad : new double[] {0, -1, 1e-50, 1e50, Double.NaN, Double.POSITIVE_INFINITY}) {
            String message = "epsilon: expected " + (Double.isFinite(bad) ? "a" : "a finite") + " number above 0"
                    + (bad > 0 && Double.isFinite(bad) ? ", as a 32-bit float" : "") + ", found " + Setting.text(bad);
            refuses(() -> new Adam(0.9, 0.9, bad), message);
            refuses(() -> new NAdam(0.9, 0.9, bad, 0), message);
            refuses(() -> new RmsProp(0.9, bad, 0), message);
            refuses(() -> new Adagrad(0, bad), message);
            refuses(() -> new Adadelta(0.9, bad), message);
        }
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            String expected = ": expected " + (Double.isFinite(bad) ? "a" : "a finite")
                    + " number of at least 0, found " + Setting.text(bad);
            refuses(() -> new AdamW(ADAM, bad), "weightDecay" + expected);
            refuses(() -> new NAdam(0.9, 0.9, 1e-8, bad), "momentumDecay" + expected);
            refuses(
                    () -> new Adagrad(bad, 1),
                    "initialAccumulator: expected " + (Double.isFinite(bad) ? "a" : "a finite")
                            + " number of at least 0, found " + Setting.text(bad));
        }
    }

    /** What threads do side by side is what one does alone, bit for bit. */
    @Test
    void ruleByPartsIsTheStep() {
        for (Choice<Optimizer> choice : Optimizer.CHOICES) {
            Optimizer optimizer = choice.withDefaults();
            float[] whole = new float[100];
            float[] parts = new float[100];
            float[] g = new float[100];
            for (int i = 0; i < 100; i++) {
                g[i] = (float) Math.sin(i);
                whole[i] = (float) Math.cos(i);
                parts[i] = whole[i];
            }
            WeightRanges weights =
                    new WeightRanges(List.of(new WeightRanges.Range(3, 40), new WeightRanges.Range(60, 30)));
            OptimizerState ofWhole = optimizer.newState(100);
            OptimizerState ofParts = optimizer.newState(100);
            for (int t = 0; t < 5; t++) {
                optimizer.step(whole, g, 0.01, ofWhole, weights);
                ofParts.countStep(parts, g);
                Optimizer.Rule rule = optimizer.rule(0.01, ofParts, weights);
                rule.apply(parts, g, 70, 100);
                rule.apply(parts, g, 0, 33);
                rule.apply(parts, g, 33, 70);
            }
            assertThat(parts).as(optimizer.name()).isEqualTo(whole);
            assertThat(ofParts.arrays()).usingRecursiveComparison().isEqualTo(ofWhole.arrays());
        }
    }
}
