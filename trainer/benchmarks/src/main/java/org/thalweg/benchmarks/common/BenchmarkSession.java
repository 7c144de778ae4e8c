package org.thalweg.benchmarks.common;

import org.apache.spark.sql.SparkSession;

/** Starts Spark in local mode with default settings, listening on the loopback address only. */
public final class BenchmarkSession {
    private BenchmarkSession() {}

    /** Starts a session with the given number of threads. */
    public static SparkSession start(int threads) {
        return SparkSession.builder()
                .master("local[" + threads + "]")
                .appName("thalweg benchmark")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .getOrCreate();
    }
}
