package org.thalweg.optim;

/**
 * How a mean gradient g changes the parameters w at a learning rate η.
 *
 * <p>Every rule acts number by number, in float, so a step's bits depend on w, g, η and the state alone.
 */
public sealed interface Optimizer {
    /** The default momentum coefficient μ. */
    double DEFAULT_MOMENTUM = 0.9;

    /** Adam's default decay of the first moment, β₁ (Kingma and Ba 2015). */
    double DEFAULT_BETA1 = 0.9;

    /** Adam's default decay of the second moment, β₂. */
    double DEFAULT_BETA2 = 0.999;

    /** Adam's default ε. */
    double DEFAULT_EPSILON = 1e-8;

    /** AdamW's default decay λ (Loshchilov and Hutter 2019). */
    double DEFAULT_WEIGHT_DECAY = 0.01;

    /** A state for a run's begin: zero steps, zero arrays. */
    OptimizerState newState(int parameters);

    /**
     * One step: changes the parameters and the state.
     *
     * @param w changed
     * @param g the mean gradient, of w's length; not changed
     * @param rate η, 0 or more
     * @param decayed whether a parameter is a weight, which weight decay acts on, rather than a bias
     */
    void step(float[] w, float[] g, double rate, OptimizerState state, WeightRanges decayed);

    /** Gradient descent: w ← w − η g. */
    record Sgd() implements Optimizer {
        @Override
        public OptimizerState newState(int parameters) {
            return new OptimizerState(0, parameters);
        }

        @Override
        public void step(float[] w, float[] g, double rate, OptimizerState state, WeightRanges decayed) {
            state.countStep();
            float eta = (float) rate;
            for (int i = 0; i < w.length; i++) {
                w[i] -= eta * g[i];
            }
        }
    }

    /**
     * Momentum: v ← μ v + g, w ← w − η v (Polyak 1964; the form of Sutskever et al. 2013 with η outside).
     *
     * @param momentum μ, [0, 1)
     */
    record Momentum(double momentum) implements Optimizer {
        /** Checks the range. */
        public Momentum {
            requireShare("momentum", momentum);
        }

        @Override
        public OptimizerState newState(int parameters) {
            return new OptimizerState(1, parameters);
        }

        @Override
        public void step(float[] w, float[] g, double rate, OptimizerState state, WeightRanges decayed) {
            state.countStep();
            float eta = (float) rate;
            float mu = (float) momentum;
            float[] v = state.slot(0);
            for (int i = 0; i < w.length; i++) {
                v[i] = mu * v[i] + g[i];
                w[i] -= eta * v[i];
            }
        }
    }

    /**
     * Nesterov's momentum: v ← μ v + g, w ← w − η (g + μ v) (Nesterov 1983; the form of Bengio et al. 2013).
     *
     * @param momentum μ, [0, 1)
     */
    record Nesterov(double momentum) implements Optimizer {
        /** Checks the range. */
        public Nesterov {
            requireShare("momentum", momentum);
        }

        @Override
        public OptimizerState newState(int parameters) {
            return new OptimizerState(1, parameters);
        }

        @Override
        public void step(float[] w, float[] g, double rate, OptimizerState state, WeightRanges decayed) {
            state.countStep();
            float eta = (float) rate;
            float mu = (float) momentum;
            float[] v = state.slot(0);
            for (int i = 0; i < w.length; i++) {
                v[i] = mu * v[i] + g[i];
                w[i] -= eta * (g[i] + mu * v[i]);
            }
        }
    }

    /**
     * Adam: m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², w ← w − η m̂ / (√v̂ + ε), where m̂ = m / (1 − β₁ᵗ) and
     * v̂ = v / (1 − β₂ᵗ) at step t (Kingma and Ba 2015, "Adam", algorithm 1).
     *
     * @param beta1 β₁, [0, 1)
     * @param beta2 β₂, [0, 1)
     * @param epsilon ε, above 0
     */
    record Adam(double beta1, double beta2, double epsilon) implements Optimizer {
        /** Checks the ranges. */
        public Adam {
            requireShare("beta1", beta1);
            requireShare("beta2", beta2);
            if (!(epsilon > 0)) {
                throw new IllegalArgumentException("epsilon: expected above 0, found " + epsilon);
            }
        }

        @Override
        public OptimizerState newState(int parameters) {
            return new OptimizerState(2, parameters);
        }

        @Override
        public void step(float[] w, float[] g, double rate, OptimizerState state, WeightRanges decayed) {
            long t = state.countStep();
            float b1 = (float) beta1;
            float b2 = (float) beta2;
            // Rounded once: 1 − (float) 0.999 is 1.3e-5 off, which the correction of step 1 would not take back.
            float rest1 = (float) (1 - beta1);
            float rest2 = (float) (1 - beta2);
            float eps = (float) epsilon;
            float eta = (float) (rate / (1 - StrictMath.pow(beta1, t)));
            float inverse2 = (float) (1 / (1 - StrictMath.pow(beta2, t)));
            float[] m = state.slot(0);
            float[] v = state.slot(1);
            for (int i = 0; i < w.length; i++) {
                m[i] = b1 * m[i] + rest1 * g[i];
                v[i] = b2 * v[i] + rest2 * (g[i] * g[i]);
                w[i] -= eta * m[i] / ((float) Math.sqrt(v[i] * inverse2) + eps);
            }
        }
    }

    /**
     * AdamW: w ← w − η λ w on weights (not biases), then {@link Adam}'s step (Loshchilov and Hutter 2019, "Decoupled
     * weight decay regularization", algorithm 2).
     *
     * @param weightDecay λ, 0 or more
     */
    record AdamW(Adam adam, double weightDecay) implements Optimizer {
        /** Checks the range. */
        public AdamW {
            if (!(weightDecay >= 0)) {
                throw new IllegalArgumentException("weightDecay: expected 0 or more, found " + weightDecay);
            }
        }

        @Override
        public OptimizerState newState(int parameters) {
            return adam.newState(parameters);
        }

        @Override
        public void step(float[] w, float[] g, double rate, OptimizerState state, WeightRanges decayed) {
            float factor = (float) (1 - rate * weightDecay);
            decayed.forEach((offset, length) -> {
                for (int i = offset; i < offset + length; i++) {
                    w[i] *= factor;
                }
            });
            adam.step(w, g, rate, state, decayed);
        }
    }

    private static void requireShare(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + ": expected 0 or more and below 1, found " + value);
        }
    }
}
