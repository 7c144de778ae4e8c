package org.thalweg.spark;

import java.util.List;
import java.util.Optional;
import org.thalweg.data.Split;
import org.thalweg.train.Evaluation;
import org.thalweg.train.EvaluationForm;
import org.thalweg.train.GradientEngine;

/** A gradient engine over rows that Spark has read, distributed and packed. */
public interface RowsEngine extends GradientEngine {
    /** Evaluates the network on any prepared rows, such as test rows. */
    default Evaluation evaluate(float[] parameters, SparkRows of, Split split) {
        return evaluate(parameters, of, split, EvaluationForm.PLAIN);
    }

    /**
     * The same with the metrics that a form selects.
     *
     * @param of the rows, scaled like the training rows
     * @throws IllegalArgumentException if they are scaled differently, or do not fit the network
     */
    Evaluation evaluate(float[] parameters, SparkRows of, Split split, EvaluationForm form);

    /** The BLAS of each JVM that computes gradients, in the order of the executors' ids. */
    List<ExecutorBlas> executors();

    /** The same, with executors that have computed gradients and are gone. Executors that Spark has added are asked. */
    default List<ExecutorBlas> executorsSoFar() {
        return executors();
    }

    /** How gradients are combined; empty if nothing is sent, or before it is decided. */
    default Optional<ReductionReport> reduction() {
        return Optional.empty();
    }

    /** The number of threads that compute gradients at the same time, over all JVMs. */
    int threads();
}
