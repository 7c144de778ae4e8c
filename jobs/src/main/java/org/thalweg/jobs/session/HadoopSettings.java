package org.thalweg.jobs.session;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/** How Hadoop's file systems are reached where no Spark session runs. */
public final class HadoopSettings {
    private HadoopSettings() {}

    /**
     * Hadoop's own settings, and on top what a session would take: {@code spark.hadoop.*}, and S3's keys as the environment
     * has them.
     *
     * @param verbose whether Spark's own log is shown
     */
    public static Configuration withoutSession(boolean verbose) {
        Logging.configure(verbose);
        return SparkHadoopUtil.get().newConfiguration(new SparkConf());
    }
}
