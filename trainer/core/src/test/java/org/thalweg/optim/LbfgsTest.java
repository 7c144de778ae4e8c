package org.thalweg.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thalweg.math.Kernels;
import org.thalweg.optim.Lbfgs.Status;

class LbfgsTest {
    private static final Lbfgs EXACT = new Lbfgs(10, 25, 1e-7, 0);

    private static LbfgsState minimise(Lbfgs rule, float[] w, Objective objective, int most) {
        LbfgsState state = rule.newState(w.length);
        while (state.iterations() < most && rule.iterate(w, objective, state) == Status.RUNNING) {
            assertFinite(w, state);
        }
        assertFinite(w, state);
        return state;
    }

    private static void assertFinite(float[] w, LbfgsState state) {
        assertThat(Kernels.firstNonFinite(w, 0, w.length)).isEqualTo(-1);
        assertThat(state.loss()).isFinite();
        assertThat(state.gradientNorm()).isFinite();
    }

    private static void assertNear(float[] w, float expected, double tolerance) {
        for (float found : w) {
            assertThat((double) found).isCloseTo(expected, within(tolerance));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 17, 50})
    void quadraticsTakeLittleMoreThanTheirDimensions(int n) {
        float[] centre = new float[n];
        for (int i = 0; i < n; i++) {
            centre[i] = (float) Math.sin(i + 1);
        }
        float[] w = new float[n];
        LbfgsState state = minimise(new Lbfgs(60, 25, 1e-6, 0), w, Objectives.quadratic(centre, 10, n), 1000);
        assertThat(state.status()).isEqualTo(Status.GRADIENT_SMALL);
        assertThat(state.iterations()).isLessThanOrEqualTo(n + 8);
        for (int i = 0; i < n; i++) {
            assertThat((double) w[i]).isCloseTo(centre[i], within(1e-5));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 100})
    void rosenbrocksValleyIsFollowedToItsEnd(int n) {
        float[] w = Objectives.rosenbrockStart(n);
        LbfgsState state = minimise(EXACT, w, Objectives::rosenbrock, 1000);
        assertNear(w, 1, 1e-5);
        assertThat(state.iterations()).isLessThan(60);
        assertThat(state.evaluations()).isLessThan(100);
        assertThat(state.status().converged()).as("%s", state.status()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10})
    void everyStepMeetsTheStrongWolfeConditions(int history) {
        Lbfgs rule = new Lbfgs(history, 25, 1e-4, 0);
        float[] w = Objectives.rosenbrockStart(10);
        LbfgsState state = rule.newState(10);
        float[] g = new float[10];
        do {
            float[] before = w.clone();
            float[] gradientBefore = new float[10];
            double valueBefore = Objectives.rosenbrock(before, gradientBefore);
            rule.iterate(w, Objectives::rosenbrock, state);
            double value = Objectives.rosenbrock(w, g);
            double slopeBefore = 0;
            double slope = 0;
            double rounding = 0;
            for (int i = 0; i < 10; i++) {
                slopeBefore += (double) gradientBefore[i] * ((double) w[i] - before[i]);
                slope += (double) g[i] * ((double) w[i] - before[i]);
                rounding += (Math.abs(gradientBefore[i]) + Math.abs(g[i])) * Math.ulp(w[i]);
            }
            assertThat(state.wolfe()).isTrue();
            assertThat(value).isEqualTo(state.loss()).isLessThan(valueBefore + 1e-4 * slopeBefore + rounding);
            assertThat(Math.abs(slope)).isLessThan(0.9 * Math.abs(slopeBefore) + rounding);
            assertThat(state.gradientNorm()).isEqualTo(Math.sqrt(Kernels.sumOfSquares(g, 0, 10)));
        } while (state.status() == Status.RUNNING);
        assertThat(state.status()).isEqualTo(Status.GRADIENT_SMALL);
        assertNear(w, 1, 1e-3);
    }

    @Test
    void theSameStartGivesTheSameBits() {
        float[] one = Objectives.rosenbrockStart(30);
        float[] other = one.clone();
        LbfgsState first = minimise(EXACT, one, Objectives::rosenbrock, 20);
        LbfgsState second = minimise(EXACT, other, Objectives::rosenbrock, 20);
        assertThat(other).isEqualTo(one);
        assertThat(second.loss()).isEqualTo(first.loss());
        assertThat(second.evaluations()).isEqualTo(first.evaluations());
        assertThat(second.arrays()).usingRecursiveComparison().isEqualTo(first.arrays());
    }

