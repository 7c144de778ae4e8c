package org.thalweg.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.thalweg.settings.Setting;

class PenaltyTest {
    /** The first three parameters and the last are weights. */
    private static final WeightRanges WEIGHTS = new WeightRanges(
            List.of(new WeightRanges.Range(0, 2), new WeightRanges.Range(2, 1), new WeightRanges.Range(4, 1)));

    private static final float[] W = {0.5f, -1, 2, 0.25f, 0};

    private static float[] gradient(Penalty penalty) {
        float[] g = {1, 1, 1, 1, 1};
        penalty.addGradient(g, W, WEIGHTS);
        return g;
    }

    @Test
    void gradientsAddOnWeightsAlone() {
        assertThat(gradient(new Penalty(0, 0.5))).containsExactly(1.25f, 0.5f, 2, 1, 1);
        assertThat(gradient(new Penalty(0.25, 0))).containsExactly(1.25f, 0.75f, 1.25f, 1, 1);
        assertThat(gradient(new Penalty(0.25, 0.5))).containsExactly(1.5f, 0.25f, 2.25f, 1, 1);
        assertThat(gradient(Penalty.NONE)).containsOnly(1);
    }

    @Test
    void valuesAreByHand() {
        assertThat(new Penalty(0, 0.5).value(W, WEIGHTS)).isEqualTo(0.25 * 5.25);
        assertThat(new Penalty(0.25, 0).value(W, WEIGHTS)).isEqualTo(0.25 * 3.5);
        assertThat(new Penalty(0.25, 0.5).value(W, WEIGHTS)).isEqualTo(0.25 * 3.5 + 0.25 * 5.25);
        assertThat(Penalty.NONE.value(W, WEIGHTS)).isZero();
        assertThat(new Penalty(1, 1).value(W, new WeightRanges(List.of()))).isZero();
    }

    @Test
    void theGradientIsTheValuesSlope() {
        Penalty penalty = new Penalty(0.3, 0.7);
        float[] g = new float[W.length];
        penalty.addGradient(g, W, WEIGHTS);
        for (int i = 0; i < 4; i++) {
            float[] up = W.clone();
            float[] down = W.clone();
            up[i] += 0x1p-10f;
            down[i] -= 0x1p-10f;
            double slope = (penalty.value(up, WEIGHTS) - penalty.value(down, WEIGHTS)) / 0x1p-9;
            assertThat((double) g[i]).as("parameter %d", i).isCloseTo(slope, within(1e-6));
        }
    }

    @Test
    void negativeZeroHasNoSign() {
        float[] g = {0};
        new Penalty(1, 0).addGradient(g, new float[] {-0f}, new WeightRanges(List.of(new WeightRanges.Range(0, 1))));
        assertThat(g[0]).isZero();
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        for (double bad : new double[] {-1, 1e50, Double.NaN, Double.POSITIVE_INFINITY}) {
            String expected = ": expected " + (Double.isFinite(bad) ? "a" : "a finite") + " number of at least 0"
                    + (bad == 1e50 ? ", as a 32-bit float" : "") + ", found " + Setting.text(bad);
            assertThatThrownBy(() -> new Penalty(bad, 0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("l1" + expected);
            assertThatThrownBy(() -> new Penalty(0, bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("l2" + expected);
        }
    }
}
