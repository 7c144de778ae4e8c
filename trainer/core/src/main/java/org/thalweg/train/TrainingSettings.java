package org.thalweg.train;

import java.util.Objects;
import org.thalweg.optim.ExponentialAverage;
import org.thalweg.optim.Optimizer;
import org.thalweg.optim.Penalty;
import org.thalweg.optim.ReduceOnPlateau;
import org.thalweg.optim.Schedule;

/**
 * How a run descends.
 *
 * @param epochs 1 or more: the most times that every row is taken
 * @param optimizer the rule of a step
 * @param learningRate η, above 0
 * @param schedule the factor on η over the run
 * @param plateau when the rate falls because the loss does not, asked after every epoch with the validation loss, or the
 *     training loss where there is no validation; null for never
 * @param penalty on weights (not biases); the losses that are told do not contain it
 * @param clipNorm the gradient's greatest Euclidean norm, above 0; infinity for no clipping
 * @param patience epochs without a better validation loss after which training stops, keeping the best parameters; 0 to
 *     train all epochs and keep the last
 * @param average the moving average of the parameters that is judged and kept in their place; null for the parameters
 *     themselves
 * @param minDelta by how much the validation loss must fall to count as better, 0 or more
 */
public record TrainingSettings(
        int epochs,
        Optimizer optimizer,
        double learningRate,
        Schedule schedule,
        ReduceOnPlateau plateau,
        Penalty penalty,
        double clipNorm,
        ExponentialAverage average,
        int patience,
        double minDelta) {
    /** Checks the ranges. */
    public TrainingSettings {
        Objects.requireNonNull(optimizer, "optimizer");
        Objects.requireNonNull(schedule, "schedule");
        Objects.requireNonNull(penalty, "penalty");
        require(epochs >= 1, "epochs: expected 1 or more, found ", epochs);
        require(
                learningRate > 0 && Double.isFinite(learningRate),
                "learningRate: expected a finite number above 0, found ",
                learningRate);
        require(clipNorm > 0, "clipNorm: expected above 0, found ", clipNorm);
        require(patience >= 0, "patience: expected 0 or more, found ", patience);
        require(minDelta >= 0, "minDelta: expected 0 or more, found ", minDelta);
    }

    /** A constant rate, without penalty, clipping or early stopping. */
    public static TrainingSettings of(int epochs, Optimizer optimizer, double learningRate) {
        return new TrainingSettings(
                epochs,
                optimizer,
                learningRate,
                Schedule.CONSTANT,
                null,
                Penalty.NONE,
                Double.POSITIVE_INFINITY,
                null,
                0,
                0);
    }

    /** With another schedule. */
    public TrainingSettings with(Schedule other) {
        return new TrainingSettings(
                epochs, optimizer, learningRate, other, plateau, penalty, clipNorm, average, patience, minDelta);
    }

    /** With a fall of the rate on a plateau. */
    public TrainingSettings with(ReduceOnPlateau other) {
        return new TrainingSettings(
                epochs, optimizer, learningRate, schedule, other, penalty, clipNorm, average, patience, minDelta);
    }

    /** With a penalty. */
    public TrainingSettings with(Penalty other) {
        return new TrainingSettings(
                epochs, optimizer, learningRate, schedule, plateau, other, clipNorm, average, patience, minDelta);
    }

    /** With a moving average. */
    public TrainingSettings with(ExponentialAverage other) {
        return new TrainingSettings(
                epochs, optimizer, learningRate, schedule, plateau, penalty, clipNorm, other, patience, minDelta);
    }

    /** With clipping by norm. */
    public TrainingSettings withClipNorm(double other) {
        return new TrainingSettings(
                epochs, optimizer, learningRate, schedule, plateau, penalty, other, average, patience, minDelta);
    }

    /** With early stopping. */
    public TrainingSettings withEarlyStopping(int epochsToWait, double leastFall) {
        return new TrainingSettings(
                epochs,
                optimizer,
                learningRate,
                schedule,
                plateau,
                penalty,
                clipNorm,
                average,
                epochsToWait,
                leastFall);
    }

    private static void require(boolean holds, String message, Object found) {
        if (!holds) {
            throw new IllegalArgumentException(message + found);
        }
    }
}
