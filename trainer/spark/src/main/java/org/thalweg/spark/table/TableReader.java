package org.thalweg.spark.table;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.FileSystems;
import org.thalweg.spark.config.DataSource;

/** Opens data sources as tables, with Spark's readers if possible. */
public final class TableReader {
    private final SparkSession spark;

    /** A reader in a session, whose settings are not changed: see {@link ReadSettings}. */
    public TableReader(SparkSession spark) {
        this.spark = spark;
    }

    /**
     * Opens a source.
     *
     * @param key the source's key, for messages: {@code data}, {@code data.test}, …
     * @param inputs the number of features of LIBSVM rows; 0 if it is found from the data
     * @throws DataException if there is nothing at a path, or if it has another format
     */
    public OpenTable open(DataSource source, String key, int inputs) {
        TableFormat format = TableFormat.of(source);
        format.paths().forEach(paths -> requirePaths(paths.paths(), key + "." + paths.key()));
        // Temporary views exist only in the caller's session.
        SparkSession reading = format.isQuery() ? spark : ReadSettings.of(spark);
        OpenTable none = new OpenTable(key, format, reading.emptyDataFrame(), List.of());
        try {
            return OpenTable.of(key, format, format.open(reading, key, inputs));
        } catch (Exception e) { // Spark's own, which Scala does not declare, are checked ones.
            if (isSparks(e) && SparkFailures.isWithoutSchema(e)) {
                throw none.noRow();
            }
            if (isSparks(e)) {
                throw new DataException(
                        KeyText.of(key) + ": expected " + format.name()
                                + ", found files that cannot be read in this format: "
                                + SparkFailures.firstLine(e) + "; check " + KeyText.of("data.format")
                                + " and the paths",
                        e);
            }
            Optional<DataException> unreadable = new ReadFailures(none).unreadable(e);
            if (unreadable.isPresent()) {
                throw unreadable.get();
            }
            throw e;
        }
    }

    private static boolean isSparks(Exception e) {
        return e instanceof AnalysisException || e instanceof IllegalArgumentException;
    }

    private void requirePaths(List<String> paths, String key) {
        Configuration hadoop = spark.sessionState().newHadoopConf();
        ManyFiles.each(paths, path -> matches(path, key, hadoop));
    }

    /** The files at a path, at least one. */
    private static FileStatus[] matches(String path, String key, Configuration hadoop) {
        try {
            Path pattern = new Path(path);
            FileStatus[] matches = FileSystems.of(pattern, hadoop).globStatus(pattern);
            if (matches == null || matches.length == 0) {
                throw new DataException(KeyText.of(key) + ": expected a file or a folder, found nothing at " + path
                        + "; check the path");
            }
            return matches;
        } catch (IOException | IllegalArgumentException e) {
            throw new DataException(
                    KeyText.of(key) + ": expected a path that can be read, found " + path + ": "
                            + SparkFailures.firstLine(e),
                    e);
        }
    }
}
