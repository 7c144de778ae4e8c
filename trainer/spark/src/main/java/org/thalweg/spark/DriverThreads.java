package org.thalweg.spark;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/** How many threads the driver's JVM computes on. */
final class DriverThreads {
    /** {@code local[N]}, {@code local[*]}, and both with the failures that a task may have. */
    private static final Pattern LOCAL = Pattern.compile("local\\[\\s*([0-9]+|\\*)\\s*(?:,[^\\]]*)?\\]");

    private DriverThreads() {}

    /**
     * Those of {@code local[N]}. On a cluster the processors that Java sees, and no more than {@code spark.driver.cores} where
     * the cluster runs the driver, as it is only then that Spark asks for so many.
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
