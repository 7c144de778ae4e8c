package org.thalweg.nn;

import java.util.List;
import org.thalweg.settings.Choice;
import org.thalweg.settings.Setting;

/**
 * Huber's loss, Σᵢ ½ d² where |d| ≤ δ, else δ (|d| − ½ δ), d = yᵢ − aᵢ: half squared error near 0, absolute error far
 * from it (Huber 1964, "Robust estimation of a location parameter").
 *
 * @param delta δ, above 0; where targets are standardised, in units of the target's standard deviation
 */
public record Huber(double delta) implements DifferenceLoss {
    static final Setting DELTA = Setting.above("delta", 0, 1)
            .means("Absolute error δ above which the loss is linear: in standard deviations of the target if"
                    + " data.scaleTarget is standard, otherwise in the target's units.");

    static final Choice<Loss> CHOICE = new Choice<Loss>("huber", List.of(DELTA), of -> new Huber(of[0]))
            .means("Half the squared error for small errors, a linear function of the error for large ones.");

    /** Checks the range. */
    public Huber {
        delta = DELTA.require(delta);
    }

    @Override
    public String name() {
        return "huber";
    }

    @Override
    public double[] settings() {
        return new double[] {delta};
    }

    /** deviation²: Huber's loss in own units, of δ times the deviation. */
    @Override
    public double ownUnit(double deviation) {
        return deviation * deviation;
    }

    @Override
    public double cost(double difference) {
        double size = Math.abs(difference);
        return size <= delta ? 0.5 * difference * difference : delta * (size - 0.5 * delta);
    }

    @Override
    public double slope(double difference) {
        return Math.max(-delta, Math.min(delta, difference));
    }
}