    @Test
    void aRestoredStateGoesOnToTheSameBits() {
        for (int stop : new int[] {0, 1, 2, 15}) {
            float[] w = Objectives.rosenbrockStart(10);
            LbfgsState state = stop == 0 ? EXACT.newState(10) : minimise(EXACT, w, Objectives::rosenbrock, stop);
            float[] other = w.clone();
            LbfgsState restored = EXACT.newState(10)
                    .restored(state.iterations(), state.evaluations(), state.loss(), state.status(), state.arrays());
            for (int i = 0; i < 10; i++) {
                EXACT.iterate(w, Objectives::rosenbrock, state);
                EXACT.iterate(other, Objectives::rosenbrock, restored);
            }
            assertThat(other).as("stopped at %d", stop).isEqualTo(w);
            assertThat(restored.evaluations()).isEqualTo(state.evaluations());
            assertThat(restored.iterations()).isEqualTo(stop + 10);
            assertThat(restored.arrays()).usingRecursiveComparison().isEqualTo(state.arrays());
        }
    }

    @Test
    void aStartAtTheMinimumIsLeftAlone() {
        float[] w = {1, 1};
        LbfgsState state = minimise(new Lbfgs(), w, Objectives::rosenbrock, 10);
        assertThat(w).containsExactly(1, 1);
        assertThat(state.status()).isEqualTo(Status.GRADIENT_SMALL);
        assertThat(state.evaluations()).isEqualTo(1);
        assertThat(state.iterations()).isZero();
        assertThat(new Lbfgs().iterate(w, Objectives::rosenbrock, state)).isEqualTo(Status.GRADIENT_SMALL);
        assertThat(state.evaluations()).as("stopped").isEqualTo(1);
        assertThat(minimise(new Lbfgs(), new float[0], (x, g) -> 3, 10).status())
                .isEqualTo(Status.GRADIENT_SMALL);
    }

    /** x − ln x on x above 0 with a barrier that is reported in different ways; 1 at the minimum, x = 1. */
    private static Objective barrier(double beyond, boolean gradientToo) {
        return (w, g) -> {
            double value = 0;
            for (int i = 0; i < w.length; i++) {
                boolean out = !(w[i] > 0 && w[i] < 5);
                g[i] = out ? (gradientToo ? Float.NaN : 1) : (float) (1 - 1.0 / w[i]);
                value += out ? beyond : w[i] - Math.log(w[i]);
            }
            return value;
        };
    }

