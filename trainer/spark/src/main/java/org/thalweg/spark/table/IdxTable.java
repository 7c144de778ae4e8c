package org.thalweg.spark.table;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.config.DataSource;

/**
 * IDX files, plain or {@code .gz}, as a table of (row, label, features).
 *
 * <p>Each file is read from start to end by one task, because a compressed file cannot be read in parts.
 */
final class IdxTable {
    /** The schema with the hidden column for the file of the features. */
    private static final StructType SCHEMA = DigitsTable.SCHEMA.add(OpenTable.FILE, DataTypes.StringType);

    private IdxTable() {}

    private record Pair(String features, String labels, long firstRow) implements java.io.Serializable {
        private static final long serialVersionUID = 1;
    }

    static Dataset<Row> open(SparkSession spark, DataSource.Idx idx, String key) {
        Configuration hadoop = spark.sessionState().newHadoopConf();
        List<String> features = files(idx.paths(), hadoop);
        List<String> labels = files(idx.labels(), hadoop);
        if (!labels.isEmpty() && labels.size() != features.size()) {
            throw new DataException(KeyText.of(key + ".labels") + ": expected one file for each of the "
                    + features.size() + " files of " + KeyText.of(key + ".path") + ", found " + labels.size()
                    + "; name one label file for each file");
        }
        if (features.isEmpty()) {
            return spark.emptyDataFrame();
        }
        ArrayList<Pair> pairs = new ArrayList<>();
        long firstRow = 0;
        for (int i = 0; i < features.size(); i++) {
            pairs.add(new Pair(features.get(i), labels.isEmpty() ? null : labels.get(i), firstRow));
            firstRow += headers(pairs.get(i), key, hadoop);
        }
        // Kryo serialises parallelised elements and does not support records; closures are serialised by Java.
        List<Integer> places = IntStream.range(0, pairs.size()).boxed().toList();
        SerializableConfiguration configuration = new SerializableConfiguration(hadoop);
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        return spark.createDataFrame(
                context.parallelize(places, pairs.size())
                        .flatMap(place -> new Rows(pairs.get(place), configuration.value())),
                SCHEMA);
    }

    /** The classes in the label files, which are small: one byte per row. */
    static List<String> distinctLabels(SparkSession spark, DataSource.Idx idx) {
        Configuration hadoop = spark.sessionState().newHadoopConf();
        BitSet seen = new BitSet();
        for (String path : files(idx.labels(), hadoop)) {
            try (IdxFile labels = IdxFile.open(path, hadoop)) {
                for (long row = 0; row < labels.rows(); row++) {
                    seen.set(labels.nextRow()[0] & 0xFF);
                }
            }
        }
        return seen.stream().mapToObj(Integer::toString).toList();
    }

    /** The number of rows of all files, from their headers. */
    static long rows(SparkSession spark, DataSource.Idx idx) {
        Configuration hadoop = spark.sessionState().newHadoopConf();
        long rows = 0;
        for (String path : files(idx.paths(), hadoop)) {
            try (IdxFile features = IdxFile.open(path, hadoop)) {
                rows += features.rows();
            }
        }
        return rows;
    }

    /** The number of bytes per row, from the header of the first readable file; empty if there is none. */
    static OptionalInt width(SparkSession spark, DataSource.Idx idx) {
        Configuration hadoop = spark.sessionState().newHadoopConf();
        for (String path : files(idx.paths(), hadoop)) {
            try (IdxFile features = IdxFile.open(path, hadoop)) {
                if (features.rows() > 0) {
                    return OptionalInt.of(features.rowBytes());
                }
            }
        }
        return OptionalInt.empty();
    }

    /** By name, so that images and labels pair up. */
    private static List<String> files(List<String> paths, Configuration hadoop) {
        try {
            return DataFiles.at(paths, hadoop).stream()
                    .map(file -> file.getPath().toString())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String shown(String path) {
        return DataFiles.shown(new Path(path));
    }

    /** Compares the headers of a pair before any task starts. Returns the number of rows. */
    private static long headers(Pair pair, String key, Configuration hadoop) {
        try (IdxFile features = IdxFile.open(pair.features(), hadoop)) {
            if (pair.labels() == null) {
                return features.rows();
            }
            try (IdxFile labels = IdxFile.open(pair.labels(), hadoop)) {
                if (labels.rowBytes() != 1) {
                    throw new DataException(KeyText.of(key + ".labels") + ": expected one byte a row, found "
                            + labels.rowBytes() + " (" + shown(pair.labels()) + "); are " + KeyText.of(key + ".path")
                            + " and " + KeyText.of(key + ".labels") + " swapped?");
                }
                if (labels.rows() != features.rows()) {
                    throw new DataException(
                            KeyText.of(key + ".labels") + ": expected " + features.rows() + " labels (the rows of "
                                    + shown(pair.features()) + "), found " + labels.rows() + " (" + shown(pair.labels())
                                    + "); take the labels that belong to it");
                }
            }
            return features.rows();
        }
    }

    /** The rows of one pair of files. */
    private static final class Rows implements Iterator<Row> {
        private final IdxFile features;
        private final IdxFile labels;
        private final String file;
        private long next;
        private final long end;

        Rows(Pair pair, Configuration hadoop) {
            features = IdxFile.open(pair.features(), hadoop);
            labels = pair.labels() == null ? null : IdxFile.open(pair.labels(), hadoop);
            file = new Path(pair.features()).toUri().toString();
            next = pair.firstRow();
            end = next + features.rows();
        }

        @Override
        public boolean hasNext() {
            if (next < end) {
                return true;
            }
            features.close();
            if (labels != null) {
                labels.close();
            }
            return false;
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException("no row is left");
            }
            Integer label = labels == null ? null : labels.nextRow()[0] & 0xFF;
            return RowFactory.create(next++, label, features.nextRow(), file);
        }
    }
}
