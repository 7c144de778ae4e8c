package org.thalweg.autodiff;

import static org.thalweg.autodiff.Bounds.bounded;
import static org.thalweg.autodiff.Bounds.sign;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.thalweg.math.Elementary;

/**
 * Unary operations: v = f(a), and what an adjoint d = ∂result/∂v contributes to a, d · f′(a).
 *
 * <p>Each twice: for one double, by {@link StrictMath}, which says what is meant; and for the first n floats of arrays,
 * in loops of one index over different arrays, which the JIT compiler vectorises.
 */
enum UnaryOperation {
    /** −a; f′ = −1. */
    NEGATE {
        @Override
        double value(double a) {
            return -a;
        }

        @Override
        double slope(double a, double v) {
            return -1;
        }

        @Override
        void forward(float[] a, int n, float[] scratch, float[] v) {
            for (int i = 0; i < n; i++) {
                v[i] = -a[i];
            }
        }

        @Override
        void backward(float[] d, float[] a, float[] v, int n, float[] to) {
            for (int i = 0; i < n; i++) {
                to[i] = -d[i];
            }
        }
    },

    /** eᵃ; f′ = v. */
    EXP {
        @Override
        double value(double a) {
            return StrictMath.exp(a);
        }

        @Override
        double slope(double a, double v) {
            return v;
        }

        @Override
        void forward(float[] a, int n, float[] scratch, float[] v) {
            Elementary.expInto(a, n, scratch, v);
        }

        @Override
        void backward(float[] d, float[] a, float[] v, int n, float[] to) {
            for (int i = 0; i < n; i++) {
                to[i] = bounded(d[i] * bounded(v[i]));
            }
        }
    },

    /** ln a; f′ = 1 / a. */
    LOG {
        @Override
        double value(double a) {
            return StrictMath.log(a);
        }

        @Override
        double slope(double a, double v) {
            return 1 / a;
        }

        @Override
        void forward(float[] a, int n, float[] scratch, float[] v) {
            Elementary.logInto(a, n, scratch, v);
        }

        @Override
        void backward(float[] d, float[] a, float[] v, int n, float[] to) {
            for (int i = 0; i < n; i++) {
                to[i] = bounded(d[i] * bounded(1 / a[i]));
            }
        }
    },

    /** tanh a; f′ = 1 − v². */
    TANH {
        @Override
        double value(double a) {
            return StrictMath.tanh(a);
        }

        @Override
        double slope(double a, double v) {
            return 1 - v * v;
        }

        @Override
        void forward(float[] a, int n, float[] scratch, float[] v) {
            for (int i = 0; i < n; i++) {
                v[i] = Elementary.tanh(a[i]);
            }
        }

        @Override
        void backward(float[] d, float[] a, float[] v, int n, float[] to) {
            for (int i = 0; i < n; i++) {
                to[i] = d[i] * (1 - v[i] * v[i]);
            }
        }
    },

    /** 1 / (1 + e⁻ᵃ); f′ = v (1 − v). */
    SIGMOID {
        @Override
        double value(double a) {
            return 1 / (1 + StrictMath.exp(-a));
        }

        @Override
        double slope(double a, double v) {
            return v * (1 - v);
        }

        @Override
        void forward(float[] a, int n, float[] scratch, float[] v) {
            for (int i = 0; i < n; i++) {
                v[i] = Elementary.sigmoid(a[i]);
            }
        }

        @Override
        void backward(float[] d, float[] a, float[] v, int n, float[] to) {
            for (int i = 0; i < n; i++) {
                to[i] = d[i] * (v[i] * (1 - v[i]));
            }
        }
    },

    /** √a; f′ = ½ / v. */
    SQRT {
        @Override
        double value(double a) {
            return StrictMath.sqrt(a);
        }

        @Override
        double slope(double a, double v) {
            return 0.5 / v;
        }

        @Override
        void forward(float[] a, int n, float[] scratch, float[] v) {
            for (int i = 0; i < n; i++) {
                v[i] = (float) Math.sqrt(a[i]);
            }
        }

        @Override
        void backward(float[] d, float[] a, float[] v, int n, float[] to) {
            for (int i = 0; i < n; i++) {
                to[i] = bounded(d[i] * bounded(0.5f / v[i]));
            }
        }
    },

    /** |a|; f′ = the sign of a, and 0 at 0. */
    ABS {
        @Override
        double value(double a) {
            return Math.abs(a);
        }

        @Override
        double slope(double a, double v) {
            return Math.signum(a);
        }

        @Override
        void forward(float[] a, int n, float[] scratch, float[] v) {
            for (int i = 0; i < n; i++) {
                v[i] = Math.abs(a[i]);
            }
        }

        @Override
        void backward(float[] d, float[] a, float[] v, int n, float[] to) {
            for (int i = 0; i < n; i++) {
                to[i] = d[i] * sign(a[i]);
            }
        }
    };

    /** f(a). */
    abstract double value(double a);

    /** f′(a), which may be infinite; v is f(a). */
    abstract double slope(double a, double v);

    /** Writes v = f(a); the scratch may be changed. */
    abstract void forward(float[] a, int n, float[] scratch, float[] v);

    /** Writes to = d · f′(a); 0 where d is 0. */
    abstract void backward(float[] d, float[] a, float[] v, int n, float[] to);

    /** The name in formulas. */
    String functionName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The operation that a formula calls by a name; −a has none. */
    static Optional<UnaryOperation> named(String name) {
        return Arrays.stream(values())
                .filter(operation ->
                        operation != NEGATE && operation.functionName().equals(name))
                .findFirst();
    }
}
