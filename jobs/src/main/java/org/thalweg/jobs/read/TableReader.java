package org.thalweg.jobs.read;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.thalweg.spark.FileSystems;
import org.thalweg.spark.config.DataSource;

/** Opens data sources as tables, with Spark's readers where there is one. */
public final class TableReader {
    private final SparkSession spark;

    /** A reader in a session. Its CSV parser must read whole rows: see {@link #SETTING}. */
    public TableReader(SparkSession spark) {
        this.spark = spark;
    }

    /** The Spark setting, to be false, without which rows of too many or too few columns would pass unseen. */
    public static final String SETTING = "spark.sql.csv.parser.columnPruning.enabled";

    /**
     * Opens a source.
     *
     * @param key the source's key in the job file, for messages: {@code data}, {@code data.test}, …
     * @param inputs the features that LIBSVM rows have; 0 where the data shall decide
     * @throws DataException if there is nothing at a path, or what is there is of another format
     */
    public OpenTable open(DataSource source, String key, int inputs) {
        if (source instanceof DataSource.InFiles files) {
            requirePaths(files.paths(), key + ".path");
        }
        if (source instanceof DataSource.Idx idx) {
            requirePaths(idx.labels(), key + ".labels");
        }
        OpenTable none = new OpenTable(key, source, spark.emptyDataFrame(), List.of());
        try {
            Dataset<Row> rows = rows(source, key, inputs);
            OpenTable table = new OpenTable(key, source, rows, visible(rows));
            if (table.columns().isEmpty() && table.hidden(OpenTable.CORRUPT) < 0) {
                throw none.noRow();
            }
            if (table.columns().isEmpty()) {
                throw new DataException(key + ": expected lines of JSON objects, found none (" + none.described()
                        + "); check data.format");
            }
            return table;
        } catch (Exception e) { // Spark's own, which Scala does not declare, are checked ones.
            if (isSparks(e) && String.valueOf(e.getMessage()).contains("UNABLE_TO_INFER_SCHEMA")) {
                throw none.noRow();
            }
            if (isSparks(e)) {
                throw new DataException(
                        key + ": expected " + source.format().label() + ", found what cannot be read so: "
                                + firstLine(e) + "; check data.format and the paths",
                        e);
            }
            Optional<DataException> unreadable = new ReadFailures(spark, none).unreadable(e, source);
            if (unreadable.isPresent()) {
                throw unreadable.get();
            }
            throw e;
        }
    }

    private static boolean isSparks(Exception e) {
        return e instanceof AnalysisException || e instanceof IllegalArgumentException;
    }

    /** The columns that came in, and behind them the hidden ones. */
    private Dataset<Row> rows(DataSource source, String key, int inputs) {
        if (source instanceof DataSource.Csv csv) {
            return new CsvTables(spark, csv).open();
        }
        if (source instanceof DataSource.Json json) {
            return withFile(json().json(paths(json)));
        }
        if (source instanceof DataSource.Parquet parquet) {
            return withFile(spark.read().parquet(paths(parquet)));
        }
        if (source instanceof DataSource.Table table) {
            return spark.table(table.table());
        }
        if (source instanceof DataSource.Libsvm libsvm) {
            int features = inputs > 0
                    ? inputs
                    : libsvm.numFeatures().orElseGet(() -> LibsvmLines.largestIndex(spark, libsvm.paths()));
            return new LibsvmLines(features).open(spark, libsvm.paths());
        }
        return source instanceof DataSource.Idx idx
                ? IdxTable.open(spark, idx, key)
                : DigitsTable.open(spark, (DataSource.Digits) source);
    }

    /** The rows of one of an open table's files of CSV, JSON or Parquet, in order. */
    Dataset<Row> again(OpenTable table, Path path) {
        if (table.source() instanceof DataSource.Csv csv) {
            return new CsvTables(spark, csv).open(path, visible(table.rows()));
        }
        StructType schema = new StructType(Arrays.stream(table.rows().schema().fields())
                .filter(field ->
                        table.columns().contains(field.name()) || field.name().equals(OpenTable.CORRUPT))
                .toArray(StructField[]::new));
        String file = DataFiles.escaped(path);
        return withFile(
                table.source() instanceof DataSource.Json
                        ? json().schema(schema).json(file)
                        : spark.read().schema(schema).parquet(file));
    }

    private static String[] paths(DataSource.InFiles files) {
        return files.paths().toArray(String[]::new);
    }

    private void requirePaths(List<String> paths, String key) {
        Configuration hadoop = spark.sessionState().newHadoopConf();
        for (String path : paths) {
            try {
                Path found = new Path(path);
                FileStatus[] matches = FileSystems.of(found, hadoop).globStatus(found);
                if (matches == null || matches.length == 0) {
                    throw new DataException(
                            key + ": expected a file or a folder, found nothing at " + path + "; check the path");
                }
            } catch (IOException | IllegalArgumentException e) {
                throw new DataException(
                        key + ": expected a path that can be read, found " + path + ": " + firstLine(e), e);
            }
        }
    }

    private DataFrameReader json() {
        return spark.read().option("columnNameOfCorruptRecord", OpenTable.CORRUPT);
    }

    static Dataset<Row> withFile(Dataset<Row> rows) {
        return rows.withColumn(OpenTable.FILE, functions.input_file_name());
    }

    private static List<String> visible(Dataset<Row> rows) {
        return Arrays.stream(rows.columns())
                .filter(name -> !name.equals(OpenTable.FILE) && !name.equals(OpenTable.CORRUPT))
                .toList();
    }

    static String firstLine(Throwable e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
