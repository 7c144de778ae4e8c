package org.thalweg.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

class BlasTest {
    @TempDir
    Path folder;

    @Test
    void productsEqualPlainLoops() {
        assertThat(Products.worst(Blas.get())).isLessThanOrEqualTo(1);
    }

    /** Only OpenBLAS's own threads or kernels chosen by address could break this; a lane's bits hang on it. */
    @Test
    void bitsDependOnNeitherTheMatricesPlaceNorTheThread() {
        for (int[] shape : new int[][] {
            {1, 10, 30},
            {30, 1, 10},
            {1, 1, 100},
            {10, 30, 1},
            {7, 13, 19},
            {128, 10, 300},
            {128, 100, 33},
            {300, 64, 128}
        }) {
            int m = shape[0];
            int n = shape[1];
            int k = shape[2];
            float[] a = Products.random(m * k, 1);
            float[] b = Products.random(k * n, 2);
            for (int mode = 0; mode < 4; mode++) {
                boolean transposeA = mode % 2 == 1;
                boolean transposeB = mode / 2 == 1;
                float[] expected = new float[m * n];
                Blas.get().multiply(transposeA, transposeB, m, n, k, a, 0, b, 0, false, expected, 0);
                for (int offset = 1; offset < 20; offset++) {
                    float[] shiftedA = new float[m * k + 20];
                    float[] shiftedB = new float[k * n + 40];
                    float[] c = new float[m * n + 20];
                    System.arraycopy(a, 0, shiftedA, offset, m * k);
                    System.arraycopy(b, 0, shiftedB, 2 * offset % 7, k * n);
                    Blas.get()
                            .multiply(
                                    transposeA,
                                    transposeB,
                                    m,
                                    n,
                                    k,
                                    shiftedA,
                                    offset,
                                    shiftedB,
                                    2 * offset % 7,
                                    false,
                                    c,
                                    20 - offset);
                    assertThat(Arrays.copyOfRange(c, 20 - offset, 20 - offset + m * n))
                            .as("%s, mode %d, offset %d", Arrays.toString(shape), mode, offset)
                            .isEqualTo(expected);
                }
            }
        }
    }

    /** Against plain loops, at any place, with gaps between the vectors' numbers, which nobody writes into. */
    @Test
    void productsWithVectorsEqualPlainLoopsWhateverThePlace() {
        for (int[] shape : new int[][] {{1, 1}, {1, 9}, {9, 1}, {7, 13}, {128, 50}, {255, 32}, {33, 300}}) {
            for (boolean transpose : new boolean[] {false, true}) {
                for (int stride = 1; stride <= 3; stride++) {
                    assertVectorProduct(transpose, shape[0], shape[1], stride);
                }
            }
        }
    }

    private static void assertVectorProduct(boolean transpose, int m, int n, int stride) {
        int rows = transpose ? n : m;
        int length = transpose ? m : n;
        float[] a = Products.random(m * n, 1);
        float[] x = Products.random(length, 2);
        float[] first = null;
        for (int offset = 0; offset < 20; offset++) {
            float[] shifted = new float[m * n + 20];
            System.arraycopy(a, 0, shifted, offset, m * n);
            float[] spread = new float[length * stride + 20];
            for (int i = 0; i < length; i++) {
                spread[offset + i * stride] = x[i];
            }
            float[] y = new float[rows * stride + 20];
            Arrays.fill(y, 7);
            Blas.get().multiplyVector(transpose, m, n, shifted, offset, spread, offset, stride, false, y, 2, stride);
            float[] found = new float[rows];
            for (int i = 0; i < y.length; i++) {
                boolean isOfProduct = i >= 2 && (i - 2) % stride == 0 && (i - 2) / stride < rows;
                if (isOfProduct) {
                    found[(i - 2) / stride] = y[i];
                } else {
                    assertThat(y[i]).isEqualTo(7);
                }
            }
            for (int r = 0; r < rows; r++) {
                double expected = 0;
                for (int k = 0; k < length; k++) {
                    expected += (double) x[k] * (transpose ? a[k * n + r] : a[r * n + k]);
                }
                assertThat((double) found[r]).isCloseTo(expected, within(1e-5 * length));
            }
            first = first == null ? found : first;
            assertThat(found)
                    .as("%d × %d, stride %d, offset %d", m, n, stride, offset)
                    .isEqualTo(first);
            Blas.get().multiplyVector(transpose, m, n, shifted, offset, spread, offset, stride, true, y, 2, stride);
            assertThat(y[2]).isCloseTo(2 * found[0], within(1e-5f));
        }
    }

