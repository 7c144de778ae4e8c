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
 * A model, and how training came to it.
 *
 * @param plannedEpochs the epochs that training would have taken at most
 * @param evaluations by split: {@code train}, and {@code validation} and {@code test} where there are such
 * @param scaleAdvice what to scale that is far from the scale of common learning rates, keys marked; empty for nothing
 * @param engine where gradients were computed: {@link EngineChoice#SPARK} or {@link EngineChoice#DRIVER}
 * @param executors what each executor multiplies matrices with
 * @param costs of a step; empty where there were few steps
 * @param reduction how gradients came together at the end; empty where nothing was sent
 * @param threads that computed gradients, over all executors
 * @param trainingSeconds of the epochs alone
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
