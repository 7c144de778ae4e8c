package org.thalweg.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every rule against its paper's formulas, a parameter at a time in double. */
class OptimizerRuleTest {
    private static final int STEPS = 30;
    private static final double RATE = 0.05;
    private static final float[] START = {0.5f, -1, 2, 0.25f, 0};
    private static final WeightRanges WEIGHTS = new WeightRanges(List.of(new WeightRanges.Range(0, 3)));

    /** One parameter's rule; memory is 0 at the start. */
    private interface Scalar {
        double step(int t, double w, double g, double rate, double[] memory);
    }

    /** The last parameter never has a gradient; the others' are normal, of different sizes. */
    private static float[][] gradients(long seed) {
        Random random = new Random(seed);
        float[][] g = new float[STEPS][START.length];
        for (float[] step : g) {
            for (int i = 0; i < START.length - 1; i++) {
                step[i] = (float) ((random.nextGaussian() + 0.3) * Math.pow(10, i - 2));
            }
        }
        return g;
    }

    private static double rate(int t) {
        return t <= 10 ? RATE : RATE / 4;
    }

    private static float[] run(Optimizer optimizer, float[][] gradients) {
        float[] w = START.clone();
        OptimizerState state = optimizer.newState(w.length);
        for (int t = 1; t <= STEPS; t++) {
            float[] g = gradients[t - 1].clone();
            optimizer.step(w, g, rate(t), state, WEIGHTS);
            assertThat(g).as("the gradient is not changed").isEqualTo(gradients[t - 1]);
            assertThat(state.steps()).isEqualTo(t);
        }
        return w;
    }

    private static void assertFollows(Optimizer optimizer, Scalar rule) {
        assertFollows(optimizer, rule, rule);
    }

    private static void assertFollows(Optimizer optimizer, Scalar ofWeights, Scalar ofBiases) {
        for (long seed = 1; seed <= 5; seed++) {
            float[][] g = gradients(seed);
            float[] found = run(optimizer, g);
            for (int i = 0; i < START.length; i++) {
                double w = START[i];
                double[] memory = new double[3];
                double path = 1 + Math.abs(START[i]);
                for (int t = 1; t <= STEPS; t++) {
                    double before = w;
                    w = (i < 3 ? ofWeights : ofBiases).step(t, w, g[t - 1][i], rate(t), memory);
                    path += Math.abs(w - before);
                }
                assertThat((double) found[i])
                        .as("%s, parameter %d, seed %d", optimizer, i, seed)
                        .isCloseTo(w, within(1e-6 * path));
            }
            assertThat(run(optimizer, g)).as("the same bits again").isEqualTo(found);
        }
    }

    @Test
    void sgdFollowsItsRule() {
        assertFollows(new Sgd(), (t, w, g, rate, memory) -> w - rate * g);
    }

    @Test
    void momentumFollowsItsRule() {
        assertFollows(new Momentum(0.9, false), (t, w, g, rate, memory) -> {
            memory[0] = 0.9 * memory[0] + g;
            return w - rate * memory[0];
        });
    }

    @Test
    void nesterovFollowsItsRule() {
        assertFollows(new Momentum(0.9, true), (t, w, g, rate, memory) -> {
            memory[0] = 0.9 * memory[0] + g;
            return w - rate * (g + 0.9 * memory[0]);
        });
    }

    @Test
    void withoutMomentumBothAreGradientDescent() {
        float[][] g = gradients(9);
        float[] plain = run(new Sgd(), g);
        assertThat(run(new Momentum(0, false), g)).isEqualTo(plain);
        assertThat(run(new Momentum(0, true), g)).isEqualTo(plain);
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
        assertFollows(new Adam(), OptimizerRuleTest::adam);
    }

    @Test
    void adamWFollowsItsRuleOnWeightsAndAdamsOnBiases() {
        assertFollows(
                new AdamW(new Adam(), 0.1),
                (t, w, g, rate, memory) -> adam(t, w - rate * 0.1 * w, g, rate, memory),
                OptimizerRuleTest::adam);
    }

    /** memory[2] is 1 − Πₜ₋₁, as memory starts at 0. */
    private static Scalar nAdam(double psi) {
        return (t, w, g, rate, memory) -> {
            double mu = 0.9 * (1 - 0.5 * Math.pow(0.96, t * psi));
            double next = 0.9 * (1 - 0.5 * Math.pow(0.96, (t + 1) * psi));
            double product = (1 - memory[2]) * mu;
            memory[2] = 1 - product;
            memory[0] = 0.9 * memory[0] + 0.1 * g;
            memory[1] = 0.999 * memory[1] + 0.001 * g * g;
            double mHat = next * memory[0] / (1 - product * next) + (1 - mu) * g / (1 - product);
            double vHat = memory[1] / (1 - Math.pow(0.999, t));
            return w - rate * mHat / (Math.sqrt(vHat) + 1e-8);
        };
    }

    @Test
    void nAdamFollowsItsRule() {
        assertFollows(new NAdam(), nAdam(0.004));
        assertFollows(new NAdam(0.9, 0.999, 1e-8, 2), nAdam(2));
    }

    @Test
    void rmsPropFollowsItsRule() {
        assertFollows(new RmsProp(), (t, w, g, rate, memory) -> {
            memory[0] = 0.9 * memory[0] + 0.1 * g * g;
            return w - rate * g / (Math.sqrt(memory[0]) + 1e-8);
        });
    }

    @Test
    void rmsPropWithMomentumFollowsItsRule() {
        assertFollows(new RmsProp(0.95, 1e-4, 0.8), (t, w, g, rate, memory) -> {
            memory[0] = 0.95 * memory[0] + 0.05 * g * g;
            memory[1] = 0.8 * memory[1] + g / (Math.sqrt(memory[0]) + 1e-4);
            return w - rate * memory[1];
        });
    }

    @Test
    void adagradFollowsItsRule() {
        assertFollows(new Adagrad(), (t, w, g, rate, memory) -> {
            memory[0] += g * g;
            return w - rate * g / (Math.sqrt(0.1 + memory[0]) + 1e-7);
        });
    }

    @Test
    void adadeltaFollowsItsRule() {
        assertFollows(new Adadelta(), (t, w, g, rate, memory) -> {
            memory[0] = 0.95 * memory[0] + 0.05 * g * g;
            double delta = Math.sqrt(memory[1] + 1e-6) / Math.sqrt(memory[0] + 1e-6) * g;
            memory[1] = 0.95 * memory[1] + 0.05 * delta * delta;
            return w - rate * delta;
        });
    }
}
