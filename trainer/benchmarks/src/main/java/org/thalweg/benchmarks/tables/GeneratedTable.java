package org.thalweg.benchmarks.tables;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** A table that is generated, and the job that learns of it with default settings. */
interface GeneratedTable {
    /** What models of two classes are compared by. */
    List<Measure> OF_TWO_CLASSES = List.of(
            new Measure("area under ROC", "testRocAuc", true, 0.002, false),
            new Measure("average precision", "testPrAuc", true, 0.005, false));

    /** Its name on the command line. */
    String name();

    /**
     * Writes rows as a team would have them.
     *
     * @param path the file or folder
     * @param seed other rows of the same law for another seed
     */
    void write(Path path, int rows, long seed, SparkSession spark);

    /** The job file, but for the model's path and the seed: the task, the data and the network's widths. */
    String job(Path train, Path test);

    /** What the models are compared by. */
    List<Measure> measures();

    /**
     * A number that the models are compared by.
     *
     * @param name as tables show it
     * @param metric its key in metrics.json, of the test rows
     * @param moreIsBetter whether the greater value is the better one
     * @param tolerance how much worse ours may be on average
     * @param relative whether the tolerance is a share of scikit-learn's value
     */
    record Measure(String name, String metric, boolean moreIsBetter, double tolerance, boolean relative) {}
}
