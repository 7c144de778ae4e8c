package org.thalweg.autodiff;

import java.util.List;

/**
 * A formula's values in topological order: operands before the nodes that use them, the result last.
 *
 * <p>Every node is different and reaches the result.
 */
record Graph(List<Node> nodes) {
    Graph {
        nodes = List.copyOf(nodes);
    }

    /** The result's number: the last. */
    int result() {
        return nodes.size() - 1;
    }

    /** The number of a variable's node, or −1 where the result does not depend on it. */
    int numberOf(int variable) {
        return nodes.indexOf(new Node.Variable(variable));
    }

    /** The forward pass: every node's value, in double. */
    double[] values(double[] variables) {
        double[] values = new double[nodes.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = nodes.get(i).value(values, variables);
        }
        return values;
    }

    /** The backward pass: ∂result/∂node of every node, in double. */
    double[] adjoints(double[] values) {
        double[] adjoints = new double[values.length];
        adjoints[result()] = 1;
        for (int i = result(); i >= 0; i--) {
            nodes.get(i).backward(i, values, adjoints);
        }
        return adjoints;
    }
}
