package org.thalweg.nn;

import java.util.List;
import org.thalweg.settings.Setting;

/**
 * Inverted dropout of hidden layers, in training only: a unit's activation for a row is set to 0 with probability p,
 * otherwise divided by 1 − p, so that its mean is unchanged and prediction needs no correction.
 *
 * <p>Which units are dropped depends only on the row's key, the layer and the unit. p is rounded to a multiple of 2⁻¹⁶,
 * at most 1 − 2⁻¹⁶.
 *
 * <p>Source: Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov 2014, "Dropout: a simple way to prevent neural
 * networks from overfitting", section 10 for the division in training.
 *
 * @param rates p of every hidden layer, from 0 to 1, exclusive, first to last; empty for no dropout at all
 */
public record Dropout(List<Double> rates) {
    /** The range of p. */
    public static final Setting RATE = Setting.share("dropout", 0.5)
            .means("Fraction of a hidden layer's units that are dropped for each row in training.");

    /** Drops nothing. */
    public static final Dropout NONE = new Dropout(List.of());

    static final int SCALE = 1 << 16;

    /** Checks the ranges. */
    public Dropout {
        rates = rates.stream().map(RATE::require).toList();
    }

    /** Whether any unit is ever dropped. */
    public boolean dropsAny() {
        return rates.stream().anyMatch(rate -> threshold(rate) > 0);
    }

    /** p · 2¹⁶ of a layer; 0 for a layer without dropout, such as the last one. */
    int threshold(int layer) {
        return layer < rates.size() ? threshold(rates.get(layer)) : 0;
    }

    private static int threshold(double rate) {
        return (int) Math.min(SCALE - 1, Math.round(rate * SCALE));
    }

    /**
     * Requires a network with as many hidden layers as there are rates.
     *
     * @throws IllegalArgumentException if the numbers differ
     */
    public void requireFits(Network network) {
        int hidden = network.layers().size() - 1;
        if (!rates.isEmpty() && rates.size() != hidden) {
            throw new IllegalArgumentException("dropout: expected " + hidden + " rates (the hidden layers of network "
                    + network.shape() + "), found " + rates.size());
        }
    }
}
