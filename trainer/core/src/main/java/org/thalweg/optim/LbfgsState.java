package org.thalweg.optim;

import java.util.ArrayList;
import java.util.List;
import org.thalweg.math.Kernels;

/**
 * The state of {@link Lbfgs} between iterations: the loss and the gradient at the parameters, and the last pairs of steps
 * and gradient changes. It also has six scratch arrays of the parameters' length.
 *
 * <p>Mutable: {@link Lbfgs#iterate} changes it. Not thread-safe.
 */
public final class LbfgsState {
    private final int history;
    private final int parameters;
    private final List<Pair> pairs = new ArrayList<>();
    private float[] gradient;
    private final float[] direction;
    private float[] trial;
    private float[] trialGradient;
    private float[] best;
    private float[] bestGradient;
    private boolean started;
    private double loss = Double.NaN;
    private double gradientNorm = Double.NaN;
    private long iterations;
    private long evaluations;
    private double stepLength;
    private boolean wolfe;
    private Lbfgs.Status status = Lbfgs.Status.RUNNING;

    /** s, y, sᵀy and yᵀy. */
    private record Pair(float[] s, float[] y, double sy, double yy) {}

    LbfgsState(int history, int parameters) {
        this.history = history;
        this.parameters = parameters;
        this.gradient = new float[parameters];
        this.direction = new float[parameters];
        this.trial = new float[parameters];
        this.trialGradient = new float[parameters];
        this.best = new float[parameters];
        this.bestGradient = new float[parameters];
    }

    /** The loss at the parameters; NaN before the first iteration. */
    public double loss() {
        return loss;
    }

    /** The Euclidean norm of the gradient at the parameters; NaN before the first iteration. */
    public double gradientNorm() {
        return gradientNorm;
    }

    /** The iterations that changed the parameters. */
    public long iterations() {
        return iterations;
    }

    /** How often evaluation of the objective was started. */
    public long evaluations() {
        return evaluations;
    }

    /** α of the last step; 0 before the first. */
    public double stepLength() {
        return stepLength;
    }

    /** Whether the last step met the strong Wolfe conditions, not only sufficient decrease. */
    public boolean wolfe() {
        return wolfe;
    }

    /** The status of the minimisation. */
    public Lbfgs.Status status() {
        return status;
    }

    /** Copies of the gradient, then of s and y of each pair, the oldest first; none before the first iteration. */
    public List<float[]> arrays() {
        List<float[]> arrays = new ArrayList<>();
        if (started) {
            arrays.add(gradient.clone());
        }
        for (Pair pair : pairs) {
            arrays.add(pair.s.clone());
            arrays.add(pair.y.clone());
        }
        return arrays;
    }

    /**
     * A state of this shape, restored from copies of another state's values.
     *
     * @param iterations 0 or more
     * @param evaluations 0 or more
     * @param loss at the parameters
     * @param status of the other state
     * @param arrays as returned by {@link #arrays}
     * @throws IllegalArgumentException if something does not have this state's shape
     */
    public LbfgsState restored(
            long iterations, long evaluations, double loss, Lbfgs.Status status, List<float[]> arrays) {
        int most = 1 + 2 * history;
        if (arrays.size() > most || arrays.size() % 2 == 0 && !arrays.isEmpty()) {
            throw new IllegalArgumentException(
                    "L-BFGS state: expected no array or an odd number up to " + most + ", found " + arrays.size());
        }
        for (float[] array : arrays) {
            if (array.length != parameters) {
                throw new IllegalArgumentException(
                        "L-BFGS state: expected arrays of " + parameters + " values, found one of " + array.length);
            }
        }
        LbfgsState state = new LbfgsState(history, parameters);
        state.iterations = iterations;
        state.evaluations = evaluations;
        state.status = status;
        if (!arrays.isEmpty()) {
            System.arraycopy(arrays.get(0), 0, state.gradient, 0, parameters);
            state.begin(loss);
        }
        for (int i = 1; i < arrays.size(); i += 2) {
            state.pairs.add(pair(arrays.get(i).clone(), arrays.get(i + 1).clone()));
        }
        return state;
    }

    private static Pair pair(float[] s, float[] y) {
        return new Pair(s, y, Kernels.dot(s, y, 0, s.length), Kernels.sumOfSquares(y, 0, y.length));
    }

    int parameters() {
        return parameters;
    }

    boolean started() {
        return started;
    }

    int pairs() {
        return pairs.size();
    }

    float[] gradientArray() {
        return gradient;
    }

    float[] trial() {
        return trial;
    }

    float[] trialGradient() {
        return trialGradient;
    }

    void countEvaluation() {
        evaluations++;
    }

    void setStatus(Lbfgs.Status status) {
        this.status = status;
    }

    void forgetPairs() {
        pairs.clear();
    }

    /** The gradient's array holds the gradient at the first parameters. */
    void begin(double firstLoss) {
        started = true;
        loss = firstLoss;
        gradientNorm = Math.sqrt(Kernels.sumOfSquares(gradient, 0, parameters));
    }

    /** Makes the trial the best point. The arrays of the previous best are reused for the next trial. */
    void keepTrial() {
        float[] swap = best;
        best = trial;
        trial = swap;
        swap = bestGradient;
        bestGradient = trialGradient;
        trialGradient = swap;
    }

    /** Moves w to the best trial, and stores the pair if sᵀy is above a share of ‖y‖². */
    void accept(float[] w, LineSearch search, double leastCurvature) {
        for (int i = 0; i < parameters; i++) {
            trial[i] = best[i] - w[i];
            trialGradient[i] = bestGradient[i] - gradient[i];
        }
        Pair pair = pair(trial, trialGradient);
        if (Double.isFinite(pair.sy + pair.yy) && pair.sy > leastCurvature * pair.yy) {
            boolean full = pairs.size() == history;
            Pair oldest = full ? pairs.remove(0) : null;
            trial = full ? oldest.s : new float[parameters];
            trialGradient = full ? oldest.y : new float[parameters];
            pairs.add(pair);
        }
        System.arraycopy(best, 0, w, 0, parameters);
        float[] swap = gradient;
        gradient = bestGradient;
        bestGradient = swap;
        begin(search.value());
        iterations++;
        stepLength = search.length();
        wolfe = search.wolfe();
    }

    /** −H g by algorithm 7.4, where H₀ is sᵀy / yᵀy of the last pair, (7.20); −g without pairs. Its array is reused. */
    float[] direction() {
        for (int i = 0; i < parameters; i++) {
            direction[i] = -gradient[i];
        }
        double[] alphas = new double[pairs.size()];
        for (int k = pairs.size() - 1; k >= 0; k--) {
            Pair pair = pairs.get(k);
            alphas[k] = Kernels.dot(pair.s, direction, 0, parameters) / pair.sy;
            Kernels.addScaledInPlace(direction, (float) -alphas[k], pair.y, 0, parameters);
        }
        if (!pairs.isEmpty()) {
            Pair last = pairs.get(pairs.size() - 1);
            Kernels.scaleInPlace(direction, (float) (last.sy / last.yy));
        }
        for (int k = 0; k < pairs.size(); k++) {
            Pair pair = pairs.get(k);
            double beta = Kernels.dot(pair.y, direction, 0, parameters) / pair.sy;
            Kernels.addScaledInPlace(direction, (float) (alphas[k] - beta), pair.s, 0, parameters);
        }
        return direction;
    }
}
