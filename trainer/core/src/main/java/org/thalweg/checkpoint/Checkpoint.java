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
 * A run's state, and of which run it is.
 *
 * @param thalwegVersion that wrote it
 * @param identity all that the bits of a run depend on, by key: its job, and a fingerprint of its rows
 * @param state where it stood
 */
public record Checkpoint(String thalwegVersion, Map<String, String> identity, RunState state) {
    /** Copies the map. */
    public Checkpoint {
        identity = Collections.unmodifiableMap(new LinkedHashMap<>(identity));
    }

    /** The key of {@link org.thalweg.math.Blas#kernelFingerprint how matrix products round}, which a resumed run may change. */
    public static final String MATRIX_PRODUCTS = "matrix products";

    /**
     * Where another run differs from this one's, a line each; empty where it is the same.
     *
     * @param other its identity
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
     * A warning where another run's matrix products round otherwise, so that from here on its weights have other bits than
     * those of this run; empty where they do not, or where it is not known.
     *
     * @param other its identity
     */
    public Optional<String> otherProducts(Map<String, String> other) {
        String now = other.get(MATRIX_PRODUCTS);
        String then = identity.get(MATRIX_PRODUCTS);
        return now == null || then == null || now.equals(then)
                ? Optional.empty()
                : Optional.of("warning: expected matrix products that round as those of the checkpoint (" + then
                        + "), found others (" + now + "): the weights will have other bits than without the break; for"
                        + " the same, go on where processors and OPENBLAS_CORETYPE are the same");
    }

    /** The first array of the state with a number that is not finite; empty where there is none. */
    static String nonFinite(RunState state) {
        for (Map.Entry<String, float[]> array : state.descent().arrays().entrySet()) {
            if (Kernels.firstNonFinite(array.getValue(), 0, array.getValue().length) >= 0) {
                return array.getKey();
            }
        }
        return "";
    }
}
