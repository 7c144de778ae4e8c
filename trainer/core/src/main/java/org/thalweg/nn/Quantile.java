package org.thalweg.nn;

import java.util.List;
import org.thalweg.settings.Choice;
import org.thalweg.settings.Setting;

/**
 * The quantile loss, Σᵢ max(τ d, (τ − 1) d), d = yᵢ − aᵢ: minimised by the quantile τ (Koenker and Bassett 1978,
 * "Regression quantiles"). The derivative at 0 is defined as 0.
 *
 * @param quantile τ, above 0 and below 1
 */
public record Quantile(double quantile) implements DifferenceLoss {
    static final Setting QUANTILE = Setting.inside("quantile", 0.5).means("The quantile to predict, such as 0.9.");

    static final Choice<Loss> CHOICE = new Choice<Loss>("quantile", List.of(QUANTILE), of -> new Quantile(of[0]))
            .means("Quantile or pinball loss, which fits a quantile of the targets.");

    /** Checks the range. */
    public Quantile {
        quantile = QUANTILE.require(quantile);
    }

    @Override
    public String name() {
        return "quantile";
    }

    @Override
    public double[] settings() {
        return new double[] {quantile};
    }

    /** The deviation itself. */
    @Override
    public double ownUnit(double deviation) {
        return deviation;
    }

    @Override
    public double cost(double difference) {
        return Math.max(quantile * difference, (quantile - 1) * difference);
    }

    @Override
    public double slope(double difference) {
        if (difference == 0) {
            return 0;
        }
        return difference > 0 ? quantile : quantile - 1;
    }
}
