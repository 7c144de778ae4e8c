package org.thalweg.optim;

import java.util.Random;

/** Functions to find the minima of, computed in double. */
final class Objectives {
    private Objectives() {}

    /** Σ 100 (w₂ᵢ − w₂ᵢ₋₁²)² + (1 − w₂ᵢ₋₁)² over pairs (Rosenbrock 1960, extended); 0 at (1, …, 1). */
    static double rosenbrock(float[] w, float[] g) {
        double value = 0;
        for (int i = 0; i < w.length; i += 2) {
            double x = w[i];
            double rest = w[i + 1] - x * x;
            value += 100 * rest * rest + (1 - x) * (1 - x);
            g[i] = (float) (-400 * x * rest - 2 * (1 - x));
            g[i + 1] = (float) (200 * rest);
        }
        return value;
    }

    static float[] rosenbrockStart(int parameters) {
        float[] w = new float[parameters];
        for (int i = 0; i < parameters; i += 2) {
            w[i] = -1.2f;
            w[i + 1] = 1;
        }
        return w;
    }

    /** ½ (w − c)ᵀ A (w − c), where the eigenvalues of A go evenly from 1 to spread. */
    static Objective quadratic(float[] centre, double spread, long seed) {
        int n = centre.length;
        Random random = new Random(seed);
        double[] u = new double[n];
        double norm = 0;
        for (int i = 0; i < n; i++) {
            u[i] = random.nextGaussian();
            norm += u[i] * u[i];
        }
        double square = norm;
        return (w, g) -> {
            // A = R D R, where R is the reflection at u and D is diagonal.
            double[] z = reflect(difference(w, centre), u, square);
            double value = 0;
            for (int i = 0; i < n; i++) {
                double eigenvalue = n == 1 ? spread : 1 + (spread - 1) * i / (n - 1);
                value += 0.5 * eigenvalue * z[i] * z[i];
                z[i] *= eigenvalue;
            }
            double[] gradient = reflect(z, u, square);
            for (int i = 0; i < n; i++) {
                g[i] = (float) gradient[i];
            }
            return value;
        };
    }

    private static double[] difference(float[] w, float[] centre) {
        double[] z = new double[w.length];
        for (int i = 0; i < z.length; i++) {
            z[i] = (double) w[i] - centre[i];
        }
        return z;
    }

    private static double[] reflect(double[] z, double[] u, double square) {
        double dot = 0;
        for (int i = 0; i < z.length; i++) {
            dot += z[i] * u[i];
        }
        double[] reflected = new double[z.length];
        for (int i = 0; i < z.length; i++) {
            reflected[i] = z[i] - 2 * dot / square * u[i];
        }
        return reflected;
    }
}
