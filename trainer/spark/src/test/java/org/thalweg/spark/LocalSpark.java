package org.thalweg.spark;

import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Starts local Spark contexts with the settings of training. */
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

    /**
     * A session with two threads and without Thalweg's own settings, as users have it.
     *
     * @param more settings: a name, its value, and so on
     */
    public static SparkSession session(String... more) {
        SparkSession.Builder builder = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1");
        for (int i = 0; i < more.length; i += 2) {
            builder.config(more[i], more[i + 1]);
        }
        return builder.getOrCreate();
    }

    /** Stops a session, so that the next test starts its own. */
    public static void end(SparkSession session) {
        session.stop();
        SparkSession.clearDefaultSession();
        SparkSession.clearActiveSession();
    }

    /** A context on a local master. */
    public static JavaSparkContext start(String master) {
        return new JavaSparkContext(conf(master));
    }
}
