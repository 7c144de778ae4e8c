package org.thalweg.optim;

import java.util.Objects;
import java.util.Optional;
import org.thalweg.settings.Setting;

/**
 * Gradient descent over batches: each batch's mean gradient is clipped and applied by an optimizer at the current learning
 * rate.
 *
 * @param optimizer the rule of a step
 * @param learningRate η, above 0; by default {@value #DEFAULT_LEARNING_RATE}
 * @param schedule the factor on η over the run
 * @param plateau reduces the rate when the loss stops falling; updated after every epoch with the validation loss, or with
 *     the training loss if there is no validation; empty for none
 * @param clipNorm the gradient's greatest Euclidean norm, above 0; infinity for no clipping
 * @param average the moving average of the parameters, which is evaluated and returned instead of them; empty for none
 */
public record GradientDescent(
        Optimizer optimizer,
        double learningRate,
        Schedule schedule,
        Optional<ReduceOnPlateau> plateau,
        double clipNorm,
        Optional<ExponentialAverage> average)
        implements Descent {
    /** The default η. */
    public static final double DEFAULT_LEARNING_RATE = 0.001;

    /** The range of η. */
    public static final Setting LEARNING_RATE = Setting.above("learningRate", 0, DEFAULT_LEARNING_RATE)
            .means("The learning rate η. The schedule multiplies it by a factor that changes during training.");

    /** The range of clipNorm, where the gradient is clipped. */
    public static final Setting CLIP_NORM = Setting.above("clipNorm", 0, 1)
            .means("Maximum Euclidean norm of the gradient of a step. A larger gradient is scaled down to this norm.");

    /** Checks the ranges. */
    public GradientDescent {
        Objects.requireNonNull(optimizer, "optimizer");
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(plateau, "plateau");
        Objects.requireNonNull(average, "average");
        learningRate = LEARNING_RATE.require(learningRate);
        clipNorm = clipNorm == Double.POSITIVE_INFINITY ? clipNorm : CLIP_NORM.require(clipNorm);
    }

    @Override
    public int arrayCount() {
        return optimizer.arrayCount();
    }

    /** With the default rate, constant, without clipping and averaging. */
    public static GradientDescent of(Optimizer optimizer) {
        return of(optimizer, DEFAULT_LEARNING_RATE);
    }

    /** With a constant rate, without clipping and averaging. */
    public static GradientDescent of(Optimizer optimizer, double learningRate) {
        return new GradientDescent(
                optimizer,
                learningRate,
                Schedule.CONSTANT,
                Optional.empty(),
                Double.POSITIVE_INFINITY,
                Optional.empty());
    }

    /** With another schedule. */
    public GradientDescent with(Schedule other) {
        return new GradientDescent(optimizer, learningRate, other, plateau, clipNorm, average);
    }

    /** With a reduction of the rate on a plateau. */
    public GradientDescent with(ReduceOnPlateau other) {
        return new GradientDescent(optimizer, learningRate, schedule, Optional.of(other), clipNorm, average);
    }

    /** With a moving average. */
    public GradientDescent with(ExponentialAverage other) {
        return new GradientDescent(optimizer, learningRate, schedule, plateau, clipNorm, Optional.of(other));
    }

    /** With clipping by norm. */
    public GradientDescent withClipNorm(double other) {
        return new GradientDescent(optimizer, learningRate, schedule, plateau, other, average);
    }

    @Override
    public String name() {
        return optimizer.name();
    }

    @Override
    public double[] settings() {
        return optimizer.settings();
    }
}
