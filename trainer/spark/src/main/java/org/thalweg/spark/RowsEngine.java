package org.thalweg.spark;

import java.util.List;
import java.util.Optional;
import org.thalweg.data.Split;
import org.thalweg.train.Evaluation;
import org.thalweg.train.EvaluationForm;
import org.thalweg.train.GradientEngine;

/** An engine over rows that Spark has read, dealt and packed. */
public interface RowsEngine extends GradientEngine {
    /** How well the network does on any prepared rows, such as test rows. */
    default Evaluation evaluate(float[] parameters, SparkRows of, Split split) {
        return evaluate(parameters, of, split, EvaluationForm.PLAIN);
    }

    /**
     * The same with what a form asks for.
     *
     * @param of scaled as the training rows are
     * @throws IllegalArgumentException if they are not, or have another form than the network's
     */
    Evaluation evaluate(float[] parameters, SparkRows of, Split split, EvaluationForm form);

    /** What gradients are computed with: one for each JVM that computes them, in the order of their executors' numbers. */
    List<ExecutorBlas> executors();

    /** How gradients come together; empty where nothing is sent, or before it is known. */
    default Optional<ReductionReport> reduction() {
        return Optional.empty();
    }

    /** How many threads compute gradients at the same time, in all of those JVMs. */
    int threads();
}
