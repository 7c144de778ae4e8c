package org.thalweg.optim;

import java.util.List;
import java.util.Objects;
import org.thalweg.settings.Choice;
import org.thalweg.settings.Setting;

/**
 * AdamW: w ← w − η λ w on weights (not biases), then {@link Adam}'s step (Loshchilov and Hutter 2019, "Decoupled weight
 * decay regularization", algorithm 2).
 *
 * @param adam the step
 * @param weightDecay λ, 0 or more; by default {@value #DEFAULT_WEIGHT_DECAY}
 */
public record AdamW(Adam adam, double weightDecay) implements Optimizer {
    static final Setting WEIGHT_DECAY = Setting.atLeast("weightDecay", 0, AdamW.DEFAULT_WEIGHT_DECAY)
            .means("λ, the weight decay. Each step subtracts η λ w from every weight w, but not from biases.");

    static final Choice<Optimizer> CHOICE = new Choice<Optimizer>(
                    "adamW",
                    List.of(Adam.BETA1, Adam.BETA2, Adam.EPSILON, WEIGHT_DECAY),
                    of -> new AdamW(new Adam(of[0], of[1], of[2]), of[3]))
            .means("AdamW: Adam, with weight decay applied directly to the weights (Loshchilov and Hutter 2019).");

    /** The default λ. */
    public static final double DEFAULT_WEIGHT_DECAY = 0.01;

    /** Checks the range. */
    public AdamW {
        Objects.requireNonNull(adam, "adam");
        weightDecay = WEIGHT_DECAY.require(weightDecay);
    }

    /** With the defaults. */
    public AdamW() {
        this(new Adam(), DEFAULT_WEIGHT_DECAY);
    }

    @Override
    public String name() {
        return "adamW";
    }

    @Override
    public double[] settings() {
        return new double[] {adam.beta1(), adam.beta2(), adam.epsilon(), weightDecay};
    }

    @Override
    public OptimizerState newState(int parameters) {
        return adam.newState(parameters);
    }

    @Override
    public Rule rule(double rate, OptimizerState state, WeightRanges decayed) {
        float factor = (float) (1 - rate * weightDecay);
        Rule ofAdam = adam.rule(rate, state, decayed);
        return (w, g, from, end) -> {
            decayed.forEach(
                    (offset, length) -> scale(w, factor, Math.max(from, offset), Math.min(end, offset + length)));
            ofAdam.apply(w, g, from, end);
        };
    }

    private static void scale(float[] w, float factor, int from, int end) {
        for (int i = from; i < end; i++) {
            w[i] *= factor;
        }
    }
}
