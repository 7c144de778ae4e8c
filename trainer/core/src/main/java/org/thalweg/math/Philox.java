package org.thalweg.math;

import java.util.Objects;

/**
 * Counter-based random numbers: Philox4x32 with 10 rounds.
 *
 * <p>The n-th number of a stream is a function of (seed, stream, n) only, so two machines draw the same numbers in any order
 * without sharing state. A {@code Philox} object is a cursor on one stream. It is cheap to create and not thread-safe.
 *
 * <p>Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011); the constants and
 * the known answers in the test are the paper's.
 */
public final class Philox {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final int MULTIPLIER_0 = 0xD2511F53;
    private static final int MULTIPLIER_1 = 0xCD9E8D57;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final int ROUNDS = 10;

    private static final double UNIT_DOUBLE = 0x1.0p-53;
    private static final float UNIT_FLOAT = 0x1.0p-24f;

    private final int key0;
    private final int key1;
    private final int stream0;
    private final int stream1;
    private long counter;
    private final int[] words = new int[4];
    private int used = 4;
    private double spareNormal = Double.NaN;

    /**
     * The start of a stream.
     *
     * @param seed the key: streams of different seeds are unrelated
     * @param stream the number of the stream under that seed, any value
     */
    public Philox(long seed, long stream) {
        key0 = (int) seed;
        key1 = (int) (seed >>> 32);
        stream0 = (int) stream;
        stream1 = (int) (stream >>> 32);
    }

    /** The next 32 random bits. */
    public int nextInt() {
        if (used == 4) {
            block((int) counter, (int) (counter >>> 32), stream0, stream1, key0, key1, words, 0);
            counter++;
            used = 0;
        }
        return words[used++];
    }

    /** The next 64 random bits. */
    public long nextLong() {
        long high = nextInt();
        return high << 32 | nextInt() & 0xFFFFFFFFL;
    }

    /** The next number of [0, 1), a multiple of 2⁻⁵³. */
    public double nextDouble() {
        return (nextLong() >>> 11) * UNIT_DOUBLE;
    }

    /** The next number of [0, 1), a multiple of 2⁻²⁴. */
    public float nextFloat() {
        return (nextInt() >>> 8) * UNIT_FLOAT;
    }

    /**
     * The next whole number of [0, bound), without bias (Lemire 2019, "Fast random integer generation in an interval").
     *
     * @throws IllegalArgumentException if the bound is not positive
     */
    public int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException("bound: expected above 0, found " + bound);
        }
        long product = (nextInt() & 0xFFFFFFFFL) * bound;
        if ((product & 0xFFFFFFFFL) < bound) {
            long threshold = (0x1_0000_0000L - bound) % bound;
            while ((product & 0xFFFFFFFFL) < threshold) {
                product = (nextInt() & 0xFFFFFFFFL) * bound;
            }
        }
        return (int) (product >>> 32);
    }

    /** The next number of the standard normal distribution, by Box and Muller's transform over {@link StrictMath}. */
    public double nextNormal() {
        if (!Double.isNaN(spareNormal)) {
            double spare = spareNormal;
            spareNormal = Double.NaN;
            return spare;
        }
        double radius = Math.sqrt(-2 * StrictMath.log(1 - nextDouble()));
        double angle = 2 * Math.PI * nextDouble();
        spareNormal = radius * StrictMath.sin(angle);
        return radius * StrictMath.cos(angle);
    }

    /**
     * The first words of a stream, many at a time: those that a cursor's {@link #nextInt()} gives.
     *
     * @param blocks of four words
     * @param into written, [4 · blocks] from index 0
     */
    public static void fill(long seed, long stream, int blocks, int[] into) {
        Objects.checkFromIndexSize(0, 4 * blocks, into.length);
        for (int block = 0; block < blocks; block++) {
            block(block, 0, (int) stream, (int) (stream >>> 32), (int) seed, (int) (seed >>> 32), into, 4 * block);
        }
    }

    /**
     * One block of the generator.
     *
     * @param c0 the counter's lowest 32 bits; c1, c2 and c3 follow it
     * @param k0 the key's lower 32 bits, before k1
     * @param out receives the four words, from index at on
     */
    static void block(int c0, int c1, int c2, int c3, int k0, int k1, int[] out, int at) {
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = (MULTIPLIER_0 & 0xFFFFFFFFL) * (c0 & 0xFFFFFFFFL);
            long product1 = (MULTIPLIER_1 & 0xFFFFFFFFL) * (c2 & 0xFFFFFFFFL);
            c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
            c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
            c1 = (int) product1;
            c3 = (int) product0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        out[at] = c0;
        out[at + 1] = c1;
        out[at + 2] = c2;
        out[at + 3] = c3;
    }

    /**
     * A 64-bit mix of two words, each bit of the result depending on every bit of both (the finaliser of Steele, Lea
     * and Flood's SplitMix64, OOPSLA 2014, over their sum with a Weyl constant). For deriving seeds and short hashes.
     */
    public static long mix(long a, long b) {
        return mixedWith(mixed(a), b);
    }

    /** The part of {@link #mix} that depends on a alone, where a is mixed with many b. */
    static long mixed(long a) {
        return finalise(a + GOLDEN) + GOLDEN;
    }

    /** mix(a, b), of {@link #mixed mixed(a)}. */
    static long mixedWith(long mixedA, long b) {
        return finalise(mixedA + b * 0xD1B54A32D192ED03L);
    }

    private static long finalise(long z) {
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
