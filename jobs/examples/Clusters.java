import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.clustering.KMeans;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Clusters the rows that `score` wrote with an autoencoder, by their code, with Spark's own KMeans; and prints which digits
 * each cluster contains. jobs/GUIDE.md says how to run it.
 */
public final class Clusters {
    private static final int CLUSTERS = 20;

    private Clusters() {}

    /** Argument: the folder of scored rows, in Parquet, with the columns `code` and `label`. */
    public static void main(String[] arguments) throws java.io.IOException {
        try (SparkSession spark = SparkSession.builder().appName("clusters").getOrCreate()) {
            Dataset<Row> scored = spark.read().parquet(arguments[0]);
            KMeans means = new KMeans().setK(CLUSTERS).setSeed(42).setMaxIter(50).setFeaturesCol("code");
            List<Row> counts = means.fit(scored)
                    .transform(scored)
                    .groupBy("prediction", "label")
                    .agg(count(lit(1)).as("rows"))
                    .orderBy("prediction", "label")
                    .collectAsList();
            Map<Integer, long[]> byCluster = new HashMap<>();
            for (Row row : counts) {
                byCluster.computeIfAbsent(row.getInt(0), cluster -> new long[10])[row.getInt(1)] = row.getLong(2);
            }
            System.out.println("cluster  rows  of the digits 0 to 9");
            long all = 0;
            long ofTheMostFrequent = 0;
            for (Map.Entry<Integer, long[]> cluster : byCluster.entrySet()) {
                long rows = 0;
                long most = 0;
                StringBuilder digits = new StringBuilder();
                for (long ofDigit : cluster.getValue()) {
                    rows += ofDigit;
                    most = Math.max(most, ofDigit);
                    digits.append(String.format("%5d", ofDigit));
                }
                System.out.printf("%7d %5d  %s%n", cluster.getKey(), rows, digits);
                all += rows;
                ofTheMostFrequent += most;
            }
            System.out.printf("purity %.3f: the share of rows whose cluster's most frequent digit they are%n",
                    (double) ofTheMostFrequent / all);
        }
    }
}