    @Test
    void aWallIsNotPassed() {
        double[] values = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0};
        for (double beyond : values) {
            float[] w = {1e-3f, 4.9f, 0.5f};
            LbfgsState state = minimise(EXACT, w, barrier(beyond, true), 200);
            assertNear(w, 1, 1e-4);
            assertThat(state.status()).as("beyond %s", beyond).isNotEqualTo(Status.RUNNING);
        }
        float[] w = {1e-3f, 4.9f, 0.5f};
        minimise(EXACT, w, barrier(Double.NaN, false), 200);
        assertNear(w, 1, 1e-4);
    }

    @Test
    void nothingButWallLeavesTheStart() {
        float[] w = {2, 3};
        Objective island = (x, g) -> {
            boolean start = x[0] == 2 && x[1] == 3;
            Arrays.fill(g, start ? 1 : Float.NaN);
            return start ? 1 : Double.NaN;
        };
        LbfgsState state = minimise(new Lbfgs(), w, island, 10);
        assertThat(w).containsExactly(2, 3);
        assertThat(state.status()).isEqualTo(Status.NO_DESCENT);
        assertThat(state.loss()).isEqualTo(1);
        assertThat(state.evaluations()).isBetween(2L, 27L);
    }

    @Test
    void aStartThatIsNotFiniteIsSaid() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            float[] w = {2};
            LbfgsState state = new Lbfgs().newState(1);
            assertThat(new Lbfgs().iterate(w, (x, g) -> bad, state)).isEqualTo(Status.START_NOT_FINITE);
            assertThat(w).containsExactly(2);
        }
        Objective blind = (x, g) -> {
            g[0] = 1;
            return 1;
        };
        assertThat(new Lbfgs().iterate(new float[] {Float.NaN}, blind, new Lbfgs().newState(1)))
                .isEqualTo(Status.START_NOT_FINITE);
        LbfgsState running = new Lbfgs().newState(1).restored(0, 1, 1, Lbfgs.Status.RUNNING, List.of(new float[] {1}));
        assertThat(new Lbfgs().iterate(new float[] {Float.NaN}, blind, running)).isEqualTo(Status.NO_DESCENT);
        Objective steep = (x, g) -> {
            g[0] = Float.POSITIVE_INFINITY;
            return 1;
        };
        assertThat(new Lbfgs().iterate(new float[1], steep, new Lbfgs().newState(1)))
                .isEqualTo(Status.START_NOT_FINITE);
    }

    /** The gradient points uphill, so no direction leads down: one search along −g only, as there is no memory. */
    @Test
    void aGradientThatLiesIsNotFollowed() {
        float[] w = {3};
        Objective lie = (x, g) -> {
            g[0] = -x[0];
            return 0.5 * x[0] * x[0];
        };
        LbfgsState state = minimise(new Lbfgs(), w, lie, 10);
        assertThat(w).containsExactly(3);
        assertThat(state.status()).isEqualTo(Status.NO_DESCENT);
        assertThat(state.evaluations()).isLessThanOrEqualTo(26);
    }

    /** The memory misleads after the function changes; the steepest descent does not. */
    @Test
    void aDirectionThatFailsGivesWayToTheSteepestDescent() {
        Objective quadratic = Objectives.quadratic(new float[4], 100, 3);
        float[] w = {1, -2, 3, 4};
        LbfgsState state = minimise(EXACT, w, quadratic, 3);
        assertThat(state.arrays().size()).isEqualTo(7);
        float[] before = w.clone();
        float[] g = new float[4];
        quadratic.valueAndGradient(w, g);
        // NaN off the ray of the steepest descent, and near its start, where float is too coarse.
        Objective ray = (x, into) -> {
            double along = ((double) x[0] - before[0]) / g[0];
            for (int i = 0; i < 4; i++) {
                if (along > -1e-5 || Math.abs(x[i] - before[i] - along * g[i]) > 1e-6) {
                    Arrays.fill(into, Float.NaN);
                    return Double.NaN;
                }
            }
            return quadratic.valueAndGradient(x, into);
        };
        double loss = state.loss();
        long evaluations = state.evaluations();
        assertThat(EXACT.iterate(w, ray, state)).isEqualTo(Status.RUNNING);
        assertThat(state.loss()).isLessThan(loss);
        assertThat(state.arrays().size()).as("the gradient and one new pair").isEqualTo(3);
        assertThat(state.evaluations() - evaluations).as("two searches").isBetween(3L, 50L);
    }

    @Test
    void kinksAndNoiseEndCleanly() {
        Objective kinks = (w, g) -> {
            double value = 0;
            for (int i = 0; i < w.length; i++) {
                value += (i + 1) * Math.abs(w[i] - 0.3);
                g[i] = (i + 1) * Math.signum(w[i] - 0.3f);
            }
            return value;
        };
        float[] w = {5, -4, 3, -2, 1};
        LbfgsState state = minimise(new Lbfgs(), w, kinks, 1000);
        assertThat(state.status()).isNotEqualTo(Status.RUNNING);
        assertThat(state.loss()).isLessThan(10);
        Random random = new Random(5);
        float[] v = Objectives.rosenbrockStart(20);
        Objective noisy = (x, g) -> Objectives.rosenbrock(x, g) + 1e-3 * random.nextDouble();
        state = minimise(new Lbfgs(), v, noisy, 1000);
        assertThat(state.status()).isNotIn(Status.RUNNING, Status.START_NOT_FINITE);
        assertThat(state.loss()).isLessThan(1);
    }

    @Test
    void aFunctionWithoutAMinimumEndsFinite() {
        Objective slope = (w, g) -> {
            g[0] = 1;
            return w[0];
        };
        float[] w = {0};
        LbfgsState state = minimise(new Lbfgs(), w, slope, 1000);
        assertThat(state.iterations()).isLessThan(100);
        assertThat(w[0]).isFinite().isLessThan(-1e20f);
    }

    /** The gradient is 1e-5 at first, a number at 1e5 is 0.0078 from the next. */
    @Test
    void aFirstStepTooShortForFloatIsMadeLonger() {
        Objective shallow = (w, g) -> {
            g[0] = (float) (1e-10 * (w[0] - 2e5));
            return 0.5e-10 * (w[0] - 2e5) * (w[0] - 2e5);
        };
        float[] w = {1e5f};
        LbfgsState state = minimise(new Lbfgs(10, 25, 0, 0), w, shallow, 100);
        assertNear(w, 2e5f, 1);
        assertThat(state.evaluations()).isLessThan(40);
    }

    @Test
    void aLossThatHardlyFallsIsFlat() {
        float[] w = Objectives.rosenbrockStart(2);
        LbfgsState state = minimise(new Lbfgs(10, 25, 0, 0.5), w, Objectives::rosenbrock, 1000);
        assertThat(state.status()).isEqualTo(Status.LOSS_FLAT);
        assertThat(state.iterations()).isLessThan(10);
    }

    @Test
    void whatTheObjectiveThrowsLeavesEverythingAsItWas() {
        float[] expected = Objectives.rosenbrockStart(6);
        minimise(EXACT, expected, Objectives::rosenbrock, 12);
        for (int bad = 1; bad < 25; bad++) {
            int[] calls = {0};
            int thrown = bad;
            Objective objective = (x, g) -> {
                if (++calls[0] == thrown) {
                    Arrays.fill(g, Float.NaN);
                    throw new IllegalStateException("lost");
                }
                return Objectives.rosenbrock(x, g);
            };
            float[] w = Objectives.rosenbrockStart(6);
            LbfgsState state = EXACT.newState(6);
            while (state.iterations() < 12) {
                float[] before = w.clone();
                try {
                    EXACT.iterate(w, objective, state);
                } catch (IllegalStateException e) {
                    assertThat(w).isEqualTo(before);
                }
            }
            assertThat(calls[0]).isGreaterThanOrEqualTo(12);
            assertThat(w).as("thrown at call %d", bad).isEqualTo(expected);
        }
    }

    private static double waves(float[] w, float[] g) {
        double value = 0;
        for (int i = 0; i < w.length; i++) {
            value += Math.cos(w[i]) + 0.01 * w[i] * w[i];
            g[i] = (float) (-Math.sin(w[i]) + 0.02 * w[i]);
        }
        return value;
    }

    private static float[] crest() {
        float[] w = new float[9];
        for (int i = 0; i < 9; i++) {
            w[i] = 0.1f * (i + 1);
        }
        return w;
    }

    @Test
    void concavePartsAreLeftBehind() {
        LbfgsState state = minimise(new Lbfgs(10, 25, 1e-5, 0), crest(), LbfgsTest::waves, 100);
        assertThat(state.status()).isEqualTo(Status.GRADIENT_SMALL);
    }

    /** One evaluation a search, so the first short step from the crest is taken as it is; there sᵀy is below 0. */
    @Test
    void pairsOfConcavePartsAreSkipped() {
        Lbfgs hasty = new Lbfgs(10, 1, 1e-5, 0);
        float[] w = crest();
        LbfgsState state = minimise(hasty, w, LbfgsTest::waves, 1);
        assertThat(state.iterations()).isEqualTo(1);
        assertThat(state.wolfe()).as("steeper than before").isFalse();
        assertThat(state.arrays()).as("the gradient alone").hasSize(1);
        assertThat(minimise(new Lbfgs(10, 2, 1e-5, 0), crest(), LbfgsTest::waves, 200)
                        .status())
                .isEqualTo(Status.GRADIENT_SMALL);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        refuses(() -> new Lbfgs(0, 1, 0, 0), "history: expected a whole number from 1 to 1000, found 0");
        refuses(() -> new Lbfgs(1, 0, 0, 0), "maxSearchEvaluations: expected a whole number from 1 to 1000, found 0");
        refuses(() -> new Lbfgs(1, 1, -1, 0), "gradientTolerance: expected a number of at least 0, found -1");
        refuses(
                () -> new Lbfgs(1, 1, 0, Double.NaN),
                "lossTolerance: expected a finite number of at least 0, found NaN");
        LbfgsState state = new Lbfgs(2, 5, 0, 0).newState(2);
        refuses(
                () -> new Lbfgs().iterate(new float[3], Objectives::rosenbrock, state),
                "parameters: expected 2 values (the state's), found 3");
        List<float[]> two = List.of(new float[2], new float[2]);
        refuses(
                () -> state.restored(1, 1, 1, Lbfgs.Status.RUNNING, two),
                "L-BFGS state: expected no array or an odd number up to 5, found 2");
        List<float[]> seven = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            seven.add(new float[2]);
        }
        refuses(
                () -> state.restored(1, 1, 1, Lbfgs.Status.RUNNING, seven),
                "L-BFGS state: expected no array or an odd number up to 5, found 7");
        refuses(
                () -> state.restored(1, 1, 1, Lbfgs.Status.RUNNING, List.of(new float[3])),
                "L-BFGS state: expected arrays of 2 values, found one of 3");
    }

    private static void refuses(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
