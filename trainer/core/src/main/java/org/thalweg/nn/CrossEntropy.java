package org.thalweg.nn;

import java.util.List;
import org.thalweg.math.Elementary;
import org.thalweg.settings.Choice;
import org.thalweg.settings.Setting;

/**
 * Cross entropy, computed from the output layer's z to avoid log 0: with softmax −Σⱼ y′ⱼ log aⱼ, where y′ is 1 at the
 * row's class y and 0 elsewhere; with sigmoid −Σᵢ (y′ᵢ log aᵢ + (1 − y′ᵢ) log(1 − aᵢ)), yᵢ in [0, 1]. δ = a − y′ for
 * both, since f′ cancels against ∂C/∂a (times the sigmoid's slope).
 *
 * <p>Label smoothing ε moves y′ towards all classes equally: (1 − ε) y′ + ε / K over K classes, (1 − ε) y + ε / 2 for a
 * sigmoid (Szegedy et al. 2016, "Rethinking the Inception architecture", section 7).
 *
 * <p>The seed paper prints cross entropy without the minus sign, and with y and ŷ swapped; both are corrected here.
 *
 * @param labelSmoothing ε, 0 or more and below 1
 */
public record CrossEntropy(double labelSmoothing) implements Loss {
    static final Setting LABEL_SMOOTHING = Setting.share("labelSmoothing", 0)
            .means("Label smoothing: the share of each row's target probability that is spread evenly over all"
                    + " classes.");

    static final Choice<Loss> CHOICE = new Choice<Loss>(
                    "crossEntropy", List.of(LABEL_SMOOTHING), of -> new CrossEntropy(of[0]))
            .means("Cross entropy of softmax or sigmoid outputs with the targets.");

    /** Checks the range. */
    public CrossEntropy {
        labelSmoothing = LABEL_SMOOTHING.require(labelSmoothing);
    }

    @Override
    public String name() {
        return "crossEntropy";
    }

    @Override
    public double[] settings() {
        return new double[] {labelSmoothing};
    }

    @Override
    public boolean goesWith(Activation output) {
        return output instanceof Softmax || output instanceof Sigmoid;
    }

    @Override
    public String targetRange() {
        return "a number from 0 to 1";
    }

    @Override
    public boolean permitsTarget(float target) {
        return target >= 0 && target <= 1;
    }

    @Override
    public void forwardInto(
            Activation.Kernel output,
            float[] z,
            float[] a,
            int rows,
            int outputs,
            float[] targets,
            float[] weights,
            double[] costs) {
        if (output.activation() instanceof Sigmoid sigmoid) {
            sigmoidCosts(sigmoid.slope(), z, rows, outputs, targets, weights, costs);
            output.forwardInto(z, a, rows, outputs);
        } else {
            softmaxInto(z, a, rows, outputs, targets, weights, costs);
        }
    }

    /**
     * −log softmax(z)_y = log Σⱼ e^(zⱼ − max) − (z_y − max); with smoothing, a share ε of z_y is replaced by the mean
     * of all z.
     */
    private void softmaxInto(
            float[] z, float[] a, int rows, int outputs, float[] targets, float[] weights, double[] costs) {
        if (a != z) {
            System.arraycopy(z, 0, a, 0, rows * outputs);
        }
        for (int r = 0; r < rows; r++) {
            int from = r * outputs;
            float max = Softmax.max(a, from, outputs);
            double expected = (double) a[from + classOf(targets[r], outputs)] - max;
            if (labelSmoothing > 0) {
                double sum = 0;
                for (int c = 0; c < outputs; c++) {
                    sum += (double) a[from + c] - max;
                }
                expected = (1 - labelSmoothing) * expected + labelSmoothing * sum / outputs;
            }
            double exponentials = Softmax.normaliseInPlace(a, from, outputs, max);
            costs[r] = weights[r] * (Elementary.log(exponentials) - expected);
        }
    }

    /** Checked because an invalid class index would read and write the next row's values. */
    private static int classOf(float target, int outputs) {
        int index = (int) target;
        if (index != target || index < 0 || index >= outputs) {
            throw new IllegalArgumentException(
                    "target: expected a class index, 0 to " + (outputs - 1) + ", found " + target);
        }
        return index;
    }

    /** −y log a − (1 − y) log(1 − a) = softplus(βz) − y βz. */
    private void sigmoidCosts(
            double slope, float[] z, int rows, int outputs, float[] targets, float[] weights, double[] costs) {
        for (int r = 0; r < rows; r++) {
            double ofRow = 0;
            for (int i = r * outputs; i < (r + 1) * outputs; i++) {
                double logit = slope * z[i];
                ofRow += Elementary.softplus(logit) - smoothed(targets[i]) * logit;
            }
            costs[r] = weights[r] * ofRow;
        }
    }

    private double smoothed(float target) {
        return (1 - labelSmoothing) * target + labelSmoothing / 2;
    }

    @Override
    public void deltaInto(
            Activation.Kernel output,
            float[] z,
            float[] a,
            int rows,
            int outputs,
            float[] targets,
            float[] weights,
            float[] delta) {
        if (output.activation() instanceof Sigmoid sigmoid) {
            float slope = (float) sigmoid.slope();
            for (int r = 0; r < rows; r++) {
                float factor = slope * weights[r];
                for (int i = r * outputs; i < (r + 1) * outputs; i++) {
                    delta[i] = factor * (a[i] - (float) smoothed(targets[i]));
                }
            }
            return;
        }
        float ofEach = (float) (labelSmoothing / outputs);
        float ofClass = (float) (1 - labelSmoothing + labelSmoothing / outputs);
        for (int r = 0; r < rows; r++) {
            int from = r * outputs;
            float weight = weights[r];
            for (int c = 0; c < outputs; c++) {
                delta[from + c] = weight * (a[from + c] - ofEach);
            }
            int index = from + (int) targets[r];
            delta[index] = weight * (a[index] - ofClass);
        }
    }
}
