package org.thalweg.benchmarks;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.thalweg.spark.SparkSettings;

/** Starts Spark in local mode, with the settings of training. */
final class LocalContext {
    private LocalContext() {}

    static JavaSparkContext start(int threads) {
        return new JavaSparkContext(SparkSettings.apply(new SparkConf(false)
                .setMaster("local[" + threads + "]")
                .setAppName("thalweg benchmark")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1")));
    }
}
