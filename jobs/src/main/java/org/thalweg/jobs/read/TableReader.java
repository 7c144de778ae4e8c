package org.thalweg.jobs.read;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.thalweg.jobs.config.DataSource;

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
        try {
            if (source instanceof DataSource.Csv csv) {
                return openCsv(csv);
            }
            if (source instanceof DataSource.Json json) {
                return withFile(
                        json,
                        spark.read()
                                .option("columnNameOfCorruptRecord", OpenTable.CORRUPT)
                                .json(paths(json)));
            }
            if (source instanceof DataSource.Parquet parquet) {
                return withFile(parquet, spark.read().parquet(paths(parquet)));
            }
            if (source instanceof DataSource.Table table) {
                return visible(table, spark.table(table.table()));
            }
            if (source instanceof DataSource.Libsvm libsvm) {
                return openLibsvm(libsvm, inputs);
            }
            if (source instanceof DataSource.Idx idx) {
                requirePaths(idx.labels(), key + ".labels");
                return visible(idx, IdxTable.open(spark, idx));
            }
            return visible(source, DigitsTable.open(spark, (DataSource.Digits) source));
        } catch (Exception e) {
            if (e instanceof AnalysisException || e instanceof IllegalArgumentException) {
                throw new DataException(
                        key + ": expected " + source.format().yamlName() + ", found what Spark refuses: " + firstLine(e)
                                + "; check data.format and the paths",
                        e);
            }
            throw e;
        }
    }

    private static String[] paths(DataSource.InFiles files) {
        return files.paths().toArray(String[]::new);
    }

    private void requirePaths(List<String> paths, String key) {
        Configuration hadoop = spark.sessionState().newHadoopConf();
        for (String path : paths) {
            try {
                Path found = new Path(path);
                FileStatus[] matches = found.getFileSystem(hadoop).globStatus(found);
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

    private OpenTable openCsv(DataSource.Csv csv) {
        DataFrameReader reader = spark.read()
                .option("sep", String.valueOf(csv.separator()))
                .option("header", csv.header())
                .option("ignoreLeadingWhiteSpace", true)
                .option("ignoreTrailingWhiteSpace", true)
                .option("enforceSchema", false)
                .option("mode", "PERMISSIVE")
                .option("columnNameOfCorruptRecord", OpenTable.CORRUPT);
        List<String> names = new ArrayList<>();
        // Without a schema of its own Spark takes a part without rows for a table without columns.
        for (String path : csv.paths()) {
            names.addAll(List.of(reader.csv(path).columns()));
            if (!names.isEmpty()) {
                break;
            }
        }
        if (names.isEmpty()) {
            throw new DataException(
                    "data.path: expected at least one row, found none in " + String.join(", ", csv.paths()));
        }
        StructType schema = new StructType();
        for (String name : names) {
            schema = schema.add(name, DataTypes.StringType);
        }
        schema = schema.add(OpenTable.CORRUPT, DataTypes.StringType);
        return withFile(csv, reader.schema(schema).csv(paths(csv)));
    }

    private OpenTable openLibsvm(DataSource.Libsvm libsvm, int inputs) {
        int features = inputs > 0
                ? inputs
                : libsvm.numFeatures().orElseGet(() -> LibsvmLines.largestIndex(spark, libsvm.paths()));
        Dataset<Row> rows =
                spark.read().format("libsvm").option("numFeatures", features).load(paths(libsvm));
        return withFile(libsvm, rows);
    }

    private static OpenTable withFile(DataSource source, Dataset<Row> rows) {
        return visible(source, rows.withColumn(OpenTable.FILE, functions.input_file_name()));
    }

    private static OpenTable visible(DataSource source, Dataset<Row> rows) {
        List<String> columns = Arrays.stream(rows.columns())
                .filter(name -> !name.equals(OpenTable.FILE) && !name.equals(OpenTable.CORRUPT))
                .toList();
        return new OpenTable(source, rows, columns);
    }

    static String firstLine(Throwable e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
