package org.thalweg.train;

import org.thalweg.data.TargetScaling;
import org.thalweg.nn.DifferenceLoss;
import org.thalweg.nn.Loss;

/**
 * What a loss over scaled targets is in the targets' own units: Σᵢ unitᵢ · c(y′ᵢ − a′ᵢ), unitᵢ by the loss and the target's
 * deviation (see {@link Loss#ownUnit}). Training minimises the loss of the scaled targets; this loss is reported.
 */
final class LossUnits {
    private final DifferenceLoss loss; // null where both losses are one
    private final double[] units; // [outputs]

    private LossUnits(DifferenceLoss loss, double[] units) {
        this.loss = loss;
        this.units = units;
    }

    static LossUnits of(Loss loss, TargetScaling scaling) {
        if (scaling.isNone() || !(loss instanceof DifferenceLoss ofDifferences)) {
            return new LossUnits(null, new double[0]);
        }
        double[] units = new double[scaling.targets()];
        for (int i = 0; i < units.length; i++) {
            units[i] = loss.ownUnit(scaling.deviationOf(i));
        }
        return new LossUnits(ofDifferences, units);
    }

    /** Whether the loss is that of scaled targets itself. */
    boolean areOne() {
        return loss == null;
    }

    /**
     * Σ_rows weight · Σᵢ unitᵢ · c(yᵢ − aᵢ), in the rows' order.
     *
     * @param scaled Σ_rows weight · Σᵢ c(yᵢ − aᵢ) of the same rows, as training makes it small
     * @param a [rows, outputs]
     * @param targets [rows, outputs], scaled
     * @param weights [rows]
     */
    double own(double scaled, int rows, float[] a, float[] targets, float[] weights) {
        if (loss == null) {
            return scaled;
        }
        double sum = 0;
        int width = units.length;
        for (int r = 0; r < rows; r++) {
            double ofRow = 0;
            for (int i = 0; i < width; i++) {
                ofRow += units[i] * loss.cost((double) targets[r * width + i] - a[r * width + i]);
            }
            sum += weights[r] * ofRow;
        }
        return sum;
    }

    /** The mean of the targets' units: what a scaled loss of 1, spread evenly over the targets, is in own units. */
    double mean() {
        double sum = 0;
        for (double unit : units) {
            sum += unit;
        }
        return loss == null ? 1 : sum / units.length;
    }
}
