package org.thalweg.checkpoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /**
     * Where another run differs from this one's, a line each; empty where it is the same.
     *
     * @param other its identity
     */
    public List<String> differences(Map<String, String> other) {
        List<String> lines = new ArrayList<>();
        identity.forEach((key, value) -> {
            if (!value.equals(other.get(key))) {
                lines.add(key + ": " + value + " in the checkpoint, " + other.getOrDefault(key, "nothing") + " now");
            }
        });
        other.forEach((key, value) -> {
            if (!identity.containsKey(key)) {
                lines.add(key + ": nothing in the checkpoint, " + value + " now");
            }
        });
        return lines;
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
