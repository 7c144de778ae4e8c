package org.thalweg.train;

import java.util.Optional;
import java.util.function.IntConsumer;
import org.thalweg.data.RowSurvey;
import org.thalweg.data.RowTransforms;
import org.thalweg.data.Split;

/**
 * Computes gradients for the training loop, on the threads of one JVM or on a cluster.
 *
 * <p>Every engine returns the same bits for the same plan, rows and parameters. Not thread-safe: one call at a time.
 */
public interface GradientEngine extends AutoCloseable {
    /** The plan of the training. */
    TrainingPlan plan();

    /** Counts and statistics of the rows. */
    RowSurvey rows();

    /** The order in which an epoch takes them, and its steps. */
    EpochOrder order();

    /** The transforms that were applied to the rows when they were packed. */
    default RowTransforms transforms() {
        return RowTransforms.NONE;
    }

    /**
     * The sums over the rows of a step.
     *
     * @param parameters [network.parameterCount()], not changed
     * @return valid until the next call
     * @throws TrainingCancelledException if the calling thread was interrupted; its interrupt flag stays set
     */
    GradientSum gradient(float[] parameters, Step step);

    /**
     * The result of local steps, which every lane takes on its own, summed over the lanes.
     *
     * @param start parameters and state, see {@link LocalDescent}; not changed
     * @param steps of one epoch
     * @return valid until the next call
     * @throws TrainingCancelledException if the calling thread was interrupted; its interrupt flag stays set
     */
    GradientSum localSteps(float[] start, Step steps, LocalDescent descent);

    /** How the time of the last call was spent; empty if the engine sends nothing over a network. */
    default Optional<StepTimes> times() {
        return Optional.empty();
    }

    /**
     * Runs independent pieces of work on the engine's threads in this JVM, or on the caller's thread if it has no others.
     *
     * @param count of the pieces, which are numbered from 0
     */
    default void forEachPart(int count, IntConsumer part) {
        for (int i = 0; i < count; i++) {
            part.accept(i);
        }
    }

    /** Evaluates the network on the rows of a split, each counted once. */
    default Evaluation evaluate(float[] parameters, Split split) {
        return evaluate(parameters, split, EvaluationForm.PLAIN);
    }

    /** Evaluates the network on the rows of a split, with the options of a form. */
    Evaluation evaluate(float[] parameters, Split split, EvaluationForm form);

    /** Whether there are validation rows. */
    boolean hasValidation();

    /** Releases all resources of the engine. */
    @Override
    void close();
}
