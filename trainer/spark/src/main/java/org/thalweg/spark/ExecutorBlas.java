package org.thalweg.spark;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.apache.spark.SparkEnv;
import org.thalweg.math.Blas;

/**
 * What an executor multiplies matrices with.
 *
 * @param executor its number; {@code driver} in local mode
 * @param host the machine it is on
 * @param description see {@link Blas#description}
 * @param roundings see {@link Blas#roundings}
 */
public record ExecutorBlas(String executor, String host, String description, String roundings) implements Serializable {
    /** Checks that nothing is missing. */
    public ExecutorBlas {
        Objects.requireNonNull(executor, "executor");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(roundings, "roundings");
    }

    /** That of the executor that runs this. */
    static ExecutorBlas here() {
        SparkEnv env = SparkEnv.get();
        Blas blas = Blas.get();
        return new ExecutorBlas(
                env.executorId(), env.blockManager().blockManagerId().host(), blas.description(), blas.roundings());
    }

    /** Whether a job gives the same bits on whichever of the executors its lanes are: whether all round alike. */
    public static boolean areAlike(List<ExecutorBlas> executors) {
        return executors.stream().map(ExecutorBlas::roundings).distinct().count() <= 1;
    }

    /** The executor in words, for messages. */
    @Override
    public String toString() {
        return "executor " + executor + " on " + host + ": " + description;
    }
}
