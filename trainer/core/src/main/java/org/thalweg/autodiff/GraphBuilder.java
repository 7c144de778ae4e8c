package org.thalweg.autodiff;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds a graph from its leaves up. Equal expressions share one node, and constant expressions are folded.
 *
 * <p>Methods take and return numbers of nodes.
 */
final class GraphBuilder {
    /** The greatest exponent that is worked out by multiplying. */
    static final int MAX_EXPONENT = 1024;

    private final List<Node> nodes = new ArrayList<>();
    private final Map<Node, Integer> numbers = new HashMap<>();

    int constant(double value) {
        return number(new Node.Constant(value));
    }

    int variable(int index) {
        return number(new Node.Variable(index));
    }

    int unary(UnaryOperation operation, int a) {
        return isConstant(a) ? constant(operation.value(constantAt(a))) : number(new Node.Unary(operation, a));
    }

    int binary(BinaryOperation operation, int a, int b) {
        if (isConstant(a) && isConstant(b)) {
            return constant(operation.value(constantAt(a), constantAt(b)));
        }
        if (operation == BinaryOperation.MULTIPLY && isConstant(a) && constantAt(a) == 1) {
            return b;
        }
        boolean keepsFirst = operation == BinaryOperation.MULTIPLY || operation == BinaryOperation.DIVIDE;
        if (keepsFirst && isConstant(b) && constantAt(b) == 1) {
            return a;
        }
        return number(new Node.Binary(operation, a, b));
    }

    /** aᵇ, by the cheapest way that the exponent allows. */
    int power(int a, int b) {
        if (isConstant(b)) {
            double exponent = constantAt(b);
            if (2 * exponent == Math.rint(2 * exponent) && Math.abs(exponent) <= MAX_EXPONENT) {
                return product(a, exponent);
            }
        } else if (isConstant(a) && constantAt(a) > 0) {
            int logarithm = constant(StrictMath.log(constantAt(a)));
            return unary(UnaryOperation.EXP, binary(BinaryOperation.MULTIPLY, b, logarithm));
        }
        return binary(BinaryOperation.POWER, a, b);
    }

    /** aᵇ from the squares a, a², a⁴, … of b's binary digits, times √a where b ends in a half; 1 / a⁻ᵇ below 0. */
    private int product(int a, double exponent) {
        int product = constant(1);
        int square = a;
        for (int digits = (int) Math.abs(exponent); digits > 0; digits >>= 1) {
            if ((digits & 1) == 1) {
                product = binary(BinaryOperation.MULTIPLY, product, square);
            }
            square = binary(BinaryOperation.MULTIPLY, square, square);
        }
        if (exponent != Math.rint(exponent)) {
            product = binary(BinaryOperation.MULTIPLY, product, unary(UnaryOperation.SQRT, a));
        }
        return exponent < 0 ? binary(BinaryOperation.DIVIDE, constant(1), product) : product;
    }

    boolean isConstant(int node) {
        return nodes.get(node) instanceof Node.Constant;
    }

    /** The value of a constant node. */
    double constantAt(int node) {
        return ((Node.Constant) nodes.get(node)).value();
    }

    private int number(Node node) {
        Integer known = numbers.putIfAbsent(node, nodes.size());
        if (known != null) {
            return known;
        }
        nodes.add(node);
        return nodes.size() - 1;
    }

    /** The graph of a result. Unused nodes, such as parts of folded constants, are removed. */
    Graph build(int result) {
        boolean[] needed = new boolean[result + 1];
        needed[result] = true;
        for (int i = result; i >= 0; i--) {
            if (needed[i]) {
                nodes.get(i).markOperands(needed);
            }
        }
        int[] places = new int[result + 1];
        List<Node> kept = new ArrayList<>();
        for (int i = 0; i <= result; i++) {
            if (needed[i]) {
                places[i] = kept.size();
                kept.add(nodes.get(i).renumbered(operand -> places[operand]));
            }
        }
        return new Graph(kept);
    }
}
