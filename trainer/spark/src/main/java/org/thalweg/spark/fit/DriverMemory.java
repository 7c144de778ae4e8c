package org.thalweg.spark.fit;

import java.util.Locale;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.RowStorage;
import org.thalweg.spark.config.SettingsException;
import org.thalweg.spark.plan.Forecasts;

/**
 * Whether packed rows fit into the heap of the driver.
 *
 * @param bytes of packed rows, 0 or more
 * @param heapBytes the maximum heap size
 */
record DriverMemory(long bytes, long heapBytes) {
    /** The share of the heap for rows. The rest is for weights, the optimizer's arrays, Spark, and the next rows to be read. */
    private static final double SHARE = 0.6;

    /**
     * The available part of this JVM's heap. In local mode, the rows are already in the heap and are not counted again. On a
     * cluster, they are added to the used memory.
     */
    static DriverMemory of(SparkContext spark) {
        Runtime java = Runtime.getRuntime();
        long share = (long) (SHARE * java.maxMemory());
        if (spark.isLocal()) {
            return new DriverMemory(share, java.maxMemory());
        }
        System.gc(); // The used memory includes garbage.
        long free = java.maxMemory() - (java.totalMemory() - java.freeMemory());
        return new DriverMemory(Math.min(share, free), java.maxMemory());
    }

    /** This JVM's heap, if no rows will be added. */
    static DriverMemory ofHeap() {
        return new DriverMemory(0, Runtime.getRuntime().maxMemory());
    }

    /**
     * Refuses a network that does not fit into the heap during training, before rows are read in vain.
     *
     * @param parameters of the network
     * @param state the number of arrays of that length in the optimizer's state
     * @return the required memory, in bytes
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
     * The reason why a network does not fit into the heap during training; empty if it fits.
     *
     * @param parameters of the network
     * @param state the number of arrays of that length in the optimizer's state
     */
    Optional<String> lackFor(int parameters, int state) {
        long needed = needed(parameters, state);
        return needed <= heapBytes
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%s: expected a network that the driver's heap has room for: %,d parameters, including the"
                                + " optimizer's arrays (%s) and copies of the weights and gradients, take %s, found a heap of %s",
                        KeyText.of("network.hidden"),
                        parameters,
                        KeyText.of("optimizer.type"),
                        RowStorage.megabytes(needed),
                        RowStorage.megabytes(heapBytes)));
    }

    boolean fits(long rowBytes) {
        return rowBytes <= bytes;
    }

    /** The memory as a text for messages. */
    @Override
    public String toString() {
        return RowStorage.megabytes(bytes) + " of its heap of " + RowStorage.megabytes(heapBytes);
    }
}
