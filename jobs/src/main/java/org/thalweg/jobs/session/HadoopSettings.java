package org.thalweg.jobs.session;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/** The Hadoop configuration for commands without a Spark session. */
public final class HadoopSettings {
    private HadoopSettings() {}

    /**
     * Hadoop's settings with those that a session would add: {@code spark.hadoop.*}, and S3 keys of the environment.
     *
     * @param verbose whether Spark's own log is shown
     */
    public static Configuration withoutSession(boolean verbose) {
        Logging.configure(verbose);
        return SparkHadoopUtil.get().newConfiguration(new SparkConf());
    }
}
