package org.thalweg.nn;

import org.thalweg.settings.Choice;

/** Absolute error, Σᵢ |yᵢ − aᵢ|: minimised by the median. The derivative at 0 is defined as 0. */
public record AbsoluteError() implements DifferenceLoss {
    static final Choice<Loss> CHOICE =
            Choice.<Loss>of(new AbsoluteError()).means("Absolute error, which fits the median.");

    @Override
    public String name() {
        return "absoluteError";
    }

    /** The deviation itself. */
    @Override
    public double ownUnit(double deviation) {
        return deviation;
    }

    @Override
    public double cost(double difference) {
        return Math.abs(difference);
    }

    @Override
    public double slope(double difference) {
        return Math.signum(difference);
    }
}
