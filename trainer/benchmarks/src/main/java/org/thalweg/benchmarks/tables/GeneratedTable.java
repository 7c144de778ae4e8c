package org.thalweg.benchmarks.tables;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** A generated table, and a job that trains on it with default settings. */
interface GeneratedTable {
    /** The measures for models of two classes. */
    List<Measure> OF_TWO_CLASSES = List.of(
            new Measure("area under ROC", "testRocAuc", true, 0.002, false),
            new Measure("average precision", "testPrAuc", true, 0.005, false));

    /** Its name on the command line. */
    String name();

    /**
     * Generates and writes rows.
     *
     * @param path the file or folder
     * @param seed another seed gives other rows of the same distribution
     */
    void write(Path path, int rows, long seed, SparkSession spark);

    /** The job file without the model's path and the seed: the task, the data and the network's widths. */
    String job(Path train, Path test);

    /** The measures for comparison. */
    List<Measure> measures();

    /**
     * A measure for comparison.
     *
     * @param name the name in tables
     * @param metric the key of the test metric in metrics.json
     * @param moreIsBetter whether the greater value is the better one
     * @param tolerance how much worse ours may be on average
     * @param relative whether the tolerance is a share of scikit-learn's value
     */
    record Measure(String name, String metric, boolean moreIsBetter, double tolerance, boolean relative) {}
}
