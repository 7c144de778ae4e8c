package org.thalweg.optim;

import org.thalweg.settings.Choice;

/** Gradient descent: w ← w − η g. */
public record Sgd() implements Optimizer {
    static final Choice<Optimizer> CHOICE = Choice.<Optimizer>of(new Sgd())
            .means("Gradient descent: w ← w − η g, where g is the gradient of the batch.");

    @Override
    public String name() {
        return "sgd";
    }

    @Override
    public OptimizerState newState(int parameters) {
        return new OptimizerState(0, parameters);
    }

    @Override
    public Rule rule(double rate, OptimizerState state, WeightRanges decayed) {
        float eta = (float) rate;
        return (w, g, from, end) -> {
            for (int i = from; i < end; i++) {
                w[i] -= eta * g[i];
            }
        };
    }
}