    @Test
    void vectorsThatDoNotFitAreRefused() {
        float[] six = new float[6];
        assertThatThrownBy(() -> Blas.get().multiplyVector(false, 2, 3, new float[5], 0, six, 0, 1, false, six, 0, 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Blas.get().multiplyVector(false, 2, 3, six, 0, six, 0, 3, false, six, 0, 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Blas.get().multiplyVector(true, 2, 3, six, 0, six, 0, 1, false, six, 4, 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        float[] y = {5, 5, 5};
        Blas.get().multiplyVector(false, 2, 0, six, 0, six, 0, 1, true, y, 0, 2);
        assertThat(y).containsExactly(5, 5, 5);
        Blas.get().multiplyVector(false, 2, 0, six, 0, six, 0, 1, false, y, 0, 2);
        assertThat(y).containsExactly(0, 5, 0);
    }

    @Test
    void emptyProductsAreZeroOrLeaveTheSum() {
        float[] none = {};
        for (boolean accumulate : new boolean[] {false, true}) {
            float[] c = {5, 5, 5, 5, 5, 5, 5, 5};
            Blas.get().multiply(false, false, 2, 3, 0, none, 0, none, 0, accumulate, c, 1);
            float inside = accumulate ? 5 : 0;
            assertThat(c).containsExactly(5, inside, inside, inside, inside, inside, inside, 5);
            Blas.get().multiply(false, true, 0, 3, 2, none, 0, new float[6], 0, accumulate, none, 0);
            Blas.get().multiply(true, false, 2, 0, 3, new float[6], 0, none, 0, accumulate, none, 0);
        }
    }

    @Test
    void matricesThatDoNotFitAreRefused() {
        float[] six = new float[6];
        assertRefused(2, 2, 3, new float[5], 0, six, 0, six, 0);
        assertRefused(2, 2, 3, six, 1, six, 0, six, 0);
        assertRefused(2, 2, 3, six, 0, new float[5], 0, six, 0);
        assertRefused(2, 2, 3, six, 0, six, 1, six, 0);
        assertRefused(2, 2, 3, six, 0, six, 0, new float[3], 0);
        assertRefused(2, 2, 3, six, 0, six, 0, six, 3);
        assertRefused(2, 2, 3, six, -1, six, 0, six, 0);
        assertRefused(-1, 2, 3, six, 0, six, 0, six, 0);
        assertRefused(2, -2, 3, six, 0, six, 0, six, 0);
        assertRefused(2, 2, -3, six, 0, six, 0, six, 0);
    }

    private static void assertRefused(
            int m, int n, int k, float[] a, int aOffset, float[] b, int bOffset, float[] c, int cOffset) {
        float[] before = c.clone();
        assertThatThrownBy(() -> Blas.get().multiply(false, false, m, n, k, a, aOffset, b, bOffset, false, c, cOffset))
                .as("%d × %d × %d", m, n, k)
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(c).isEqualTo(before);
    }

    @Test
    void speedIsMeasured() {
        assertThat(Blas.get().gigaflops(64)).isBetween(0.05, 10_000.0);
    }

    @Test
    @Timeout(60)
    void nativeTierIsTheDefault() throws Exception {
        assertTier("NATIVE|native (OpenBLAS 0.3.31, ", List.of());
        assertTier("NATIVE|native (OpenBLAS 0.3.31, ", List.of("-Dthalweg.blas=native", VECTOR_MODULE));
    }

    /** Every x86_64 has what Nehalem had. */
    @Test
    @Timeout(60)
    @EnabledIfSystemProperty(named = "os.arch", matches = "amd64|x86_64")
    void kernelIsTheOneThatTheEnvironmentAsksForAndRoundsAsItDoes() throws Exception {
        List<String> nehalem = run(Map.of("OPENBLAS_CORETYPE", "Nehalem"), List.of(), 0);
        assertThat(nehalem.get(0)).isEqualTo("NATIVE|native (OpenBLAS 0.3.31, Nehalem)");
        String kernelFingerprint = nehalem.get(2);
        assertThat(kernelFingerprint).matches("[0-9a-f]{16}");
        assertThat(run(Map.of("OPENBLAS_CORETYPE", "Nehalem"), List.of(), 0).get(2))
                .isEqualTo(kernelFingerprint);
        assertThat(run(List.of("-Dthalweg.blas=java"), 0).get(2)).isNotEqualTo(kernelFingerprint);
    }

    @Test
    @Timeout(60)
    void vectorTierNeedsItsModule() throws Exception {
        assertTier("VECTOR|vector (netlib VectorBLAS)", List.of("-Dthalweg.blas=vector", VECTOR_MODULE));
        assertTier("JAVA|java (netlib)", List.of("-Dthalweg.blas=vector"));
    }

    @Test
    @Timeout(60)
    void javaTierRunsAlsoWhereAFasterOneWould() throws Exception {
        assertTier("JAVA|java (netlib)", List.of("-Dthalweg.blas=java", VECTOR_MODULE));
    }

    @Test
    @Timeout(60)
    void usersOwnLibraryThatDoesNotLoadIsReportedAndFallsBack() throws Exception {
        Path missing = folder.resolve("libnone.so");
        List<String> lines = assertTier(
                "VECTOR|vector (netlib VectorBLAS)",
                List.of("-Ddev.ludovic.netlib.blas.nativeLibPath=" + missing, VECTOR_MODULE));
        assertThat(lines).anyMatch(line -> line.contains("no native BLAS, falling back"));
    }

    @Test
    @Timeout(60)
    void unknownTierIsRefused() throws Exception {
        List<String> lines = run(List.of("-Dthalweg.blas=gpu"), 1);
        assertThat(lines)
                .anyMatch(line ->
                        line.contains("thalweg.blas: expected native, vector or java, found gpu; check the -D option"));
    }

    private static final String VECTOR_MODULE = "--add-modules=jdk.incubator.vector";

    private List<String> assertTier(String expected, List<String> options) throws IOException, InterruptedException {
        List<String> lines = run(options, 0);
        assertThat(lines).as("%s in %s", expected, lines).anyMatch(line -> line.startsWith(expected));
        int at = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith(expected))
                .findFirst()
                .orElseThrow());
        assertThat(Double.parseDouble(lines.get(at + 1)))
                .as("worst error of %s", expected)
                .isLessThanOrEqualTo(1);
        assertThat(lines).as("netlib's own warnings").noneMatch(line -> line.contains("InstanceBuilder"));
        return lines;
    }

    private List<String> run(List<String> options, int exitCode) throws IOException, InterruptedException {
        return run(Map.of(), options, exitCode);
    }

    private List<String> run(Map<String, String> environment, List<String> options, int exitCode)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx256m");
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Products.class.getName()));
        Path out = Files.createTempFile(folder, "out", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(40, TimeUnit.SECONDS)).as("ended").isTrue();
        } finally {
            process.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(out);
        assertThat(process.exitValue()).as("%s", lines).isEqualTo(exitCode);
        return lines;
    }
}
