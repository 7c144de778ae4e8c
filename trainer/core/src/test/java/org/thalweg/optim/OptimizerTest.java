package org.thalweg.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.thalweg.optim.Optimizer.Adam;
import org.thalweg.optim.Optimizer.AdamW;
import org.thalweg.optim.Optimizer.Momentum;
import org.thalweg.optim.Optimizer.Nesterov;
import org.thalweg.optim.Optimizer.Sgd;

class OptimizerTest {
    private static final int STEPS = 20;
    private static final double RATE = 0.05;
    private static final Adam ADAM =
            new Adam(Optimizer.DEFAULT_BETA1, Optimizer.DEFAULT_BETA2, Optimizer.DEFAULT_EPSILON);

    /** The first three parameters are weights, the last two biases. */
    private static final WeightRanges WEIGHTS =
            new WeightRanges(List.of(new WeightRanges.Range(0, 2), new WeightRanges.Range(2, 1)));

    private static final float[] START = {0.5f, -1, 2, 0.25f, 0};

    /** One parameter's rule, by hand, in double. */
    private interface Scalar {
        double step(int t, double w, double g, double rate, double[] memory);
    }

    private static float gradient(int parameter, int t) {
        return parameter == 4 ? 0 : (float) (Math.sin(1.3 * t + parameter) + 0.1 * parameter - 0.2);
    }

    private static double rate(int t) {
        return t <= 10 ? RATE : RATE / 4;
    }

    private static float[] run(Optimizer optimizer) {
        float[] w = START.clone();
        OptimizerState state = optimizer.newState(w.length);
        for (int t = 1; t <= STEPS; t++) {
            float[] g = new float[w.length];
            for (int i = 0; i < w.length; i++) {
                g[i] = gradient(i, t);
            }
            float[] before = g.clone();
            optimizer.step(w, g, rate(t), state, WEIGHTS);
            assertThat(g).as("the gradient is not changed").isEqualTo(before);
            assertThat(state.steps()).isEqualTo(t);
        }
        return w;
    }

    private static void assertFollows(Optimizer optimizer, Scalar rule) {
        float[] found = run(optimizer);
        for (int i = 0; i < START.length; i++) {
            double w = START[i];
            double[] memory = new double[2];
            for (int t = 1; t <= STEPS; t++) {
                w = rule.step(t, w, gradient(i, t), rate(t), memory);
            }
            assertThat((double) found[i]).as("%s, parameter %d", optimizer, i).isCloseTo(w, within(2e-6));
        }
        assertThat(run(optimizer)).as("the same bits again").isEqualTo(found);
    }

    @Test
    void sgdFollowsItsRule() {
        assertFollows(new Sgd(), (t, w, g, rate, memory) -> w - rate * g);
    }

    @Test
    void momentumFollowsItsRule() {
        assertFollows(new Momentum(0.9), (t, w, g, rate, memory) -> {
            memory[0] = 0.9 * memory[0] + g;
            return w - rate * memory[0];
        });
    }

    @Test
    void nesterovFollowsItsRule() {
        assertFollows(new Nesterov(0.9), (t, w, g, rate, memory) -> {
            memory[0] = 0.9 * memory[0] + g;
            return w - rate * (g + 0.9 * memory[0]);
        });
    }

    private static double adam(int t, double w, double g, double rate, double[] memory) {
        memory[0] = 0.9 * memory[0] + 0.1 * g;
        memory[1] = 0.999 * memory[1] + 0.001 * g * g;
        double mHat = memory[0] / (1 - Math.pow(0.9, t));
        double vHat = memory[1] / (1 - Math.pow(0.999, t));
        return w - rate * mHat / (Math.sqrt(vHat) + 1e-8);
    }

    @Test
    void adamFollowsItsRule() {
        assertFollows(ADAM, OptimizerTest::adam);
    }

    @Test
    void adamWFollowsItsRuleOnWeightsAndAdamsOnBiases() {
        float[] found = run(new AdamW(ADAM, 0.1));
        for (int i = 0; i < START.length; i++) {
            double w = START[i];
            double[] memory = new double[2];
            for (int t = 1; t <= STEPS; t++) {
                double decayed = i < 3 ? w * (1 - rate(t) * 0.1) : w;
                w = adam(t, decayed, gradient(i, t), rate(t), memory);
            }
            assertThat((double) found[i]).as("parameter %d", i).isCloseTo(w, within(2e-6));
        }
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
            float[] w = {0};
            ADAM.step(w, new float[] {g}, 0.01, ADAM.newState(1), WEIGHTS);
            double expected = -0.01 * g / (Math.abs((double) g) + 1e-8);
            assertThat(w[0] / expected).as("g = %s", g).isCloseTo(1, within(1e-6));
        }
    }

    @Test
    void nesterovLooksAStepAheadOfMomentum() {
        Optimizer momentum = new Momentum(0.5);
        Optimizer nesterov = new Nesterov(0.5);
        float[] one = {0};
        float[] other = {0};
        momentum.step(one, new float[] {1}, 1, momentum.newState(1), WEIGHTS);
        nesterov.step(other, new float[] {1}, 1, nesterov.newState(1), WEIGHTS);
        assertThat(one).containsExactly(-1);
        assertThat(other).containsExactly(-1.5f);
    }

    @Test
    void withoutMomentumBothAreGradientDescent() {
        assertThat(run(new Momentum(0))).isEqualTo(run(new Sgd()));
        assertThat(run(new Nesterov(0))).isEqualTo(run(new Sgd()));
    }

    @Test
    void l2AddsToTheGradientOfWeightsAlone() {
        float[] g = {1, 1, 1, 1, 1};
        WEIGHTS.addL2(g, START, 0.5);
        assertThat(g).containsExactly(1.25f, 0.5f, 2, 1, 1);
        WEIGHTS.addL2(g, START, 0);
        assertThat(g).containsExactly(1.25f, 0.5f, 2, 1, 1);
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        for (double bad : new double[] {-0.1, 1, 2, Double.NaN}) {
            assertThatThrownBy(() -> new Momentum(bad)).hasMessageContaining("momentum: expected");
            assertThatThrownBy(() -> new Nesterov(bad)).hasMessageContaining("momentum: expected");
            assertThatThrownBy(() -> new Adam(bad, 0.9, 1e-8)).hasMessageContaining("beta1: expected");
            assertThatThrownBy(() -> new Adam(0.9, bad, 1e-8)).hasMessageContaining("beta2: expected");
        }
        for (double bad : new double[] {0, -1, Double.NaN}) {
            assertThatThrownBy(() -> new Adam(0.9, 0.9, bad)).hasMessageContaining("epsilon: expected");
        }
        for (double bad : new double[] {-1, Double.NaN}) {
            assertThatThrownBy(() -> new AdamW(ADAM, bad)).hasMessageContaining("weightDecay: expected");
        }
    }
}
