package org.thalweg;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Reads what nobody vouches for: it is read or refused as documented, in memory that its size bounds, and soon. What else
 * comes out, an {@link OutOfMemoryError} and a {@link StackOverflowError} among it, comes out here.
 */
public final class Reading {
    /** Bytes. */
    public static final long MEBIBYTE = 1 << 20;

    private static final int SECONDS = 10;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Reading() {}

    /**
     * What is read; empty where it is refused.
     *
     * @param most bytes of memory that may be taken, in all: what is let go again counts
     * @param refusal the one exception that is documented
     * @throws AssertionError if another is thrown, or more memory or time is taken
     */
    public static <T> Optional<T> of(long most, Class<? extends Exception> refusal, Callable<T> reading) {
        Read<T> read = once(refusal, reading);
        if (read.bytes > most || read.seconds > SECONDS) {
            // Once more: the first time may have loaded classes, and OpenBLAS.
            read = once(refusal, reading);
        }
        if (read.bytes > most || read.seconds > SECONDS) {
            throw new AssertionError("expected at most " + most + " bytes of memory and " + SECONDS + " s, found "
                    + read.bytes + " bytes and " + read.seconds + " s");
        }
        return read.value;
    }

    private record Read<T>(Optional<T> value, long bytes, long seconds) {}

    private static <T> Read<T> once(Class<? extends Exception> refusal, Callable<T> reading) {
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long start = System.nanoTime();
        Optional<T> value;
        try {
            value = Optional.of(reading.call());
        } catch (Exception e) {
            if (e.getClass() != refusal) {
                throw new AssertionError("expected " + refusal.getName() + " or none, found " + e, e);
            }
            requireReported(e);
            value = Optional.empty();
        }
        return new Read<>(
                value,
                THREADS.getCurrentThreadAllocatedBytes() - bytes,
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
    }

    private static void requireReported(Exception refusal) {
        String message = refusal.getMessage();
        if (message == null || message.isBlank()) {
            throw new AssertionError("expected a message, found none", refusal);
        }
    }
}
