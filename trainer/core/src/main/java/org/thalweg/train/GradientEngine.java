package org.thalweg.train;

import java.util.Optional;
import java.util.function.IntConsumer;
import org.thalweg.data.RowSurvey;
import org.thalweg.data.RowTransforms;
import org.thalweg.data.Split;

/**
 * The seam between the training loop and the machine: where gradients are computed.
 *
 * <p>Every engine gives the same bits for the same plan, rows and parameters. One call at a time.
 */
public interface GradientEngine extends AutoCloseable {
    /** What is trained, on which steps. */
    TrainingPlan plan();

    /** The rows that it is trained on. */
    RowSurvey rows();

    /** The order in which an epoch takes them, and its steps. */
    EpochOrder order();

    /** What was done to these rows when they were packed. */
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
     * What steps that every lane takes alone come to, summed over the lanes.
     *
     * @param start parameters and state, see {@link LocalDescent}; not changed
     * @param steps of one epoch
     * @return valid until the next call
     * @throws TrainingCancelledException if the calling thread was interrupted; its interrupt flag stays set
     */
    GradientSum localSteps(float[] start, Step steps, LocalDescent descent);

    /** Where the time of the last call went; empty where nothing is sent anywhere. */
    default Optional<StepTimes> times() {
        return Optional.empty();
    }

    /**
     * Does numbered pieces of work that may go side by side, on as many threads as the engine has in this JVM; the caller's
     * alone unless it has more.
     *
     * @param count of the pieces, which are numbered from 0
     */
    default void forEachPart(int count, IntConsumer part) {
        for (int i = 0; i < count; i++) {
            part.accept(i);
        }
    }

    /** How well the network does on a split's rows, each counted once. */
    default Evaluation evaluate(float[] parameters, Split split) {
        return evaluate(parameters, split, EvaluationForm.PLAIN);
    }

    /** The same with what a form asks for. */
    Evaluation evaluate(float[] parameters, Split split, EvaluationForm form);

    /** Whether there are validation rows. */
    boolean hasValidation();

    /** Lets go of all that the engine holds. */
    @Override
    void close();
}
