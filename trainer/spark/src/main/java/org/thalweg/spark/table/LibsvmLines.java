package org.thalweg.spark.table;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.thalweg.data.Cell;

/**
 * Lines of LIBSVM files, {@code label index:value …}, indices from 1, ascending, as a table of (label, features).
 *
 * <p>Spark's own reader reports neither the position of a bad line nor the error.
 */
final class LibsvmLines implements Serializable {
    private static final long serialVersionUID = 1;
    private static final String FEATURES = "numFeatures";

    private final int features;

    /** A reader for rows with so many features. */
    LibsvmLines(int features) {
        this.features = features;
    }

    /** The lines of files as rows, without blank lines and comments. */
    Dataset<Row> open(SparkSession spark, List<String> paths) {
        if (features == 0) {
            throw new IllegalArgumentException("no line has a feature, index:value");
        }
        FlatMapFunction<Row, Row> rows =
                line -> row(line.getString(0), line.getString(1)).stream().iterator();
        JavaRDD<Row> lines = spark.read()
                .text(paths.toArray(String[]::new))
                .select(functions.col("value"), functions.input_file_name())
                .javaRDD();
        return spark.createDataFrame(lines.flatMap(rows), schema());
    }

    private StructType schema() {
        Metadata width = new MetadataBuilder().putLong(FEATURES, features).build();
        return new StructType(new StructField[] {
            new StructField(OpenTable.LABEL, DataTypes.DoubleType, false, Metadata.empty()),
            new StructField(OpenTable.FEATURES, SQLDataTypes.VectorType(), false, width),
            new StructField(OpenTable.FILE, DataTypes.StringType, false, Metadata.empty())
        });
    }

    /** The number of features of a schema's rows. */
    static int features(StructType schema) {
        return (int) schema.apply(OpenTable.FEATURES).metadata().getLong(FEATURES);
    }

    /** The largest index in any line. The files are read once. A bad line is reported when it becomes a row. */
    static int largestIndex(SparkSession spark, List<String> paths) {
        MapPartitionsFunction<String, Integer> largest = lines -> {
            int most = 0;
            while (lines.hasNext()) {
                for (String part : parts(lines.next())) {
                    String index = part.substring(0, Math.max(0, part.indexOf(':')));
                    most = index.matches("[0-9]{1,9}") ? Math.max(most, Integer.parseInt(index)) : most;
                }
            }
            return List.of(most).iterator();
        };
        return spark
                .read()
                .textFile(paths.toArray(String[]::new))
                .mapPartitions(largest, Encoders.INT())
                .collectAsList()
                .stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
    }

    private static String[] parts(String line) {
        String trimmed = line.trim();
        return trimmed.isEmpty() || trimmed.startsWith("#") ? new String[0] : trimmed.split("\\s+");
    }

    /**
     * A line as a row; none for a blank line or a comment.
     *
     * @throws BadRowException if it is not LIBSVM
     */
    Optional<Row> row(String line, String file) {
        String[] parts = parts(line);
        if (parts.length == 0) {
            return Optional.empty();
        }
        int[] indices = new int[parts.length - 1];
        double[] values = new double[parts.length - 1];
        try {
            double label = Cell.real(parts[0]);
            for (int i = 0; i < indices.length; i++) {
                String part = parts[i + 1];
                int colon = part.indexOf(':');
                if (colon < 1) {
                    throw new IllegalArgumentException("expected index:value, found " + Cell.shown(part));
                }
                indices[i] = index(part.substring(0, colon), i == 0 ? 0 : indices[i - 1] + 1);
                values[i] = Cell.real(part.substring(colon + 1));
            }
            return Optional.of(RowFactory.create(label, Vectors.sparse(features, indices, values), file));
        } catch (IllegalArgumentException e) {
            throw new BadRowException("LIBSVM: " + e.getMessage(), file);
        }
    }

    /** An index, from 0. before: the previous index, from 1, or 0. */
    private int index(String text, int before) {
        int index = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
        if (text.matches("[0-9]{10,}")) {
            throw new IllegalArgumentException("expected indices up to 999999999, found " + text);
        }
        if (index < 0) {
            throw new IllegalArgumentException("expected a whole index, found " + Cell.shown(text));
        }
        if (index <= before) {
            throw new IllegalArgumentException(
                    "expected ascending indices from 1, found " + index + (before > 0 ? " behind " + before : ""));
        }
        if (index > features) {
            throw new IllegalArgumentException("expected indices up to " + features + ", found " + index);
        }
        return index - 1;
    }
}
