package org.thalweg.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Local Spark contexts as training uses them. */
public final class LocalSpark {
    private LocalSpark() {}

    static SparkConf conf(String master) {
        SparkConf conf = new SparkConf(false)
                .setMaster(master)
                .setAppName("thalweg tests")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1");
        return SparkSettings.apply(conf);
    }

    /** A context on a local master. */
    public static JavaSparkContext start(String master) {
        return new JavaSparkContext(conf(master));
    }
}
