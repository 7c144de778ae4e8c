package org.thalweg.optim;

import org.thalweg.settings.Choice;

/** Gradient descent: w ← w − η g. */
public record Sgd() implements Optimizer {
    static final Choice<Optimizer> CHOICE = Choice.<Optimizer>of(new Sgd()).means("Gradient descent without momentum.");

    @Override
    public String name() {
        return "sgd";
    }

    @Override
    public OptimizerState newState(int parameters) {
        return new OptimizerState(0, parameters);
    }

    @Override
    public void step(float[] w, float[] g, double rate, OptimizerState state, WeightRanges decayed) {
        state.countStep(w, g);
        float eta = (float) rate;
        for (int i = 0; i < w.length; i++) {
            w[i] -= eta * g[i];
        }
    }
}
