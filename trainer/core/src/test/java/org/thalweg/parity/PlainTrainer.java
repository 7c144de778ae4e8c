package org.thalweg.parity;

import java.util.List;
import java.util.stream.IntStream;
import org.thalweg.math.Kernels;
import org.thalweg.math.Philox;
import org.thalweg.optim.OptimizerState;
import org.thalweg.optim.WeightRanges;
import org.thalweg.parity.LearningProblem.Settings;

/**
 * Trains as the textbooks do: every epoch the rows are shuffled (Fisher and Yates) and taken in batches, the last one
 * shorter; a step is a batch's mean gradient.
 */
public final class PlainTrainer {
    private static final long SHUFFLE = 0x504C41494EL;
    private static final WeightRanges NONE_DECAYED = new WeightRanges(List.of());

    private PlainTrainer() {}

    /**
     * The parameters after all epochs.
     *
     * @param initial parameters to start from, not changed
     */
    public static float[] train(LearningProblem problem, float[] initial, long seed) {
        int rows = problem.training().size();
        Settings settings = problem.settings();
        int batch = Math.min(settings.batchSize(), rows);
        BatchPass pass = new BatchPass(problem.network(), problem.loss(), problem.training(), batch);
        float[] parameters = initial.clone();
        float[] gradient = new float[parameters.length];
        OptimizerState state = settings.optimizer().newState(parameters.length);
        Philox random = new Philox(seed, SHUFFLE);
        int[] order = IntStream.range(0, rows).toArray();
        for (int epoch = 0; epoch < settings.epochs(); epoch++) {
            shuffle(order, random);
            for (int from = 0; from < rows; from += batch) {
                int to = Math.min(rows, from + batch);
                pass.gradientInto(gradient, parameters, order, from, to);
                Kernels.scaleInPlace(gradient, 1f / (to - from));
                settings.optimizer().step(parameters, gradient, settings.learningRate(), state, NONE_DECAYED);
            }
        }
        return parameters;
    }

    private static void shuffle(int[] order, Philox random) {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
    }
}
