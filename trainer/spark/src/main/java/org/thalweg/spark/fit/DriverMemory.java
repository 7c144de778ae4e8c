package org.thalweg.spark.fit;

import java.util.Locale;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.RowStorage;
import org.thalweg.spark.config.SettingsException;
import org.thalweg.spark.plan.Forecasts;

/**
 * How much of the rows the driver's heap takes.
 *
 * @param bytes of packed rows, 0 or more
 * @param heapBytes all of the heap at its largest
 */
record DriverMemory(long bytes, long heapBytes) {
    /** So much of the heap goes to rows: the rest is for weights, the optimizer's arrays, Spark, and the next rows read. */
    private static final double SHARE = 0.6;

    /**
     * The room of this JVM's heap. In local mode the rows are in it already, and do not count against it; on a cluster they come
     * to what else is there.
     */
    static DriverMemory of(SparkContext spark) {
        Runtime java = Runtime.getRuntime();
        long share = (long) (SHARE * java.maxMemory());
        if (spark.isLocal()) {
            return new DriverMemory(share, java.maxMemory());
        }
        System.gc(); // What is used counts garbage.
        long free = java.maxMemory() - (java.totalMemory() - java.freeMemory());
        return new DriverMemory(Math.min(share, free), java.maxMemory());
    }

    /** This JVM's heap, where no rows are to come. */
    static DriverMemory ofHeap() {
        return new DriverMemory(0, Runtime.getRuntime().maxMemory());
    }

    /**
     * Refuses a network that the heap has no room for while it is trained, before rows are read for nothing.
     *
     * @param parameters of the network
     * @param state arrays of that length that the optimizer keeps
     * @return what it takes, in bytes
     * @throws SettingsException with the numbers
     */
    long requireRoomFor(int parameters, int state) {
        lackFor(parameters, state).ifPresent(lack -> {
            throw new SettingsException(lack + "; give more with --driver-memory, or take fewer units");
        });
        return needed(parameters, state);
    }

    private static long needed(int parameters, int state) {
        return (long) Float.BYTES * parameters * (Forecasts.DRIVER_ARRAYS + state);
    }

    /**
     * What a network lacks that the heap has no room for while it is trained; empty where there is room.
     *
     * @param parameters of the network
     * @param state arrays of that length that the optimizer keeps
     */
    Optional<String> lackFor(int parameters, int state) {
        long needed = needed(parameters, state);
        return needed <= heapBytes
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%s: expected a network that the driver's heap has room for: %,d parameters, with what %s keeps of"
                                + " them and a step moves, take %s, found a heap of %s",
                        KeyText.of("network.hidden"),
                        parameters,
                        KeyText.of("optimizer.type"),
                        RowStorage.megabytes(needed),
                        RowStorage.megabytes(heapBytes)));
    }

    boolean fits(long rowBytes) {
        return rowBytes <= bytes;
    }

    /** The room as messages state it. */
    @Override
    public String toString() {
        return RowStorage.megabytes(bytes) + " of its heap of " + RowStorage.megabytes(heapBytes);
    }
}
