package org.thalweg.optim;

import java.util.Arrays;
import org.thalweg.math.Kernels;

/**
 * A search for a step length α along a direction p at which φ(α) = f(w + α p) meets the strong Wolfe conditions
 *
 * <p>φ(α) ≤ φ(0) + c₁ α φ′(0) and |φ′(α)| ≤ c₂ |φ′(0)|
 *
 * <p>(Nocedal and Wright 2006, (3.7), algorithms 3.5 and 3.6, with cubic interpolation, (3.59)). If the second is not met
 * within the allowed evaluations, the lowest point that meets the first is accepted. A point whose value or gradient is not
 * finite counts as infinitely high.
 *
 * <p>w is not changed. The arrays of a search belong to the {@link LbfgsState}.
 */
final class LineSearch {
    /** c₁, the sufficient decrease condition. */
    static final double SUFFICIENT_DECREASE = 1e-4;

    /** c₂, the curvature condition; large, as is standard for quasi-Newton directions. */
    static final double CURVATURE = 0.9;

    /** A step grows by at least 1 and at most 9 times the last growth. */
    private static final double MOST_GROWTH = 9;

    /** The least distance of an interpolated point from the ends of the interval, as a share of it. */
    private static final double MARGIN = 0.1;

    /** If interpolation leaves more than this share of an interval, the next step halves it. */
    private static final double SLOW = 0.66;

    private final Objective objective;
    private final float[] w;
    private final float[] p;
    private final LbfgsState state;
    private int evaluationsLeft;
    private Point start;
    private Point best;
    private boolean wolfe;

    /** φ and φ′ at α. */
    private record Point(double alpha, double value, double slope) {
        boolean finite() {
            return Double.isFinite(value) && Double.isFinite(slope);
        }
    }

    LineSearch(Objective objective, float[] w, float[] direction, int maxEvaluations, LbfgsState state) {
        this.objective = objective;
        this.w = w;
        this.p = direction;
        this.evaluationsLeft = maxEvaluations;
        this.state = state;
    }

    /** Whether a point was found: then the state's best arrays hold it and its gradient. */
    boolean run(double value, double slope, double firstLength) {
        start = new Point(0, value, slope);
        best = start;
        bracket(firstLength);
        return best != start;
    }

    /** φ at the point found. */
    double value() {
        return best.value;
    }

    /** α of the point found. */
    double length() {
        return best.alpha;
    }

    /** Whether the point found meets both conditions. */
    boolean wolfe() {
        return wolfe;
    }

    /** Algorithm 3.5: longer steps until two of them bracket an acceptable one. */
    private void bracket(double firstLength) {
        Point last = start;
        double alpha = firstLength;
        while (evaluationsLeft > 0 && Double.isFinite(alpha)) {
            Point at = evaluate(alpha);
            if (at == null) {
                alpha *= 1 + MOST_GROWTH;
                continue;
            }
            if (!lower(at, last)) {
                zoom(last, at);
                return;
            }
            keep(at);
            if (wolfe) {
                return;
            }
            if (at.slope >= 0) {
                zoom(at, last);
                return;
            }
            double grown = at.alpha - last.alpha;
            double guess = minimiser(last, at);
            // Without a minimum ahead, the cubic says only that the step should grow.
            double longest = at.alpha + MOST_GROWTH * grown;
            alpha = guess > at.alpha ? Math.max(at.alpha + grown, Math.min(longest, guess)) : longest;
            last = at;
        }
    }

    /** Algorithm 3.6: shrinks the interval between the lowest point so far and a worse one. */
    private void zoom(Point low, Point high) {
        double lastWidth = Double.POSITIVE_INFINITY;
        while (evaluationsLeft > 0) {
            double width = high.alpha - low.alpha;
            double middle = low.alpha + 0.5 * width;
            double alpha = middle;
            if (high.finite() && Math.abs(width) <= SLOW * lastWidth) {
                alpha = inside(minimiser(low, high), low.alpha, width, middle);
            }
            lastWidth = Math.abs(width);
            Point at = evaluate(alpha);
            if (at == null) {
                return;
            }
            if (!lower(at, low)) {
                high = at;
                continue;
            }
            keep(at);
            if (wolfe) {
                return;
            }
            if (at.slope * width >= 0) {
                high = low;
            }
            low = at;
        }
    }

    private static double inside(double alpha, double low, double width, double middle) {
        double share = (alpha - low) / width;
        return Double.isFinite(share) ? low + width * Math.max(MARGIN, Math.min(1 - MARGIN, share)) : middle;
    }

    /** Whether a point meets the first condition, and so is no higher than the start, and is lower than another. */
    private boolean lower(Point at, Point than) {
        return at.finite()
                && at.value <= start.value + SUFFICIENT_DECREASE * at.alpha * start.slope
                && (than == start || at.value < than.value);
    }

    private void keep(Point at) {
        best = at;
        state.keepTrial();
        wolfe = Math.abs(at.slope) <= -CURVATURE * start.slope;
    }

    /** (3.59): the cubic's minimiser that has both points' values and slopes; NaN if it has none. */
    private static double minimiser(Point a, Point b) {
        double d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.alpha - b.alpha);
        double d2 = Math.copySign(Math.sqrt(d1 * d1 - a.slope * b.slope), b.alpha - a.alpha);
        return b.alpha - (b.alpha - a.alpha) * (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2);
    }

    /** φ at α; null if w + α p rounds to w in float. */
    private Point evaluate(double alpha) {
        float[] trial = state.trial();
        for (int i = 0; i < trial.length; i++) {
            trial[i] = (float) (w[i] + alpha * p[i]);
        }
        if (Arrays.equals(trial, w)) {
            return null;
        }
        evaluationsLeft--;
        if (Kernels.firstNonFinite(trial, 0, trial.length) >= 0) {
            return new Point(alpha, Double.POSITIVE_INFINITY, Double.NaN);
        }
        state.countEvaluation();
        float[] gradient = state.trialGradient();
        double value = objective.valueAndGradient(trial, gradient);
        // A gradient with a number that is not finite has no finite slope.
        return new Point(alpha, value, Kernels.dot(gradient, p, 0, p.length));
    }
}
