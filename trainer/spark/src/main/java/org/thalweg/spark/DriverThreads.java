package org.thalweg.spark;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/** The number of threads on which the driver's JVM computes. */
final class DriverThreads {
    /** {@code local[N]} and {@code local[*]}, with or without the maximum number of task failures. */
    private static final Pattern LOCAL = Pattern.compile("local\\[\\s*([0-9]+|\\*)\\s*(?:,[^\\]]*)?\\]");

    private DriverThreads() {}

    /**
     * N with {@code local[N]}. On a cluster the number of processors that Java sees; if the cluster runs the driver, at most
     * {@code spark.driver.cores}, because only then does Spark request that many.
     */
    static int of(SparkContext spark) {
        return of(spark.master(), spark.conf(), Runtime.getRuntime().availableProcessors());
    }

    static int of(String master, SparkConf conf, int processors) {
        Matcher local = LOCAL.matcher(master);
        if (local.matches()) {
            return local.group(1).equals("*") ? processors : Integer.parseInt(local.group(1));
        }
        if (master.equals("local")) {
            return 1;
        }
        boolean onCluster = conf.get("spark.submit.deployMode", "client").equals("cluster");
        return onCluster ? Math.min(processors, conf.getInt("spark.driver.cores", processors)) : processors;
    }
}
