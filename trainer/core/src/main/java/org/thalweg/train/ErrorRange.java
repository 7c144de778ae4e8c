package org.thalweg.train;

import java.io.Serializable;

/**
 * The ranges of target values and of errors in which rows are counted. Values outside count in the outermost bin.
 *
 * @param low the least value, in the target's own units
 * @param high the greatest, above the least
 * @param error the greatest error in either direction, above 0
 */
public record ErrorRange(double low, double high, double error) implements Serializable {
    /** Checks the ranges. */
    public ErrorRange {
        if (!(low < high) || !(error > 0) || !Double.isFinite(high - low) || !Double.isFinite(error)) {
            throw new IllegalArgumentException("range: expected low below high and an error above 0, all finite, found "
                    + low + " to " + high + " and " + error);
        }
    }
}
