package org.thalweg.spark;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.SparkEnv;
import org.thalweg.math.Blas;

/**
 * The BLAS of an executor.
 *
 * @param executor the executor's id; {@code driver} in local mode
 * @param host the executor's host
 * @param description see {@link Blas#description}
 * @param kernelFingerprint see {@link Blas#kernelFingerprint}
 */
public record ExecutorBlas(String executor, String host, String description, String kernelFingerprint)
        implements Serializable {
    static final Comparator<ExecutorBlas> BY_ID =
            Comparator.comparing(ExecutorBlas::executor).thenComparing(ExecutorBlas::host);

    /** Checks for null. */
    public ExecutorBlas {
        Objects.requireNonNull(executor, "executor");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(kernelFingerprint, "kernelFingerprint");
    }

    /** The BLAS of the executor that runs this. */
    static ExecutorBlas here() {
        SparkEnv env = SparkEnv.get();
        Blas blas = Blas.get();
        return new ExecutorBlas(
                env.executorId(),
                env.blockManager().blockManagerId().host(),
                blas.description(),
                blas.kernelFingerprint());
    }

    /** Whether all executors round identically: then the result is the same bits, whichever executor computes a lane. */
    public static boolean allRoundEqually(List<ExecutorBlas> executors) {
        return executors.stream()
                        .map(ExecutorBlas::kernelFingerprint)
                        .distinct()
                        .count()
                <= 1;
    }

    /** The executor as text, for messages. */
    @Override
    public String toString() {
        return "executor " + executor + " on " + host + ": " + description;
    }
}
