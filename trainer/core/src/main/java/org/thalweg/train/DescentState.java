package org.thalweg.train;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A copy of the whole state of a descent between two steps: the parameters, the optimizer and the moving average. It has no
 * random state, because every random number is a function of the seed and the step.
 *
 * @param facts texts by name
 * @param arrays numbers by name, not to be changed; always {@value #PARAMETERS}
 */
public record DescentState(Map<String, String> facts, Map<String, float[]> arrays) {
    /** The name of the parameters' array. */
    public static final String PARAMETERS = "parameters";

    /** Copies the maps, but not the arrays. */
    public DescentState {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
        if (!arrays.containsKey(PARAMETERS)) {
            throw new IllegalArgumentException("state: expected the parameters, found " + arrays.keySet());
        }
    }

    /** The parameters. */
    public float[] parameters() {
        return arrays.get(PARAMETERS);
    }

    /**
     * One of the texts.
     *
     * @throws IllegalArgumentException if there is none
     */
    String fact(String name) {
        String fact = facts.get(name);
        if (fact == null) {
            throw new IllegalArgumentException("state: expected " + name + ", found " + facts.keySet());
        }
        return fact;
    }

    /**
     * One of the arrays.
     *
     * @throws IllegalArgumentException if there is none of that name, or it is not of the length
     */
    float[] array(String name, int length) {
        float[] array = arrays.get(name);
        if (array == null || array.length != length) {
            throw new IllegalArgumentException("state: expected " + length + " numbers of " + name + ", found "
                    + (array == null ? "none in " + arrays.keySet() : array.length));
        }
        return array;
    }

    /** The number of arrays named {@code name.0}, {@code name.1} and so on. */
    int count(String name) {
        int count = 0;
        while (arrays.containsKey(name + "." + count)) {
            count++;
        }
        return count;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DescentState that
                && facts.equals(that.facts)
                && arrays.keySet().equals(that.arrays.keySet())
                && arrays.keySet().stream().allMatch(name -> Arrays.equals(arrays.get(name), that.arrays.get(name)));
    }

    @Override
    public int hashCode() {
        return 31 * facts.hashCode() + Arrays.hashCode(parameters());
    }
}
