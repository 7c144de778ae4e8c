package org.thalweg.benchmarks.peers;

import org.apache.spark.sql.SparkSession;

/** Spark in local mode as it comes, but for listening on this machine alone. */
final class LocalSession {
    private LocalSession() {}

    static SparkSession start(int threads) {
        return SparkSession.builder()
                .master("local[" + threads + "]")
                .appName("thalweg peers")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .getOrCreate();
    }
}
