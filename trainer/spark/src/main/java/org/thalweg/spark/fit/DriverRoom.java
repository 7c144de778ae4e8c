package org.thalweg.spark.fit;

import org.apache.spark.SparkContext;
import org.thalweg.spark.RowStorage;

/**
 * How much of the rows the driver's heap takes.
 *
 * @param bytes of packed rows, 0 or more
 * @param heapBytes all of the heap at its largest
 */
record DriverRoom(long bytes, long heapBytes) {
    /** So much of the heap goes to rows: the rest is for weights, the optimizer's arrays, Spark, and the next rows read. */
    private static final double SHARE = 0.6;

    /**
     * The room of this JVM's heap. In local mode the rows are in it already, and do not count against it; on a cluster they come
     * to what else is there.
     */
    static DriverRoom of(SparkContext spark) {
        Runtime java = Runtime.getRuntime();
        long share = (long) (SHARE * java.maxMemory());
        if (spark.isLocal()) {
            return new DriverRoom(share, java.maxMemory());
        }
        System.gc(); // What is used counts garbage.
        long free = java.maxMemory() - (java.totalMemory() - java.freeMemory());
        return new DriverRoom(Math.min(share, free), java.maxMemory());
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
