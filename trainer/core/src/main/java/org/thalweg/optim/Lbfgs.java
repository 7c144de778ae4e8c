package org.thalweg.optim;

import java.util.List;
import org.thalweg.math.Kernels;
import org.thalweg.settings.Choice;
import org.thalweg.settings.Setting;

/**
 * L-BFGS: w ← w − α H g, where H is a quasi-Newton estimate of the inverse Hessian from the last steps s and changes y
 * of the gradient, and α meets the strong Wolfe conditions (Nocedal and Wright 2006, "Numerical optimization", 2nd ed.,
 * algorithms 7.4 and 7.5; 3.5 and 3.6 for α).
 *
 * <p>The objective must be smooth and over all rows: gradients of batches, or the kinks of an L1 penalty, make y useless.
 * Parameters and vectors are float. Inner products and step lengths are double, summed in a fixed order, so the same start
 * gives the same bits.
 *
 * @param history pairs (s, y) stored, 1 to {@value #MOST}, each twice the parameters' size; by default
 *     {@value #DEFAULT_HISTORY}
 * @param maxSearchEvaluations of the objective in one line search, 1 to {@value #MOST}; by default
 *     {@value #DEFAULT_MAX_SEARCH_EVALUATIONS}
 * @param gradientTolerance the minimum is reached where ‖g‖ ≤ this · max(1, ‖w‖), 0 or more; by default
 *     {@value #DEFAULT_GRADIENT_TOLERANCE}
 * @param lossTolerance or where a step makes the loss f smaller by at most this · max(|f before|, |f after|), 0 or more;
 *     by default {@value #DEFAULT_LOSS_TOLERANCE}
 */
