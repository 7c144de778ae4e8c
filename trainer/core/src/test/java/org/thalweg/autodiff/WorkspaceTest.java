package org.thalweg.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.thalweg.autodiff.FormulaTest.ofX;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thalweg.math.Philox;

/** Evaluation over arrays of floats, against the same graph in double. */
class WorkspaceTest {
    private static final List<String> XY = List.of("x", "y");

    private static float[] normals(int length, long seed, double scale) {
        Philox random = new Philox(seed, 0);
        float[] x = new float[length];
        for (int i = 0; i < length; i++) {
            x[i] = (float) (scale * random.nextNormal());
        }
        return x;
    }

    /** The values first, then each variable's gradient. */
    private static float[][] run(Workspace workspace, float[][] inputs, int length) {
        float[][] all = new float[1 + inputs.length][length];
        float[][] gradients = Arrays.copyOfRange(all, 1, all.length);
        workspace.valueAndGradientInto(inputs, length, all[0], gradients);
        return all;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x + y", "x - y", "x * y", "x / y", "-x", "min(x, y)", "max(x, y)", "abs(x)", "exp(x)", "log(abs(x))",
                "tanh(x)", "sigmoid(x)", "sqrt(abs(x))", "abs(x)^y", "abs(x)^0.3", "abs(x)^2.5", "x^2", "x^3", "x^-2",
                        "2^x",
                "x * sigmoid(1.702 * x)", "(x - y)^2 / 2", "max(x, 0)", "max(0, x)", "x", "y", "3", "x^2 + x^2"
            })
    void everyOperationOverArraysHasItsValueInDouble(String text) {
        Formula f = Formula.parse(text, XY, Map.of());
        int length = 3000;
        float[][] inputs = {normals(length, 1, 2), normals(length, 2, 2)};
        float[][] found = run(f.newWorkspace(), inputs, length);
        for (int i = 0; i < length; i++) {
            double[] x = {inputs[0][i], inputs[1][i]};
            double value = f.value(x);
            double[] gradient = f.gradient(x);
            double scale = 1 + Math.abs(value) + Math.abs(gradient[0]) + Math.abs(gradient[1]);
            assertClose(found[0][i], value, scale, text, x);
            assertClose(found[1][i], gradient[0], scale, text, x);
            assertClose(found[2][i], gradient[1], scale, text, x);
        }
    }

    private static void assertClose(float found, double expected, double scale, String text, double[] x) {
        // tanh and the sigmoid are off by 4e-7, once more in their slopes; aᵇ by up to 3e-6 here.
        double error = Math.abs(found - expected);
        assertThat(error <= 3e-6 * scale)
                .as("%s at %s: expected %s, found %s", text, Arrays.toString(x), expected, found)
                .isTrue();
    }

    @Test
    void randomFormulasOverArraysHaveTheirValuesInDouble() {
        int length = 65;
        for (long seed = 0; seed < 400; seed++) {
            RandomFormulas random = new RandomFormulas(seed);
            Formula f = random.next();
            float[][] inputs = new float[3][length];
            for (int i = 0; i < length; i++) {
                for (float[] input : inputs) {
                    input[i] = (float) random.nextInput();
                }
            }
            float[][] found = run(f.newWorkspace(), inputs, length);
            for (int i = 0; i < length; i++) {
                double[] x = {inputs[0][i], inputs[1][i], inputs[2][i]};
                double value = f.value(x);
                double[] gradient = f.gradient(x);
                double slope = Math.abs(gradient[0]) + Math.abs(gradient[1]) + Math.abs(gradient[2]);
                String where = "seed " + seed + ": " + f + " at " + Arrays.toString(x);
                assertThat(Math.abs(found[0][i] - value)).as(where).isLessThan(2e-5 * (1 + Math.abs(value) + slope));
                double tolerance = 1e-4 * (1 + slope) + jump(f, x, gradient);
                for (int v = 0; v < 3; v++) {
                    assertThat(Math.abs(found[1 + v][i] - gradient[v]))
                            .as("%s: ∂/∂%s", where, f.variables().get(v))
                            .isLessThan(tolerance);
                }
            }
        }
    }

    /** How far the gradient moves close by: near a kink, rounding decides on which side of it a float stands. */
    private static double jump(Formula f, double[] x, double[] gradient) {
        double jump = 0;
        for (int v = 0; v < x.length; v++) {
            for (double shift : new double[] {-1e-5, 1e-5}) {
                double[] shifted = x.clone();
                shifted[v] += shift;
                double[] other = f.gradient(shifted);
                for (int w = 0; w < x.length; w++) {
                    jump = Math.max(jump, Math.abs(other[w] - gradient[w]));
                }
            }
        }
        return 2 * jump;
    }

    @Test
    void lengthAndPlaceChangeNoBit() {
        Formula f = Formula.parse("x * sigmoid(x) + exp(-y^2) * log(abs(y)) + max(x, y)^3", XY, Map.of());
        int longest = 3 * Chunk.LENGTH;
        float[][] inputs = {normals(longest, 1, 1), normals(longest, 2, 1)};
        float[][] all = run(f.newWorkspace(), inputs, longest);
        Workspace workspace = f.newWorkspace();
        for (int length : new int[] {
            0, 1, 2, 3, 7, 15, 16, 17, 63, Chunk.LENGTH - 1, Chunk.LENGTH, Chunk.LENGTH + 1, 2 * Chunk.LENGTH - 1
        }) {
            int from = longest - length;
            float[][] shifted = {
                Arrays.copyOfRange(inputs[0], from, longest), Arrays.copyOfRange(inputs[1], from, longest)
            };
            float[][] found = run(workspace, shifted, length);
            for (int k = 0; k < 3; k++) {
                assertThat(found[k]).as("length %d", length).isEqualTo(Arrays.copyOfRange(all[k], from, longest));
            }
            float[] value = new float[length];
            workspace.valueInto(shifted, length, value);
            assertThat(value).isEqualTo(found[0]);
        }
    }

    @Test
    void onlyTheRangeAndWhatIsWantedIsWritten() {
        Formula f = Formula.parse("x * y", List.of("x", "y", "z"), Map.of());
        float[][] inputs = {{1, 2, 3}, {4, 5, 6, 7}, {}};
        float[] value = {-1, -1, -1};
        float[] gradientOfY = {-1, -1, -1};
        float[] gradientOfZ = {-1, -1, -1};
        Workspace workspace = f.newWorkspace();
        workspace.valueAndGradientInto(inputs, 2, value, new float[][] {{}, gradientOfY, gradientOfZ});
        assertThat(value).containsExactly(4, 10, -1);
        assertThat(gradientOfY).containsExactly(1, 2, -1);
        assertThat(gradientOfZ).containsExactly(0, 0, -1);
        float[] gradientOfX = new float[3];
        workspace.gradientInto(inputs, 3, new float[][] {gradientOfX, {}, {}});
        assertThat(gradientOfX).containsExactly(4, 5, 6);
        assertThat(workspace.formula()).isSameAs(f);
    }

    @Test
    void resultsMayReplaceTheInputs() {
        Formula f = Formula.parse("x * y + tanh(x)", XY, Map.of());
        int length = 2 * Chunk.LENGTH + 5;
        float[][] inputs = {normals(length, 1, 1), normals(length, 2, 1)};
        float[][] expected = run(f.newWorkspace(), inputs, length);
        float[][] copies = {inputs[0].clone(), inputs[1].clone()};
        f.newWorkspace().gradientInto(copies, length, copies);
        assertThat(copies[0]).isEqualTo(expected[1]);
        assertThat(copies[1]).isEqualTo(expected[2]);
        f.newWorkspace().valueInto(inputs, length, inputs[1]);
        assertThat(inputs[1]).isEqualTo(expected[0]);
    }

    @Test
    void kinksPolesAndSpecialNumbersAreAsInDouble() {
        float infinity = Float.POSITIVE_INFINITY;
        assertGradient("abs(x)", 0, 0);
        assertGradient("abs(x)", -0f, 0);
        assertGradient("abs(x)", Float.MIN_VALUE, 1);
        assertGradient("abs(x)", -Float.MIN_VALUE, -1);
        assertGradient("max(x, 0)", 0, 1);
        assertGradient("max(0, x)", 0, 0);
        assertGradient("max(0, x)", Float.MIN_VALUE, 1);
        assertGradient("min(x, 0)", 0, 1);
        assertGradient("min(0, x)", 0, 0);
        assertGradient("max(x, 0)", infinity, 1);
        assertGradient("max(x, 0)", -infinity, 0);
        assertGradient("x^0", 0, 0);
        assertGradient("x^2", 0, 0);
        assertGradient("x^1.5", 0, 0);
        assertGradient("x^1.3", 0, 0);
        assertGradient("x^0.25", 0, 0.25f * Float.MAX_VALUE);
        assertGradient("sqrt(x)", 0, Float.MAX_VALUE);
        assertGradient("1/x", 0, -Float.MAX_VALUE);
        assertGradient("log(x)", 0, Float.MAX_VALUE);
        assertGradient("sqrt(max(x, 0))", -1, 0);
        assertGradient("3 * sqrt(abs(x)) + 2 * log(abs(x))", 0, 0);
        assertGradient("min(x * exp(x), 10)", 100, 0);
        assertGradient("max(x, log(x))", 0, 1);
        assertGradient("log(1 + exp(-abs(x))) + max(x, 0)", -200, 0);
        assertGradient("x * tanh(x)", Float.NaN, Float.NaN);
        assertGradient("max(x, 0)", Float.NaN, Float.NaN);
        assertGradient("sqrt(x)", -1, Float.NaN);
        assertGradient("x^0.3", -1, Float.NaN);
        float[] value = new float[2];
        ofX("x^(x - x)").newWorkspace().valueInto(new float[][] {{0, -1}}, 2, value);
        assertThat(value).containsExactly(1, Float.NaN);
    }

    @Test
    void powersOfZeroAreAsInDouble() {
        Formula f = Formula.parse("x^y", XY, Map.of());
        float[][] exponents = {{0, 0, 0, 0, 0, 0}, {0, 0.5f, 1, 1.5f, 2, -1}};
        float[][] found = run(f.newWorkspace(), exponents, 6);
        float most = Float.MAX_VALUE;
        assertThat(found[0]).containsExactly(1, 0, 0, 0, 0, Float.POSITIVE_INFINITY);
        assertThat(found[1]).containsExactly(0, most / 2, 1, 0, 0, -most);
        assertThat(found[2]).containsExactly(-most, -0f, -0f, -0f, -0f, -most);
        for (int i = 0; i < 6; i++) {
            double[] gradient = f.gradient(0, exponents[1][i]);
            assertThat(f.value(0, exponents[1][i])).isEqualTo(found[0][i]);
            for (int v = 0; v < 2; v++) {
                double inDouble = gradient[v];
                double scaled = Math.abs(inDouble) > most ? inDouble / Double.MAX_VALUE * most : inDouble;
                assertThat((float) scaled + 0f).isEqualTo(found[1 + v][i] + 0f);
            }
        }
    }

    private static void assertGradient(String text, float x, float expected) {
        float[] found = new float[1];
        ofX(text).newWorkspace().gradientInto(new float[][] {{x}}, 1, new float[][] {found});
        assertSame(found[0], expected, text + " at " + x);
        double inDouble = ofX(text).gradient(x)[0];
        boolean infinite = Math.abs(inDouble) > Float.MAX_VALUE;
        double scaled = infinite ? inDouble / Double.MAX_VALUE * Float.MAX_VALUE : inDouble;
        assertSame((float) scaled, expected, text + " at " + x + ", in double");
    }

    private static void assertSame(float found, float expected, String where) {
        if (Float.isNaN(expected)) {
            assertThat(found).as(where).isNaN();
        } else {
            assertThat(found).as(where).isEqualTo(expected);
        }
    }

    @Test
    void callsAllocateNothingOnceWarm() {
        Formula f = Formula.parse("x * sigmoid(x) + abs(y)^x + max(x, log(1 + exp(y)))", XY, Map.of());
        Workspace workspace = f.newWorkspace();
        int length = Chunk.LENGTH + 100;
        float[][] inputs = {normals(length, 1, 1), normals(length, 2, 1)};
        float[] value = new float[length];
        float[][] gradients = new float[2][length];
        for (int call = 0; call < 1000; call++) {
            workspace.valueAndGradientInto(inputs, length, value, gradients);
            workspace.valueInto(inputs, length, value);
        }
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        int calls = 500;
        long before = threads.getThreadAllocatedBytes(thread);
        for (int call = 0; call < calls; call++) {
            workspace.valueAndGradientInto(inputs, length, value, gradients);
            workspace.valueInto(inputs, length, value);
        }
        long bytes = threads.getThreadAllocatedBytes(thread) - before;
        assertThat(bytes / calls).as("bytes a call").isLessThan(64);
    }

    @Test
    @Timeout(60)
    void threadsWithTheirOwnWorkspacesGetTheBitsOfOne() throws Exception {
        Formula f = Formula.parse("x * tanh(log(1 + exp(x))) - abs(y)^0.3 / (1 + x^2)", XY, Map.of());
        int length = 5000;
        float[][] inputs = {normals(length, 1, 1), normals(length, 2, 1)};
        float[][] expected = run(f.newWorkspace(), inputs, length);
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            List<Future<float[][]>> results = new ArrayList<>();
            for (int thread = 0; thread < 2; thread++) {
                Callable<float[][]> task = () -> {
                    Workspace own = f.newWorkspace();
                    float[][] last = null;
                    for (int call = 0; call < 50; call++) {
                        last = run(own, inputs, length);
                        assertThat(last).isDeepEqualTo(expected);
                    }
                    return last;
                };
                results.add(pool.submit(task));
            }
            for (Future<float[][]> result : results) {
                assertThat(result.get()).isDeepEqualTo(expected);
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void badArgumentsAreRefused() {
        Workspace workspace = Formula.parse("x * y", XY, Map.of()).newWorkspace();
        float[] three = new float[3];
        float[][] inputs = {three, three};
        assertRefused(() -> workspace.valueInto(inputs, -1, three), "length: expected 0 or more, found -1");
        assertRefused(
                () -> workspace.valueInto(new float[][] {three}, 3, three),
                "inputs: expected 2 arrays (the formula's variables [x, y]), found 1");
        assertRefused(
                () -> workspace.valueInto(new float[][] {three, null}, 3, three),
                "y: expected an array of 3 or more, found none");
        assertRefused(() -> workspace.valueInto(inputs, 4, new float[4]), "x: expected an array of 4 or more, found 3");
        assertRefused(
                () -> workspace.valueInto(inputs, 3, new float[2]), "value: expected an array of 3 or more, found 2");
        assertRefused(
                () -> workspace.valueAndGradientInto(inputs, 3, three, new float[1][]),
                "gradients: expected 2 arrays (the formula's variables [x, y]), found 1");
        assertRefused(
                () -> workspace.valueAndGradientInto(inputs, 3, three, new float[][] {{}, new float[2]}),
                "gradient of y: expected an array of 3 or more, found 2");
    }

    private static void assertRefused(Runnable call, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
