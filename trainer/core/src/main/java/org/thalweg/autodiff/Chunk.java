package org.thalweg.autodiff;

import static org.thalweg.autodiff.Bounds.bounded;

import java.util.Arrays;
import java.util.List;

/**
 * The values and adjoints of every node over a stretch of elements that is short enough to stay in the processor's
 * cache.
 *
 * <p>All arrays begin at the stretch's first element: loops then read and write one index, which is what lets the JIT
 * compiler vectorise them.
 */
final class Chunk {
    /** The elements of a full chunk. */
    static final int LENGTH = 1024;

    private final Graph graph;
    private final float[][] values; // [nodes][LENGTH]
    private final float[][] adjoints; // [nodes][LENGTH], null for constants
    private final float[] more = new float[LENGTH];
    private final float[][] scratch = new float[BinaryOperation.SCRATCH][LENGTH];
    private final boolean[] wanted; // [nodes]: whether the node depends on a variable whose gradient is asked for
    private final boolean[] reached; // [nodes]: whether the adjoint holds a contribution of this chunk already

    Chunk(Graph graph) {
        this.graph = graph;
        List<Node> nodes = graph.nodes();
        values = new float[nodes.size()][LENGTH];
        adjoints = new float[nodes.size()][];
        wanted = new boolean[nodes.size()];
        reached = new boolean[nodes.size()];
        for (int i = 0; i < values.length; i++) {
            if (nodes.get(i) instanceof Node.Constant constant) {
                Arrays.fill(values[i], (float) constant.value());
            } else {
                adjoints[i] = new float[LENGTH];
            }
        }
        if (adjoints[graph.result()] != null) {
            Arrays.fill(adjoints[graph.result()], 1); // ∂result/∂result, which nothing adds to
        }
    }

    /** Says whose gradients are asked for: those of the variables with an array, and of what depends on them. */
    void want(float[][] gradients) {
        for (int i = 0; i < wanted.length; i++) {
            Node node = graph.nodes().get(i);
            wanted[i] = node instanceof Node.Variable variable
                    ? gradients[variable.index()].length > 0
                    : node.dependsOn(wanted);
        }
    }

    boolean wants(int node) {
        return wanted[node];
    }

    /** Computes the first n values of every node; the variables' are there. */
    void forward(int n) {
        for (int i = 0; i < values.length; i++) {
            graph.nodes().get(i).forward(i, this, n);
        }
    }

    /** Computes the first n adjoints of every node that is wanted. */
    void backward(int n) {
        Arrays.fill(reached, false);
        for (int i = graph.result(); i >= 0; i--) {
            if (wanted[i]) {
                graph.nodes().get(i).backward(i, this, n);
            }
        }
    }

    float[] values(int node) {
        return values[node];
    }

    float[] adjoints(int node) {
        return adjoints[node];
    }

    /** Arrays that an operation may change. */
    float[][] scratch() {
        return scratch;
    }

    /** Where to write what is to be added to a node's adjoint; {@link #contribute} then adds it. */
    float[] contribution(int node) {
        return reached[node] ? more : adjoints[node];
    }

    /** Adds the contribution, unless it is the first and so stands there already. */
    void contribute(int node, int n) {
        if (reached[node]) {
            add(adjoints[node], more, n);
        }
        reached[node] = true;
    }

    private static void add(float[] to, float[] from, int n) {
        for (int i = 0; i < n; i++) {
            to[i] = bounded(to[i] + from[i]);
        }
    }
}
