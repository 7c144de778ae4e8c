package org.thalweg.optim;

import java.util.Objects;
import org.thalweg.settings.Setting;

/**
 * The state of {@link ReduceOnPlateau}: a factor on the learning rate that falls when the loss stops falling. Updated once
 * per epoch.
 *
 * @param rule when it falls, and to what
 * @param factor the factor now, of (0, 1]
 * @param best the least loss that counted as better; infinity before the first
 * @param epochsSince losses since that one, or since the last fall, that did not count as better
 */
public record Plateau(ReduceOnPlateau rule, double factor, double best, int epochsSince) {
    private static final Setting FACTOR = Setting.factor("factor", 1);

    /** Checks the ranges. */
    public Plateau {
        Objects.requireNonNull(rule, "rule");
        factor = FACTOR.require(factor);
        if (Double.isNaN(best)) {
            throw new IllegalArgumentException("best: expected a number, found NaN");
        }
        if (epochsSince < 0 || epochsSince >= rule.patience()) {
            throw new IllegalArgumentException(
                    "epochsSince: expected 0 or more and below " + rule.patience() + ", found " + epochsSince);
        }
    }

    /**
     * The state after another epoch.
     *
     * @param loss of the epoch; NaN is never better
     */
    public Plateau next(double loss) {
        if (loss < best - rule.minDelta()) {
            return new Plateau(rule, factor, loss, 0);
        }
        if (epochsSince + 1 < rule.patience()) {
            return new Plateau(rule, factor, best, epochsSince + 1);
        }
        return new Plateau(rule, Math.max(factor * rule.factor(), rule.minRate()), best, 0);
    }
}
