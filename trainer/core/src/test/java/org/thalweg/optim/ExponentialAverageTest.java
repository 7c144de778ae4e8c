package org.thalweg.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.thalweg.settings.Setting;

class ExponentialAverageTest {
    @Test
    void firstAveragesAreByHand() {
        ExponentialAverage rule = new ExponentialAverage(0.25);
        OptimizerState state = rule.newState(new float[] {11});
        rule.update(new float[] {0}, state);
        assertThat(rule.average(state)[0]).as("d₁ = 2 / 11").isCloseTo(2, within(1e-6f));
        rule.update(new float[] {6}, state);
        assertThat(rule.average(state)[0]).as("d₂ = 3 / 12 = d").isCloseTo(5, within(1e-6f));
        rule.update(new float[] {1}, state);
        assertThat(rule.average(state)[0]).as("d₃ = d < 4 / 13").isCloseTo(2, within(1e-6f));
    }

    @Test
    void followsItsRuleAtEveryLength() {
        for (int length : new int[] {0, 1, 7, 100}) {
            Random random = new Random(length);
            ExponentialAverage rule = new ExponentialAverage(ExponentialAverage.DEFAULT_DECAY);
            float[] w = new float[length];
            double[] expected = new double[length];
            OptimizerState state = rule.newState(w);
            for (int t = 1; t <= 50; t++) {
                double d = Math.min(0.999, (1.0 + t) / (10 + t));
                for (int i = 0; i < length; i++) {
                    w[i] = (float) random.nextGaussian();
                    expected[i] = d * expected[i] + (1 - d) * w[i];
                }
                rule.update(w, state);
            }
            float[] found = rule.average(state);
            assertThat(found).hasSize(length);
            for (int i = 0; i < length; i++) {
                assertThat((double) found[i]).isCloseTo(expected[i], within(2e-6));
            }
            assertThat(state.steps()).isEqualTo(50);
        }
    }

    @Test
    void parametersThatStayAreTheirOwnAverage() {
        float[] w = {0.1f, -3e7f, 1e-20f, 0};
        ExponentialAverage rule = new ExponentialAverage(0.9);
        OptimizerState state = rule.newState(w);
        for (int t = 0; t < 100; t++) {
            rule.update(w, state);
        }
        assertThat(rule.average(state)).isEqualTo(w);
        assertThat(state.arrays().get(0)).isEqualTo(w);
    }

    @Test
    void theStateCopiesTheParametersItBeginsWith() {
        float[] w = {1};
        OptimizerState state = new ExponentialAverage(0.5).newState(w);
        w[0] = 2;
        assertThat(state.arrays().get(0)).containsExactly(1);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        for (double bad : new double[] {-0.1, 1, Double.NaN}) {
            assertThatThrownBy(() -> new ExponentialAverage(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("decay: expected " + (Double.isFinite(bad) ? "a" : "a finite")
                            + " number from 0 to below 1, found " + Setting.text(bad));
        }
        ExponentialAverage rule = new ExponentialAverage(ExponentialAverage.DEFAULT_DECAY);
        OptimizerState state = rule.newState(new float[2]);
        assertThatThrownBy(() -> rule.update(new float[3], state))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("parameters: expected 2 values (the state's), found 3");
    }
}
