package org.thalweg.checkpoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.thalweg.math.Kernels;
import org.thalweg.train.RunState;

/**
 * The state of a run, and the identity of that run.
 *
 * @param thalwegVersion the version that wrote the checkpoint
 * @param identity everything that the bits of the run's result depend on, by key: the job and a fingerprint of the rows
 * @param state the state of training
 */
public record Checkpoint(String thalwegVersion, Map<String, String> identity, RunState state) {
    /** Copies the map. */
    public Checkpoint {
        identity = Collections.unmodifiableMap(new LinkedHashMap<>(identity));
    }

    /**
     * The key of the {@linkplain org.thalweg.math.Blas#kernelFingerprint kernel fingerprint}, which may differ in a
     * resumed run.
     */
    public static final String MATRIX_PRODUCTS = "matrix products";

    /**
     * The differences between this checkpoint's run and another one, one line each; empty if it is the same run.
     *
     * @param other the other run's identity
     */
    public List<String> differences(Map<String, String> other) {
        List<String> lines = new ArrayList<>();
        identity.forEach((key, value) -> {
            if (!key.equals(MATRIX_PRODUCTS) && !value.equals(other.get(key))) {
                lines.add(key + ": " + value + " in the checkpoint, " + other.getOrDefault(key, "nothing") + " now");
            }
        });
        other.forEach((key, value) -> {
            if (!key.equals(MATRIX_PRODUCTS) && !identity.containsKey(key)) {
                lines.add(key + ": nothing in the checkpoint, " + value + " now");
            }
        });
        return lines;
    }

    /**
     * A warning if the other run's matrix products round differently: its weights will then differ in their bits from
     * those that this run would have reached. Empty if they round the same, or if a fingerprint is missing.
     *
     * @param other the other run's identity
     */
    public Optional<String> kernelWarning(Map<String, String> other) {
        String now = other.get(MATRIX_PRODUCTS);
        String then = identity.get(MATRIX_PRODUCTS);
        return now == null || then == null || now.equals(then)
                ? Optional.empty()
                : Optional.of("warning: expected matrix products with the checkpoint's rounding (" + then
                        + "), found different rounding (" + now
                        + "): the weights will not be bit-identical to those of an"
                        + " uninterrupted run; for identical weights, resume on the same kind of processor with the same"
                        + " OPENBLAS_CORETYPE");
    }

    /** The name of the first array with a number that is not finite; empty if there is none. */
    static String nonFinite(RunState state) {
        for (Map.Entry<String, float[]> array : state.descent().arrays().entrySet()) {
            if (Kernels.firstNonFinite(array.getValue(), 0, array.getValue().length) >= 0) {
                return array.getKey();
            }
        }
        return "";
    }
}
