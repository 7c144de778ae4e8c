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
 * @param kernelFingerprint see {@link Blas#kernelFingerprint}
 */
public record ExecutorBlas(String executor, String host, String description, String kernelFingerprint)
        implements Serializable {
    /** Checks that nothing is missing. */
    public ExecutorBlas {
        Objects.requireNonNull(executor, "executor");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(kernelFingerprint, "roundings");
    }

    /** That of the executor that runs this. */
    static ExecutorBlas here() {
        SparkEnv env = SparkEnv.get();
        Blas blas = Blas.get();
        return new ExecutorBlas(
                env.executorId(),
                env.blockManager().blockManagerId().host(),
                blas.description(),
                blas.kernelFingerprint());
    }

    /** Whether a job gives the same bits on whichever of the executors its lanes are: whether all round alike. */
    public static boolean allRoundEqually(List<ExecutorBlas> executors) {
        return executors.stream()
                        .map(ExecutorBlas::kernelFingerprint)
                        .distinct()
                        .count()
                <= 1;
    }

    /** The executor in words, for messages. */
    @Override
    public String toString() {
        return "executor " + executor + " on " + host + ": " + description;
    }
}
