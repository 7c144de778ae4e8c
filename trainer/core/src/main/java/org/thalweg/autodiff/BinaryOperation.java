package org.thalweg.autodiff;

import static org.thalweg.autodiff.Bounds.bounded;
import static org.thalweg.autodiff.Bounds.step;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.thalweg.math.Elementary;

/**
 * Binary operations: v = f(a, b), and what an adjoint d = ∂result/∂v contributes to each operand, d · ∂f/∂a and d · ∂f/∂b.
 *
 * <p>Each twice: for one double, by {@link StrictMath}, which says what is meant; and for the first n floats of arrays,
 * in loops of one index over different arrays, which the JIT compiler vectorises. Methods that change a scratch get two.
 */
enum BinaryOperation {
    /** a + b; both slopes are 1. */
    ADD {
        @Override
        double value(double a, double b) {
            return a + b;
        }

        @Override
        double slopeOfFirst(double a, double b, double v) {
            return 1;
        }

        @Override
        double slopeOfSecond(double a, double b, double v) {
            return 1;
        }

        @Override
        void forward(float[] a, float[] b, int n, float[][] scratch, float[] v) {
            for (int i = 0; i < n; i++) {
                v[i] = a[i] + b[i];
            }
        }

        @Override
        void backwardToFirst(float[] d, float[] a, float[] b, float[] v, int n, float[][] scratch, float[] to) {
            System.arraycopy(d, 0, to, 0, n);
        }

        @Override
        void backwardToSecond(float[] d, float[] a, float[] b, float[] v, int n, float[][] scratch, float[] to) {
            System.arraycopy(d, 0, to, 0, n);
        }
    },

    /** a − b; ∂/∂a = 1, ∂/∂b = −1. */
    SUBTRACT {
        @Override
        double value(double a, double b) {
            return a - b;
        }

        @Override
        double slopeOfFirst(double a, double b, double v) {
            return 1;
        }

        @Override
        double slopeOfSecond(double a, double b, double v) {
            return -1;
        }

        @Override
        void forward(float[] a, float[] b, int n, float[][] scratch, float[] v) {
            for (int i = 0; i < n; i++) {
                v[i] = a[i] - b[i];
            }
        }

        @Override
        void backwardToFirst(float[] d, float[] a, float[] b, float[] v, int n, float[][] scratch, float[] to) {
            System.arraycopy(d, 0, to, 0, n);
        }

        @Override
        void backwardToSecond(float[] d, float[] a, float[] b, float[] v, int n, float[][] scratch, float[] to) {
            for (int i = 0; i < n; i++) {
                to[i] = -d[i];
            }
        }
    },

    /** a · b; ∂/∂a = b, ∂/∂b = a. */
    MULTIPLY {
        @Override
        double value(double a, double b) {
            return a * b;
        }

        @Override
        double slopeOfFirst(double a, double b, double v) {
            return b;
        }

        @Override
        double slopeOfSecond(double a, double b, double v) {
            return a;
        }

        @Override
        void forward(float[] a, float[] b, int n, float[][] scratch, float[] v) {
            for (int i = 0; i < n; i++) {
                v[i] = a[i] * b[i];
            }
        }

        @Override
        void backwardToFirst(float[] d, float[] a, float[] b, float[] v, int n, float[][] scratch, float[] to) {
            for (int i = 0; i < n; i++) {
                to[i] = bounded(d[i] * bounded(b[i]));
            }
        }

        @Override
        void backwardToSecond(float[] d, float[] a, float[] b, float[] v, int n, float[][] scratch, float[] to) {
            backwardToFirst(d, b, a, v, n, scratch, to);
        }
    },

    /** a / b; ∂/∂a = 1 / b, ∂/∂b = −v / b. */
    DIVIDE {
        @Override
        double value(double a, double b) {
            return a / b;
        }

        @Override
        double slopeOfFirst(double a, double b, double v) {
            return 1 / b;
        }

        @Override
        double slopeOfSecond(double a, double b, double v) {
            return -v / b;
        }

        @Override
        void forward(float[] a, float[] b, int n, float[][] scratch, float[] v) {
            for (int i = 0; i < n; i++) {
                v[i] = a[i] / b[i];
            }
        }

        @Override
        void backwardToFirst(float[] d, float[] a, float[] b, float[] v, int n, float[][] scratch, float[] to) {
            for (int i = 0; i < n; i++) {
                to[i] = bounded(d[i] * bounded(1 / b[i]));
            }
        }

        @Override
        void backwardToSecond(float[] d, float[] a, float[] b, float[] v, int n, float[][] scratch, float[] to) {
            for (int i = 0; i < n; i++) {
                to[i] = bounded(d[i] * bounded(-v[i] / b[i]));
            }
        }
    },

