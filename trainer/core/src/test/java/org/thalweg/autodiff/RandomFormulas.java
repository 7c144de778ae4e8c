package org.thalweg.autodiff;

import java.util.List;
import java.util.Map;
import org.thalweg.math.Philox;

/** Formulas by a seeded grammar, over x, y and z, with values and slopes of moderate size for inputs of moderate size. */
final class RandomFormulas {
    static final List<String> VARIABLES = List.of("x", "y", "z");

    private final Philox random;

    RandomFormulas(long seed) {
        this.random = new Philox(seed, 0);
    }

    Formula next() {
        return Formula.parse(expression(1 + random.nextInt(4)), VARIABLES, Map.of());
    }

    /** A float of [−2, 2), in double. */
    double nextInput() {
        return 4 * random.nextFloat() - 2;
    }

    private String expression(int depth) {
        if (depth == 0) {
            return random.nextInt(4) == 0
                    ? String.valueOf((1 + random.nextInt(30)) / 10.0)
                    : VARIABLES.get(random.nextInt(3));
        }
        String a = "(" + expression(depth - 1) + ")";
        String b = "(" + expression(random.nextInt(depth)) + ")";
        return switch (random.nextInt(18)) {
            case 0, 1 -> a + " + " + b;
            case 2, 3 -> a + " - " + b;
            case 4, 5 -> a + " * tanh" + b;
            case 6 -> a + " / (1 + " + b + "^2)";
            case 7 -> "-" + a;
            case 8 -> "exp(min(1, " + a + "))";
            case 9 -> "log(0.5 + abs" + a + ")";
            case 10 -> "sigmoid" + a;
            case 11 -> "sqrt(0.2 + " + a + "^2)";
            case 12 -> "abs" + a;
            case 13 -> "min(" + a + ", " + b + ")";
            case 14 -> "max(" + a + ", " + b + ")";
            case 15 -> "(0.5 + sigmoid" + a + ")^tanh" + b;
            case 16 -> "tanh" + a + "^" + (2 + random.nextInt(4));
            default -> "2^-sigmoid" + a + " * " + a;
        };
    }
}
