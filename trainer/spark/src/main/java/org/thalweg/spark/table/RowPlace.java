package org.thalweg.spark.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.thalweg.spark.config.DataSource;

/**
 * Finds the line of a bad row, after a job has failed of it: Spark's readers do not say. The row's file is read once
 * more, in order, up to its first bad row.
 */
final class RowPlace {
    private final SparkSession spark;
    private final OpenTable table;

    RowPlace(SparkSession spark, OpenTable table) {
        this.spark = spark;
        this.table = table;
    }

    /** Throws for a bad row. */
    interface Check extends Serializable {
        void accept(Row row);
    }

    /**
     * What is wrong with the file's first bad row, with its file and line.
     *
     * @param bad the bad row that a task came upon: the first, or one behind it in the same file
     * @param check throws for a bad row
     */
    String of(BadRowException bad, Check check) {
        if (bad.file().isEmpty()) {
            return bad.getMessage() + " (" + table.described() + ", partition " + bad.partition() + ")";
        }
        Path file = location(bad.file());
        String path = shown(file);
        DataSource source = table.source();
        if (source instanceof DataSource.Libsvm) {
            return ofLibsvm(bad, file, check);
        }
        boolean lines = source instanceof DataSource.Csv || source instanceof DataSource.Json;
        if (!lines && !(source instanceof DataSource.Parquet)) {
            return bad.getMessage() + " (" + path + ")";
        }
        long record = 0;
        for (String part : parts(new TableReader(spark).again(table, file), check)) {
            int end = part.indexOf(' ');
            record += Long.parseLong(part.substring(0, end));
            if (end + 1 < part.length()) {
                boolean header = source instanceof DataSource.Csv csv && csv.header();
                return part.substring(end + 1) + " (" + path
                        + (lines ? ", line " + lineOf(file, record + (header ? 1 : 0)) : ", row " + (record + 1)) + ")";
            }
        }
        return bad.getMessage() + " (" + path + ")";
    }

    /** For each partition, in the file's order: the number of good rows, and what is wrong with the row behind them. */
    private static List<String> parts(Dataset<Row> rows, Check check) {
        MapPartitionsFunction<Row, String> untilBad = part -> {
            long good = 0;
            while (part.hasNext()) {
                try {
                    check.accept(part.next());
                    good++;
                } catch (BadRowException e) {
                    return List.of(good + " " + e.getMessage()).iterator();
                }
            }
            return List.of(good + " ").iterator();
        };
        return rows.mapPartitions(untilBad, Encoders.STRING()).collectAsList();
    }

    /** The number, from 1, of the line that holds a record: blank lines hold none. */
    private long lineOf(Path file, long record) {
        try (BufferedReader reader = open(file)) {
            long line = 0;
            long seen = -1;
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                line++;
                seen += text.isBlank() ? 0 : 1;
                if (seen == record) {
                    return line;
                }
            }
            return line;
        } catch (IOException e) {
            return record + 1;
        }
    }

    private String ofLibsvm(BadRowException bad, Path file, Check check) {
        String path = shown(file);
        LibsvmLines lines = new LibsvmLines(LibsvmLines.features(table.rows().schema()));
        try (BufferedReader reader = open(file)) {
            long line = 0;
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                line++;
                try {
                    lines.row(text, path).ifPresent(check::accept);
                } catch (BadRowException first) {
                    return first.getMessage() + " (" + path + ", line " + line + ")";
                }
            }
        } catch (IOException e) {
            // The file alone is told.
        }
        return bad.getMessage() + " (" + path + ")";
    }

    private BufferedReader open(Path file) throws IOException {
        return DataFiles.reader(file, spark.sessionState().newHadoopConf());
    }

    /** Spark tells files as encoded addresses. */
    static Path location(String address) {
        try {
            return new Path(URI.create(address));
        } catch (IllegalArgumentException e) {
            return new Path(address);
        }
    }

    /** Local files read better as paths than as addresses. */
    static String shown(Path file) {
        return "file".equals(file.toUri().getScheme()) ? file.toUri().getPath() : file.toString();
    }
}
