package org.thalweg.train;

import java.util.Objects;
import org.thalweg.optim.Optimizer;
import org.thalweg.optim.Schedule;

/**
 * How a run descends.
 *
 * @param epochs 1 or more: the most times that every row is taken
 * @param optimizer the rule of a step
 * @param learningRate η, above 0
 * @param schedule the factor on η over the run
 * @param l2 λ of the penalty ½ λ ‖W‖² on weights (not biases), 0 or more; the losses that are told do not contain it
 * @param clipNorm the gradient's greatest Euclidean norm, above 0; infinity for no clipping
 * @param patience epochs without a better validation loss after which training stops, keeping the best parameters; 0 to
 *     train all epochs and keep the last
 * @param minDelta by how much the validation loss must fall to count as better, 0 or more
 */
public record TrainingSettings(
        int epochs,
        Optimizer optimizer,
        double learningRate,
        Schedule schedule,
        double l2,
        double clipNorm,
        int patience,
        double minDelta) {
    /** Checks the ranges. */
    public TrainingSettings {
        Objects.requireNonNull(optimizer, "optimizer");
        Objects.requireNonNull(schedule, "schedule");
        require(epochs >= 1, "epochs: expected 1 or more, found ", epochs);
        require(
                learningRate > 0 && Double.isFinite(learningRate),
                "learningRate: expected a finite number above 0, found ",
                learningRate);
        require(l2 >= 0 && Double.isFinite(l2), "l2: expected a finite number, 0 or more, found ", l2);
        require(clipNorm > 0, "clipNorm: expected above 0, found ", clipNorm);
        require(patience >= 0, "patience: expected 0 or more, found ", patience);
        require(minDelta >= 0, "minDelta: expected 0 or more, found ", minDelta);
    }

    /** A constant rate, without penalty, clipping or early stopping. */
    public static TrainingSettings of(int epochs, Optimizer optimizer, double learningRate) {
        return new TrainingSettings(
                epochs, optimizer, learningRate, Schedule.CONSTANT, 0, Double.POSITIVE_INFINITY, 0, 0);
    }

    private static void require(boolean holds, String message, Object found) {
        if (!holds) {
            throw new IllegalArgumentException(message + found);
        }
    }
}
