package org.thalweg.benchmarks.common;

import java.io.Serializable;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;

/**
 * A Spark job with the data transfer of a step but no computation: it broadcasts numbers and collects as many from every slot.
 */
public final class BareStep {
    private final JavaSparkContext spark;
    private final JavaRDD<Integer> slots;

    /** A job with the given number of tasks. */
    public BareStep(JavaSparkContext spark, int tasks) {
        this.spark = spark;
        this.slots = spark.parallelize(Collections.nCopies(tasks, 0), tasks).cache();
        slots.count();
    }

    /** Runs the job; returns milliseconds. */
    public double millis(float[] parameters) {
        long start = System.nanoTime();
        Broadcast<float[]> weights = spark.broadcast(parameters);
        slots.mapPartitions((FlatMapFunction<Iterator<Integer>, float[]> & Serializable)
                        part -> List.of(weights.value().clone()).iterator())
                .collect();
        weights.destroy();
        return (System.nanoTime() - start) * 1e-6;
    }
}
