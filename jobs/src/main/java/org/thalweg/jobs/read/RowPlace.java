package org.thalweg.jobs.read;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.thalweg.jobs.config.Columns;
import org.thalweg.jobs.config.DataSource;

/**
 * Finds the line of a bad row, after a job has failed of it: Spark's readers do not say. The row's file is read once
 * more, in order, up to the row.
 */
final class RowPlace {
    private RowPlace() {}

    /** The file and line of the file's first bad row, as told in messages; empty where the row came from no file. */
    static String of(SparkSession spark, DataSource source, BadRowException bad, MapperOf mapperOf) {
        if (bad.file().isEmpty()) {
            return "";
        }
        String path = decoded(bad.file());
        if (source instanceof DataSource.Libsvm) {
            return " (" + path + libsvmLine(spark, path) + ")";
        }
        boolean lines = source instanceof DataSource.Csv || source instanceof DataSource.Json;
        if (!lines && !(source instanceof DataSource.Parquet)) {
            return " (" + path + ")";
        }
        OpenTable table = new TableReader(spark).open(at(source, path), "data", 0);
        long record = firstBadRecord(table, mapperOf.mapper(table));
        if (record < 0) {
            return " (" + path + ")";
        }
        boolean header = source instanceof DataSource.Csv csv && csv.header();
        return lines
                ? " (" + path + ", line " + lineOf(spark, path, record + (header ? 1 : 0)) + ")"
                : " (" + path + ", row " + (record + 1) + ")";
    }

    /** Makes the mapper that failed, for the one file. */
    interface MapperOf {
        ExampleMapper mapper(OpenTable table);
    }

    private static long firstBadRecord(OpenTable table, ExampleMapper mapper) {
        Iterator<Row> rows = table.rows().toLocalIterator();
        for (long record = 0; rows.hasNext(); record++) {
            try {
                mapper.example(rows.next());
            } catch (BadRowException e) {
                return record;
            }
        }
        return -1;
    }

    /** The number, from 1, of the line that holds a record: blank lines hold none. */
    private static long lineOf(SparkSession spark, String path, long record) {
        try (BufferedReader reader = open(spark, path)) {
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

    private static String libsvmLine(SparkSession spark, String path) {
        try (BufferedReader reader = open(spark, path)) {
            long line = 0;
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                line++;
                try {
                    LibsvmLines.check(text, path);
                } catch (BadRowException e) {
                    return ", line " + line;
                }
            }
        } catch (IOException e) {
            // The file alone is told.
        }
        return "";
    }

    private static BufferedReader open(SparkSession spark, String path) throws IOException {
        Configuration hadoop = spark.sessionState().newHadoopConf();
        Path file = new Path(path);
        InputStream raw = file.getFileSystem(hadoop).open(file);
        CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(file);
        InputStream plain = codec == null ? raw : codec.createInputStream(raw);
        return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
    }

    /** Spark tells files as encoded addresses; local ones read better as paths. */
    private static String decoded(String file) {
        try {
            URI address = URI.create(file);
            return "file".equals(address.getScheme()) ? address.getPath() : file;
        } catch (IllegalArgumentException e) {
            return file;
        }
    }

    private static DataSource at(DataSource source, String path) {
        List<String> one = List.of(path);
        if (source instanceof DataSource.Csv csv) {
            return new DataSource.Csv(one, csv.header(), csv.separator(), csv.columns());
        }
        Columns columns = ((DataSource.Tabular) source).columns();
        return source instanceof DataSource.Json
                ? new DataSource.Json(one, columns)
                : new DataSource.Parquet(one, columns);
    }
}
