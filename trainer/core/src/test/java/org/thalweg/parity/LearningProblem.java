package org.thalweg.parity;

import java.util.List;
import org.thalweg.data.Example;
import org.thalweg.nn.Initialisation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.optim.Adam;
import org.thalweg.optim.Optimizer;

/**
 * Rows, and all that decides how a network learns them, the seed apart.
 *
 * @param training each of weight 1, scaled
 * @param validation rows like these, made apart
 */
public record LearningProblem(
        String name, List<Example> training, List<Example> validation, Network network, Loss loss, Settings settings) {
    private static final int EVALUATION_ROWS = 512;

    /**
     * The steps.
     *
     * @param batchSize rows a step
     * @param laneRows the most rows that one of our lanes adds to a step; the plain trainer has no lanes
     */
    public record Settings(Optimizer optimizer, double learningRate, int batchSize, int laneRows, int epochs) {
        /** Steps of Adam, with the default of laneRows. */
        public static Settings adam(double learningRate, int batchSize, int epochs) {
            return new Settings(new Adam(), learningRate, batchSize, LaneTrainer.DEFAULT_LANE_ROWS, epochs);
        }

        /** The same steps of lanes that add up to so many rows. */
        public Settings withLaneRows(int other) {
            return new Settings(optimizer, learningRate, batchSize, other, epochs);
        }

        @Override
        public String toString() {
            return optimizer.name() + " " + learningRate + ", batches of " + batchSize + " rows, lanes of " + laneRows
                    + ", " + epochs + " epochs";
        }
    }

    /** Copies the lists. */
    public LearningProblem {
        training = List.copyOf(training);
        validation = List.copyOf(validation);
    }

    /** The parameters from which a seed's runs start. */
    public float[] initial(long seed) {
        return Initialisation.AUTO.parameters(network, seed);
    }

    /** The validation rows' mean loss. */
    public double validationLoss(float[] parameters) {
        return new BatchPass(network, loss, validation, Math.min(EVALUATION_ROWS, validation.size()))
                .meanLoss(parameters);
    }

    @Override
    public String toString() {
        return name + ": " + training.size() + " rows, " + validation.size() + " for validation, network "
                + network.shape() + ", " + settings;
    }
}