    /** The lesser of a and b, to which the whole adjoint goes; to a where they are equal. */
    MIN {
        @Override
        double value(double a, double b) {
            return Math.min(a, b);
        }

        @Override
        double slopeOfFirst(double a, double b, double v) {
            return 1 - slopeOfSecond(a, b, v);
        }

        @Override
        double slopeOfSecond(double a, double b, double v) {
            return step(a - b);
        }

        @Override
        void forward(float[] a, float[] b, int n, float[][] scratch, float[] v) {
            for (int i = 0; i < n; i++) {
                v[i] = Math.min(a[i], b[i]);
            }
        }

        @Override
        void backwardToFirst(float[] d, float[] a, float[] b, float[] v, int n, float[][] scratch, float[] to) {
            for (int i = 0; i < n; i++) {
                to[i] = d[i] * (1 - step(a[i] - b[i]));
            }
        }

        @Override
        void backwardToSecond(float[] d, float[] a, float[] b, float[] v, int n, float[][] scratch, float[] to) {
            for (int i = 0; i < n; i++) {
                to[i] = d[i] * step(a[i] - b[i]);
            }
        }
    },

    /** The greater of a and b, to which the whole adjoint goes; to a where they are equal. */
    MAX {
        @Override
        double value(double a, double b) {
            return Math.max(a, b);
        }

        @Override
        double slopeOfFirst(double a, double b, double v) {
            return 1 - slopeOfSecond(a, b, v);
        }

        @Override
        double slopeOfSecond(double a, double b, double v) {
            return step(b - a);
        }

        @Override
        void forward(float[] a, float[] b, int n, float[][] scratch, float[] v) {
            for (int i = 0; i < n; i++) {
                v[i] = Math.max(a[i], b[i]);
            }
        }

        @Override
        void backwardToFirst(float[] d, float[] a, float[] b, float[] v, int n, float[][] scratch, float[] to) {
            MIN.backwardToFirst(d, b, a, v, n, scratch, to);
        }

        @Override
        void backwardToSecond(float[] d, float[] a, float[] b, float[] v, int n, float[][] scratch, float[] to) {
            MIN.backwardToSecond(d, b, a, v, n, scratch, to);
        }
    },

    /**
     * aᵇ = e^(b ln a), for a of 0 or more: NaN below 0, and 0⁰ = 1. ∂/∂a = b aᵇ⁻¹ (so 0 at a = 0 where b is 0 or over 1),
     * ∂/∂b = v ln a (so 0 at a = 0 where b is over 0).
     */
    POWER {
        @Override
        double value(double a, double b) {
            return a >= 0 ? StrictMath.pow(Math.abs(a), b) : Double.NaN;
        }

        @Override
        double slopeOfFirst(double a, double b, double v) {
            return b * bounded(value(a, b - 1));
        }

        @Override
        double slopeOfSecond(double a, double b, double v) {
            return v * bounded(StrictMath.log(a));
        }

        @Override
        void forward(float[] a, float[] b, int n, float[][] scratch, float[] v) {
            Elementary.logInto(a, n, scratch[0], scratch[1]);
            float[] logarithm = scratch[1];
            for (int i = 0; i < n; i++) {
                logarithm[i] = b[i] * bounded(logarithm[i]);
            }
            Elementary.expInto(logarithm, n, scratch[0], v);
        }

        @Override
        void backwardToFirst(float[] d, float[] a, float[] b, float[] v, int n, float[][] scratch, float[] to) {
            Elementary.logInto(a, n, scratch[0], scratch[1]);
            float[] power = scratch[1];
            for (int i = 0; i < n; i++) {
                power[i] = (b[i] - 1) * bounded(power[i]);
            }
            Elementary.expInto(power, n, scratch[0], power);
            for (int i = 0; i < n; i++) {
                to[i] = bounded(d[i] * bounded(b[i] * bounded(power[i])));
            }
        }

        @Override
        void backwardToSecond(float[] d, float[] a, float[] b, float[] v, int n, float[][] scratch, float[] to) {
            Elementary.logInto(a, n, scratch[0], scratch[1]);
            float[] logarithm = scratch[1];
            for (int i = 0; i < n; i++) {
                to[i] = bounded(d[i] * bounded(bounded(v[i]) * bounded(logarithm[i])));
            }
        }
    };

    /** The scratch arrays that an operation may change. */
    static final int SCRATCH = 2;

    /** f(a, b). */
    abstract double value(double a, double b);

    /** ∂f/∂a, which may be infinite; v is f(a, b). */
    abstract double slopeOfFirst(double a, double b, double v);

    /** ∂f/∂b, which may be infinite; v is f(a, b). */
    abstract double slopeOfSecond(double a, double b, double v);

    /** Writes v = f(a, b). */
    abstract void forward(float[] a, float[] b, int n, float[][] scratch, float[] v);

    /** Writes to = d · ∂f/∂a; 0 where d is 0. */
    abstract void backwardToFirst(float[] d, float[] a, float[] b, float[] v, int n, float[][] scratch, float[] to);

    /** Writes to = d · ∂f/∂b; 0 where d is 0. */
    abstract void backwardToSecond(float[] d, float[] a, float[] b, float[] v, int n, float[][] scratch, float[] to);

    /** The name in formulas. */
    String functionName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The operation that a formula calls by a name, rather than by a sign. */
    static Optional<BinaryOperation> named(String name) {
        return Stream.of(MIN, MAX)
                .filter(operation -> operation.functionName().equals(name))
                .findFirst();
    }
}
