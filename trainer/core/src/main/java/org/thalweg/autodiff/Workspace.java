package org.thalweg.autodiff;

import java.util.Arrays;

/**
 * The memory in which one thread evaluates a {@link Formula} over arrays, element by element.
 *
 * <p>Arrays of any length are worked through in chunks of 1,024 elements, one operation at a time over the chunk. An
 * element's results depend on that element's inputs alone, to the bit: not on its place, the length, the thread or the
 * processor. All memory is taken when the workspace is made (8 KiB for each of the formula's values), none by a call.
 * Not thread-safe: each thread has its own, of one formula.
 */
public final class Workspace {
    private static final float[] NOT_WANTED = {};

    private final Formula formula;
    private final int[] nodes; // [variables]: their nodes' numbers, −1 where unused
    private final int result;
    private final Chunk chunk;

    Workspace(Formula formula, Graph graph) {
        this.formula = formula;
        this.nodes = new int[formula.variables().size()];
        Arrays.setAll(nodes, graph::numberOf);
        this.result = graph.result();
        this.chunk = new Chunk(graph);
    }

    /** The formula that the workspace evaluates. */
    public Formula formula() {
        return formula;
    }

    /**
     * into[i] = f(inputs[0][i], inputs[1][i], …) for i of [0, length).
     *
     * @param inputs [variables][length or more], in the order of {@link Formula#variables()}; what the formula does not
     *     use is not read and may be of length 0
     * @param length 0 or more
     * @param into written, [length or more]; may be one of the inputs
     * @throws IllegalArgumentException if an array is missing or too short, or the length is negative
     */
    public void valueInto(float[][] inputs, int length, float[] into) {
        requireInputs(inputs, length);
        requireLength("", "value", into, length);
        for (int from = 0; from < length; from += Chunk.LENGTH) {
            int n = Math.min(Chunk.LENGTH, length - from);
            forward(inputs, from, n);
            System.arraycopy(chunk.values(result), 0, into, from, n);
        }
    }

    /**
     * The values, as {@link #valueInto}, and gradientsInto[v][i] = ∂f/∂(variable v) at element i, for i of [0, length).
     *
     * @param inputs [variables][length or more], as for {@link #valueInto}
     * @param length 0 or more
     * @param valueInto written, [length or more]; may be one of the inputs
     * @param gradientsInto written, [variables][length or more], each of length 0 if not wanted (which saves its work);
     *     may be inputs, but neither each other nor valueInto
     * @throws IllegalArgumentException if an array is missing or too short, or the length is negative
     */
    public void valueAndGradientInto(float[][] inputs, int length, float[] valueInto, float[][] gradientsInto) {
        requireInputs(inputs, length);
        requireLength("", "value", valueInto, length);
        run(inputs, length, valueInto, gradientsInto);
    }

    /**
     * The gradients of {@link #valueAndGradientInto} alone.
     *
     * @param inputs [variables][length or more], as for {@link #valueInto}
     * @param length 0 or more
     * @param gradientsInto as for {@link #valueAndGradientInto}
     * @throws IllegalArgumentException if an array is missing or too short, or the length is negative
     */
    public void gradientInto(float[][] inputs, int length, float[][] gradientsInto) {
        requireInputs(inputs, length);
        run(inputs, length, NOT_WANTED, gradientsInto);
    }

    private void run(float[][] inputs, int length, float[] valueInto, float[][] gradientsInto) {
        requireCount("gradients", gradientsInto);
        for (int v = 0; v < nodes.length; v++) {
            if (gradientsInto[v].length > 0) {
                requireLength("gradient of ", formula.variables().get(v), gradientsInto[v], length);
            }
        }
        chunk.want(gradientsInto);
        for (int from = 0; from < length; from += Chunk.LENGTH) {
            int n = Math.min(Chunk.LENGTH, length - from);
            forward(inputs, from, n);
            if (valueInto.length > 0) {
                System.arraycopy(chunk.values(result), 0, valueInto, from, n);
            }
            chunk.backward(n);
            copyGradients(from, n, gradientsInto);
        }
    }

    private void forward(float[][] inputs, int from, int n) {
        for (int v = 0; v < nodes.length; v++) {
            if (nodes[v] >= 0) {
                System.arraycopy(inputs[v], from, chunk.values(nodes[v]), 0, n);
            }
        }
        chunk.forward(n);
    }

    private void copyGradients(int from, int n, float[][] gradientsInto) {
        for (int v = 0; v < nodes.length; v++) {
            if (gradientsInto[v].length > 0 && nodes[v] >= 0) {
                System.arraycopy(chunk.adjoints(nodes[v]), 0, gradientsInto[v], from, n);
            } else if (gradientsInto[v].length > 0) {
                Arrays.fill(gradientsInto[v], from, from + n, 0);
            }
        }
    }

    private void requireInputs(float[][] inputs, int length) {
        if (length < 0) {
            throw new IllegalArgumentException("length: expected 0 or more, found " + length);
        }
        requireCount("inputs", inputs);
        for (int v = 0; v < nodes.length; v++) {
            if (nodes[v] >= 0) {
                requireLength("", formula.variables().get(v), inputs[v], length);
            }
        }
    }

    private void requireCount(String what, float[][] arrays) {
        if (arrays.length != nodes.length) {
            throw new IllegalArgumentException(what + ": expected " + nodes.length + " arrays (the formula's variables "
                    + formula.variables() + "), found " + arrays.length);
        }
    }

    /** The message is built only when needed, so that calls allocate nothing. */
    private static void requireLength(String kind, String name, float[] array, int length) {
        if (array == null || array.length < length) {
            throw new IllegalArgumentException(kind + name + ": expected an array of " + length + " or more, found "
                    + (array == null ? "none" : array.length));
        }
    }
}
