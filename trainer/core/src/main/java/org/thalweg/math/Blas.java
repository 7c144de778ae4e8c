package org.thalweg.math;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.NativeBLAS;
import java.util.Locale;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * Matrix products by the fastest BLAS available: C = op(A) · op(B) over row-major {@code float[]} on the heap.
 *
 * <p>There are three tiers. The first one that loads is used for the life of the JVM:
 *
 * <ol>
 *   <li>{@link Tier#NATIVE}: the bundled OpenBLAS (linux x86_64 and arm64), one thread a call, where Bytedeco's binding of
 *       it is on the class path; or the user's own
 *       library, named by netlib's properties {@code dev.ludovic.netlib.blas.nativeLib} or {@code nativeLibPath}.
 *   <li>{@link Tier#VECTOR}: netlib's VectorBLAS, where the JVM runs with {@code --add-modules jdk.incubator.vector}.
 *   <li>{@link Tier#JAVA}: netlib's plain Java.
 * </ol>
 *
 * <p>The system property {@value #PROPERTY} set to {@code vector} or {@code java} skips the tiers above.
 *
 * <p>A product's bits are a function of its operands and shape on one kind of processor and one tier: a call runs on
 * the caller's thread alone. Thread-safe.
 */
public final class Blas {
    /** The system property that names the first tier to try: {@code native} (the default), {@code vector}, {@code java}. */
    public static final String PROPERTY = "thalweg.blas";

    private static final String VECTOR_MODULE = "jdk.incubator.vector";
    private static final String LIBRARY = "dev.ludovic.netlib.blas.nativeLib";
    private static final String LIBRARY_PATH = "dev.ludovic.netlib.blas.nativeLibPath";

    /** Where the matrix product runs, fastest first. */
    public enum Tier {
        /** A native library. */
        NATIVE,
        /** The JDK's vector module. */
        VECTOR,
        /** Plain Java. */
        JAVA;

        /** The tier's name in logs, metrics and {@value Blas#PROPERTY}. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final class Holder {
        static final Blas INSTANCE = load();
    }

    private final BLAS blas;
    private final Tier tier;
    private final String description;

    private Blas(BLAS blas, Tier tier, String description) {
        this.blas = blas;
        this.tier = tier;
        this.description = description;
    }

    /**
     * The matrix product of this JVM, loaded on the first call (about half a second).
     *
     * @throws IllegalArgumentException if {@value #PROPERTY} names no tier
     */
    public static Blas get() {
        return Holder.INSTANCE;
    }

    /** The tier in use. */
    public Tier tier() {
        return tier;
    }

    /** The tier, its library and kernel, such as {@code native (OpenBLAS 0.3.31, Haswell)}; for logs and metrics. */
    public String description() {
        return description;
    }

    /**
     * A fixed product's bits: two machines on which it differs give a job different bits too.
     *
     * @return the first 16 hex digits of its SHA-256
     */
    public String kernelFingerprint() {
        int m = 37;
        int n = 83;
        int k = 301;
        float[] a = new float[m * k];
        float[] b = new float[k * n];
        Philox random = new Philox(m, n);
        for (int i = 0; i < a.length; i++) {
            a[i] = random.nextFloat() - 0.5f;
        }
        for (int i = 0; i < b.length; i++) {
            b[i] = random.nextFloat() - 0.5f;
        }
        float[] products = new float[3 * m * n];
        multiply(false, false, m, n, k, a, 0, b, 0, false, products, 0);
        multiply(false, true, m, n, k, a, 0, b, 0, false, products, m * n);
        multiply(true, false, m, n, k, a, 0, b, 0, false, products, 2 * m * n);
        return Fingerprint.sha256(products).substring(0, 16);
    }

    /**
     * C = op(A) · op(B), or C += op(A) · op(B), all row-major and without gaps.
     *
     * @param transposeA op(A) = Aᵀ: A is stored [k, m] rather than [m, k]
     * @param transposeB op(B) = Bᵀ: B is stored [n, k] rather than [k, n]
     * @param m rows of C; n: its columns; k: the length of the sums; each 0 or more
     * @param accumulate whether the product is added to C rather than stored into it
     * @param c written, [m, n]; may not overlap A or B
     * @throws IndexOutOfBoundsException if a matrix does not fit its array
     */
    public void multiply(
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            float[] a,
            int aOffset,
            float[] b,
            int bOffset,
            boolean accumulate,
            float[] c,
            int cOffset) {
        Objects.checkFromIndexSize(aOffset, Math.multiplyExact(m, k), a.length);
        Objects.checkFromIndexSize(bOffset, Math.multiplyExact(k, n), b.length);
        Objects.checkFromIndexSize(cOffset, Math.multiplyExact(m, n), c.length);
        if (m == 0 || n == 0 || k == 0) {
            if (!accumulate) {
                java.util.Arrays.fill(c, cOffset, cOffset + m * n, 0);
            }
            return;
        }
        // BLAS is column-major: a row-major matrix is its own transpose there, so C = AB is asked for as Cᵀ = BᵀAᵀ.
        blas.sgemm(
                transposeB ? "T" : "N",
                transposeA ? "T" : "N",
                n,
                m,
                k,
                1f,
                b,
                bOffset,
                transposeB ? k : n,
                a,
                aOffset,
                transposeA ? m : k,
                accumulate ? 1f : 0f,
                c,
                cOffset,
                n);
    }

    /**
     * y = op(A) · x, or y += op(A) · x, A row-major and without gaps: for products of which one side has a few rows or columns,
     * which {@link #multiply} would first pack whole.
     *
     * @param transposeA op(A) = Aᵀ
     * @param m rows of A as it is stored; n: its columns; each 0 or more
     * @param x n numbers, or m where A is transposed, xStride apart
     * @param y written, as many numbers as op(A) has rows, yStride apart; may not overlap A or x
     * @throws IndexOutOfBoundsException if an operand does not fit its array
     */
    public void multiplyVector(
            boolean transposeA,
            int m,
            int n,
            float[] a,
            int aOffset,
            float[] x,
            int xOffset,
            int xStride,
            boolean accumulate,
            float[] y,
            int yOffset,
            int yStride) {
        int rows = transposeA ? n : m;
        Objects.checkFromIndexSize(aOffset, Math.multiplyExact(m, n), a.length);
        checkVector(x, xOffset, xStride, transposeA ? m : n);
        checkVector(y, yOffset, yStride, rows);
        if (m == 0 || n == 0) {
            for (int i = 0; i < rows && !accumulate; i++) {
                y[yOffset + i * yStride] = 0;
            }
            return;
        }
        float beta = accumulate ? 1f : 0f;
        blas.sgemv(transposeA ? "N" : "T", n, m, 1f, a, aOffset, n, x, xOffset, xStride, beta, y, yOffset, yStride);
    }

    private static void checkVector(float[] array, int offset, int stride, int count) {
        if (count > 0) {
            Objects.checkFromIndexSize(offset, Math.addExact(Math.multiplyExact(count - 1, stride), 1), array.length);
        }
    }

    /**
     * The speed of this thread's product of two square matrices, GFLOP/s (2 n³ operations a product): the best of a few
     * runs of at least a millisecond each.
     *
     * @param n the matrices' side, 1 or more
     */
    public double gigaflops(int n) {
        float[] a = new float[n * n];
        float[] b = new float[n * n];
        float[] c = new float[n * n];
        Philox random = new Philox(n, 0);
        for (int i = 0; i < a.length; i++) {
            a[i] = random.nextFloat();
            b[i] = random.nextFloat();
        }
        double best = 0;
        for (int run = 0; run < 5; run++) {
            int products = 0;
            long start = System.nanoTime();
            long nanos;
            do {
                multiply(false, false, n, n, n, a, 0, b, 0, false, c, 0);
                products++;
                nanos = System.nanoTime() - start;
            } while (nanos < 1_000_000);
            best = Math.max(best, 2.0 * n * n * n * products / nanos);
        }
        return best;
    }

    private static Blas load() {
        Tier first = firstTier();
        if (first == Tier.NATIVE) {
            try {
                return loadNative();
            } catch (NoClassDefFoundError e) {
                // A class path without OpenBLAS's binding is somebody's choice; the description says which tier runs.
                Logger.getLogger(Blas.class.getName()).log(Level.FINE, "no OpenBLAS on the class path", e);
            } catch (RuntimeException | LinkageError e) {
                Logger.getLogger(Blas.class.getName())
                        .log(Level.WARNING, "no native BLAS, falling back to Java: " + e.getMessage());
            }
        }
        if (first != Tier.JAVA && ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent()) {
            return new Blas(inJava("VectorBLAS"), Tier.VECTOR, "vector (netlib VectorBLAS)");
        }
        return new Blas(inJava("Java11BLAS"), Tier.JAVA, "java (netlib)");
    }

    private static Tier firstTier() {
        String property = System.getProperty(PROPERTY, Tier.NATIVE.label());
        for (Tier tier : Tier.values()) {
            if (tier.label().equals(property)) {
                return tier;
            }
        }
        throw new IllegalArgumentException(
                PROPERTY + ": expected native, vector or java, found " + property + "; check the -D option");
    }

    private static Blas loadNative() {
        boolean usersOwn = System.getProperty(LIBRARY) != null || System.getProperty(LIBRARY_PATH) != null;
        if (!usersOwn) {
            Loader.load(openblas_nolapack.class);
            openblas_nolapack.blas_set_num_threads(1);
            String path = Loader.getLoadedLibraries().get("openblas_nolapack@.0");
            if (path == null) {
                throw new IllegalStateException("OpenBLAS was loaded, but not from a file");
            }
            System.setProperty(LIBRARY_PATH, path);
        }
        BLAS blas = quietly("dev.ludovic.netlib.blas.InstanceBuilder", NativeBLAS::getInstance);
        String library = usersOwn
                ? System.getProperty(LIBRARY_PATH, System.getProperty(LIBRARY))
                : "OpenBLAS " + openblasVersion()
                        + OpenBlasKernel.name().map(kernel -> ", " + kernel).orElse("");
        return new Blas(blas, Tier.NATIVE, "native (" + library + ")");
    }

    private static String openblasVersion() {
        return openblas_nolapack.OPENBLAS_VERSION.replace("OpenBLAS", "").trim();
    }

    /**
     * netlib's own classes are package-private. Its builder prefers the vector one, and first loads its native library, which
     * complains on standard error where the machine has no BLAS.
     */
    private static BLAS inJava(String name) {
        try {
            var getInstance = Class.forName("dev.ludovic.netlib.blas." + name).getDeclaredMethod("getInstance");
            getInstance.setAccessible(true);
            return (BLAS) getInstance.invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("netlib's " + name + " is not as expected; check netlib's version", e);
        }
    }

    /** netlib warns of each tier that does not load; {@link #description} reports the one in use instead. */
    private static BLAS quietly(String logger, java.util.function.Supplier<BLAS> load) {
        Logger log = Logger.getLogger(logger);
        Level level = log.getLevel();
        log.setLevel(Level.OFF);
        try {
            return load.get();
        } finally {
            log.setLevel(level);
        }
    }
}
