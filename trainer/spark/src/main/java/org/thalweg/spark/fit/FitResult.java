package org.thalweg.spark.fit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thalweg.math.Fingerprint;
import org.thalweg.model.Model;
import org.thalweg.spark.ExecutorBlas;
import org.thalweg.spark.Reduction;
import org.thalweg.spark.config.EngineChoice;
import org.thalweg.train.Evaluation;
import org.thalweg.train.TrainingResult;

/**
 * A model, and how it was trained.
 *
 * @param plannedEpochs the maximum number of epochs
 * @param evaluations by split: {@code train}, and {@code validation} and {@code test} if they exist
 * @param scaleAdvice what to scale, because it is far from the scale of common learning rates, with marked keys; empty for
 *     nothing
 * @param engine where gradients were computed: {@link EngineChoice#SPARK} or {@link EngineChoice#DRIVER}
 * @param executors the matrix product of each executor
 * @param costs the costs of a step; empty if there were too few steps
 * @param reduction how gradients were summed at the end; empty if nothing was sent
 * @param threads the number of threads the number of threads that computed gradients, over all executors
 * @param trainingSeconds the time of the epochs only
 */
public record FitResult(
        Model model,
        TrainingResult result,
        int plannedEpochs,
        Map<String, Evaluation> evaluations,
        List<String> scaleAdvice,
        EngineChoice engine,
        List<ExecutorBlas> executors,
        Optional<StepCosts.Medians> costs,
        Optional<Reduction> reduction,
        int threads,
        double trainingSeconds) {
    /** Copies the collections; the evaluations keep their order. */
    public FitResult {
        evaluations = Collections.unmodifiableMap(new LinkedHashMap<>(evaluations));
        scaleAdvice = List.copyOf(scaleAdvice);
        executors = List.copyOf(executors);
    }

    /** The SHA-256 of the weights. */
    public String weightsSha256() {
        return Fingerprint.sha256(result.parameters());
    }
}
