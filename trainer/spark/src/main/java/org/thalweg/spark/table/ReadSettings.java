package org.thalweg.spark.table;

import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** The SQL settings that files are read by. */
public final class ReadSettings {
    /** They decide what is read. */
    public static final Map<String, String> REQUIRED = Map.of(
            // Rows of too many or too few columns would pass unseen.
            "spark.sql.csv.parser.columnPruning.enabled", "false",
            // Labels become columns' names, and labels that differ by case are different classes.
            "spark.sql.caseSensitive", "true",
            // Spark 4 would read but a few encodings.
            "spark.sql.legacy.javaCharsets", "true");

    private ReadSettings() {}

    /**
     * A session that reads files by these settings: a session itself, where it has them; else one of its own beside it, of
     * the same context, with all other settings of it. The session that was given stays as it is.
     */
    static SparkSession of(SparkSession spark) {
        boolean has = REQUIRED.entrySet().stream()
                .allMatch(setting -> spark.conf().getOption(setting.getKey()).contains(setting.getValue()));
        if (has) {
            return spark;
        }
        SparkSession beside = spark.newSession();
        scala.jdk.javaapi.CollectionConverters.asJava(spark.conf().getAll()).forEach((key, value) -> {
            if (spark.conf().isModifiable(key)) {
                beside.conf().set(key, value);
            }
        });
        REQUIRED.forEach(beside.conf()::set);
        return beside;
    }
}
