package org.thalweg.benchmarks.common;

import org.apache.spark.sql.SparkSession;

/** Spark in local mode as it comes, but for listening on this machine alone. */
public final class BenchmarkSession {
    private BenchmarkSession() {}

    /** Starts it on so many threads. */
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
