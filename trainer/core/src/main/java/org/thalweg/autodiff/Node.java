package org.thalweg.autodiff;

import static org.thalweg.autodiff.Bounds.bounded;

import java.util.function.IntUnaryOperator;

/**
 * A value of a formula. Operands are named by their numbers in the {@link Graph}, which are below the node's own, so
 * that equal nodes are the same computation.
 *
 * <p>Forward writes the node's value; backward takes its adjoint, which is complete by then, and adds to its operands'.
 */
sealed interface Node {
    /** The node's value, in double. */
    double value(double[] values, double[] variables);

    /** Adds the node's contribution to the adjoints of its operands, in double. */
    void backward(int self, double[] values, double[] adjoints);

    /** Writes the node's values over a chunk. */
    void forward(int self, Chunk chunk, int n);

    /** Adds the node's contribution to the adjoints of its operands over a chunk. */
    void backward(int self, Chunk chunk, int n);

    /** Whether any operand is marked. */
    boolean dependsOn(boolean[] marked);

    /** Marks the operands. */
    void markOperands(boolean[] marked);

    /** The same node, its operands named by other numbers. */
    Node renumbered(IntUnaryOperator number);

    /** A node without operands, whose values are there before the forward pass. */
    sealed interface Leaf extends Node {
        @Override
        default void backward(int self, double[] values, double[] adjoints) {}

        @Override
        default void forward(int self, Chunk chunk, int n) {}

        @Override
        default void backward(int self, Chunk chunk, int n) {}

        @Override
        default boolean dependsOn(boolean[] marked) {
            return false;
        }

        @Override
        default void markOperands(boolean[] marked) {}

        @Override
        default Node renumbered(IntUnaryOperator number) {
            return this;
        }
    }

    /** A number. */
    record Constant(double value) implements Leaf {
        @Override
        public double value(double[] values, double[] variables) {
            return value;
        }
    }

    /** A variable, by its place in the formula's list. */
    record Variable(int index) implements Leaf {
        @Override
        public double value(double[] values, double[] variables) {
            return variables[index];
        }
    }

    /** An operation on one operand. */
    record Unary(UnaryOperation operation, int a) implements Node {
        @Override
        public double value(double[] values, double[] variables) {
            return operation.value(values[a]);
        }

        @Override
        public void backward(int self, double[] values, double[] adjoints) {
            double slope = bounded(operation.slope(values[a], values[self]));
            adjoints[a] = bounded(adjoints[a] + bounded(adjoints[self] * slope));
        }

        @Override
        public void forward(int self, Chunk chunk, int n) {
            operation.forward(chunk.values(a), n, chunk.scratch()[0], chunk.values(self));
        }

        @Override
        public void backward(int self, Chunk chunk, int n) {
            operation.backward(chunk.adjoints(self), chunk.values(a), chunk.values(self), n, chunk.contribution(a));
            chunk.contribute(a, n);
        }

        @Override
        public boolean dependsOn(boolean[] marked) {
            return marked[a];
        }

        @Override
        public void markOperands(boolean[] marked) {
            marked[a] = true;
        }

        @Override
        public Node renumbered(IntUnaryOperator number) {
            return new Unary(operation, number.applyAsInt(a));
        }
    }

    /** An operation on two operands, which may be one. */
    record Binary(BinaryOperation operation, int a, int b) implements Node {
        @Override
        public double value(double[] values, double[] variables) {
            return operation.value(values[a], values[b]);
        }

        @Override
        public void backward(int self, double[] values, double[] adjoints) {
            double ofFirst = bounded(operation.slopeOfFirst(values[a], values[b], values[self]));
            adjoints[a] = bounded(adjoints[a] + bounded(adjoints[self] * ofFirst));
            double ofSecond = bounded(operation.slopeOfSecond(values[a], values[b], values[self]));
            adjoints[b] = bounded(adjoints[b] + bounded(adjoints[self] * ofSecond));
        }

        @Override
        public void forward(int self, Chunk chunk, int n) {
            operation.forward(chunk.values(a), chunk.values(b), n, chunk.scratch(), chunk.values(self));
        }

        @Override
        public void backward(int self, Chunk chunk, int n) {
            float[] d = chunk.adjoints(self);
            float[] ofA = chunk.values(a);
            float[] ofB = chunk.values(b);
            float[] v = chunk.values(self);
            if (chunk.wants(a)) {
                operation.backwardToFirst(d, ofA, ofB, v, n, chunk.scratch(), chunk.contribution(a));
                chunk.contribute(a, n);
            }
            if (chunk.wants(b)) {
                operation.backwardToSecond(d, ofA, ofB, v, n, chunk.scratch(), chunk.contribution(b));
                chunk.contribute(b, n);
            }
        }

        @Override
        public boolean dependsOn(boolean[] marked) {
            return marked[a] || marked[b];
        }

        @Override
        public void markOperands(boolean[] marked) {
            marked[a] = true;
            marked[b] = true;
        }

        @Override
        public Node renumbered(IntUnaryOperator number) {
            return new Binary(operation, number.applyAsInt(a), number.applyAsInt(b));
        }
    }
}
