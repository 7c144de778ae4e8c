package org.thalweg.spark.table;

import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** The SQL settings for reading files. */
public final class ReadSettings {
    /** These settings affect the values that are read. */
    public static final Map<String, String> REQUIRED = Map.of(
            // Rows with too many or too few columns would not be noticed.
            "spark.sql.csv.parser.columnPruning.enabled", "false",
            // Labels become column names, and labels that differ only in case are different classes.
            "spark.sql.caseSensitive", "true",
            // Spark 4 would read only a few encodings.
            "spark.sql.legacy.javaCharsets", "true");

    private ReadSettings() {}

    /**
     * A session with these settings: the given session if it has them, otherwise a new session of the same context with all
     * other settings of the given one. The given session is not changed.
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
