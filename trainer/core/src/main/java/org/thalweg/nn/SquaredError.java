package org.thalweg.nn;

import org.thalweg.settings.Choice;

/** Half squared error, Σᵢ ½ (yᵢ − aᵢ)²: minimised by the mean. */
public record SquaredError() implements DifferenceLoss {
    static final Choice<Loss> CHOICE =
            Choice.<Loss>of(new SquaredError()).means("Half the squared error, which fits the mean.");

    @Override
    public String name() {
        return "squaredError";
    }

    /** deviation²: half the squared error in own units. */
    @Override
    public double ownUnit(double deviation) {
        return deviation * deviation;
    }

    @Override
    public double cost(double difference) {
        return 0.5 * difference * difference;
    }

    @Override
    public double slope(double difference) {
        return difference;
    }
}