public record Lbfgs(int history, int maxSearchEvaluations, double gradientTolerance, double lossTolerance)
        implements Descent {
    /** The greatest history, and the most evaluations in one line search. */
    public static final int MOST = 1000;

    static final Setting HISTORY = Setting.whole("history", 1, MOST, Lbfgs.DEFAULT_HISTORY)
            .means("Number of previous steps from which the curvature is estimated. Each stored step needs twice"
                    + " the memory of the parameters.");

    static final Setting MAX_SEARCH_EVALUATIONS = Setting.whole(
                    "maxSearchEvaluations", 1, MOST, Lbfgs.DEFAULT_MAX_SEARCH_EVALUATIONS)
            .means("Maximum number of passes over the rows in one line search.");

    static final Setting GRADIENT_TOLERANCE = Setting.atLeast("gradientTolerance", 0, Lbfgs.DEFAULT_GRADIENT_TOLERANCE)
            .means("Training ends when ‖gradient‖ ≤ gradientTolerance · max(1, ‖parameters‖).");

    static final Setting LOSS_TOLERANCE = Setting.atLeast("lossTolerance", 0, Lbfgs.DEFAULT_LOSS_TOLERANCE)
            .means("Training ends when a step reduces the loss by at most this share of it.");

    static final Choice<Descent> CHOICE = new Choice<Descent>(
                    "lbfgs",
                    List.of(HISTORY, MAX_SEARCH_EVALUATIONS, GRADIENT_TOLERANCE, LOSS_TOLERANCE),
                    of -> new Lbfgs((int) of[0], (int) of[1], of[2], of[3]))
            .means("L-BFGS: a quasi-Newton method. Every step uses all rows (training.batchSize must be full), and"
                    + " a line search finds its length. It suits small networks and data.");

    /** The default history. */
    public static final int DEFAULT_HISTORY = 10;

    /** The default number of evaluations in one line search. */
    public static final int DEFAULT_MAX_SEARCH_EVALUATIONS = 25;

    /** The default tolerance of the gradient. */
    public static final double DEFAULT_GRADIENT_TOLERANCE = 1e-5;

    /** The default tolerance of the loss. */
    public static final double DEFAULT_LOSS_TOLERANCE = 1e-9;

    /** A pair is used only if sᵀy is above this · ‖y‖², so that H stays positive definite. */
    private static final double LEAST_CURVATURE = 1e-10;

    /** Checks the ranges. */
    public Lbfgs {
        history = (int) HISTORY.require(history);
        maxSearchEvaluations = (int) MAX_SEARCH_EVALUATIONS.require(maxSearchEvaluations);
        gradientTolerance = GRADIENT_TOLERANCE.require(gradientTolerance);
        lossTolerance = LOSS_TOLERANCE.require(lossTolerance);
    }

    /** With the defaults. */
    public Lbfgs() {
        this(DEFAULT_HISTORY, DEFAULT_MAX_SEARCH_EVALUATIONS, DEFAULT_GRADIENT_TOLERANCE, DEFAULT_LOSS_TOLERANCE);
    }

    @Override
    public String name() {
        return "lbfgs";
    }

    @Override
    public int arrayCount() {
        return 2 * history;
    }

    @Override
    public double[] settings() {
        return new double[] {history, maxSearchEvaluations, gradientTolerance, lossTolerance};
    }

    /** The status of a minimisation. */
    public enum Status {
        /** Another iteration may do better. */
        RUNNING,
        /** The gradient is within its tolerance. */
        GRADIENT_SMALL,
        /** The last step reduced the loss by no more than its tolerance. */
        LOSS_FLAT,
        /** Neither the L-BFGS direction nor steepest descent found a lower point: rounding of the loss, or a kink, prevents it. */
        NO_DESCENT,
        /** The parameters, the value or the gradient at the start are not finite. */
        START_NOT_FINITE;

        /** Whether a minimum was reached. */
        public boolean converged() {
            return this == GRADIENT_SMALL || this == LOSS_FLAT;
        }
    }

    /** A state for the start of a run. */
    public LbfgsState newState(int parameters) {
        return new LbfgsState(history, parameters);
    }

    /**
     * One iteration: a line search along the L-BFGS direction, and if it fails a second one along steepest descent. The first
     * call also evaluates the objective at w.
     *
     * <p>If the objective throws, w is unchanged and the iteration may be tried again. Does nothing once the status is
     * not {@link Status#RUNNING}.
     *
     * @param w changed only to a point whose value is finite and lower, or equal in double; the caller must not change it
     *     between iterations
     * @param state of {@link #newState} of an equal L-BFGS for w's length; changed
     * @return the state's status
     * @throws IllegalArgumentException if w's length is not the state's
     */
    public Status iterate(float[] w, Objective objective, LbfgsState state) {
        if (w.length != state.parameters()) {
            throw new IllegalArgumentException(
                    "parameters: expected " + state.parameters() + " values (the state's), found " + w.length);
        }
        if (!state.started()) {
            start(w, objective, state);
        }
        if (state.status() != Status.RUNNING) {
            return state.status();
        }
        boolean steepest = state.pairs() == 0;
        boolean found = search(w, objective, state);
        if (!found && !steepest) {
            state.forgetPairs();
            found = search(w, objective, state);
        }
        if (!found) {
            state.setStatus(Status.NO_DESCENT);
        }
        return state.status();
    }

    private void start(float[] w, Objective objective, LbfgsState state) {
        state.countEvaluation();
        double loss = objective.valueAndGradient(w, state.gradientArray());
        state.begin(loss);
        boolean finite = Double.isFinite(loss)
                && Double.isFinite(state.gradientNorm())
                && Kernels.firstNonFinite(w, 0, w.length) < 0;
        state.setStatus(!finite ? Status.START_NOT_FINITE : small(w, state) ? Status.GRADIENT_SMALL : Status.RUNNING);
    }

    private boolean small(float[] w, LbfgsState state) {
        double norm = Math.sqrt(Kernels.sumOfSquares(w, 0, w.length));
        return state.gradientNorm() <= gradientTolerance * Math.max(1, norm);
    }

    /** Whether a line search found a lower point; if so w and the state have moved to it. */
    private boolean search(float[] w, Objective objective, LbfgsState state) {
        float[] direction = state.direction();
        float[] g = state.gradientArray();
        double slope = Kernels.dot(g, direction, 0, w.length);
        double length = 1;
        if (state.pairs() == 0) {
            length = Math.min(1, 1 / Kernels.sumOfMagnitudes(g, 0, g.length));
        }
        if (!(slope < 0 && Double.isFinite(slope))) {
            return false;
        }
        LineSearch search = new LineSearch(objective, w, direction, maxSearchEvaluations, state);
        if (!search.run(state.loss(), slope, length)) {
            return false;
        }
        double before = state.loss();
        double after = search.value();
        state.accept(w, search, LEAST_CURVATURE);
        boolean flat = before - after <= lossTolerance * Math.max(Math.abs(before), Math.abs(after));
        state.setStatus(small(w, state) ? Status.GRADIENT_SMALL : flat ? Status.LOSS_FLAT : Status.RUNNING);
        return true;
    }
}
