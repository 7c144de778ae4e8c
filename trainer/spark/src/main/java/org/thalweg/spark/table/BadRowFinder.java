package org.thalweg.spark.table;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Finds the line of a bad row, which Spark's readers do not report: the file is read again, in order, up to its first bad row.
 *
 * @param table that contains the file
 * @param path the file
 * @param check throws a {@link BadRowException} for a bad row
 */
record BadRowFinder(OpenTable table, Path path, Check check) {
    /** For each partition: the number of good rows, and the kind and text of the bad row after them, if there is one. */
    private static final StructType FOUND = new StructType()
            .add("good", DataTypes.LongType)
            .add("kind", DataTypes.IntegerType)
            .add("text", DataTypes.StringType);

    /** Throws for a bad row. */
    interface Check extends Serializable {
        void accept(Row row);
    }

    /** The first bad row of the file, with its position as far as it can be found. */
    static BadRow place(OpenTable table, BadRowException bad, Check check) {
        if (bad.file().isEmpty()) {
            return BadRow.of(bad).at(table.format().described() + ", partition " + bad.partition());
        }
        BadRowFinder file = new BadRowFinder(table, DataFiles.location(bad.file()), check);
        return table.format().firstBadRow(file).orElseGet(() -> BadRow.of(bad).at(file.shown()));
    }

    SparkSession spark() {
        return table.spark();
    }

    String shown() {
        return DataFiles.shown(path);
    }

    /** The path for Spark's readers, which read it as a glob. */
    String escaped() {
        return DataFiles.escaped(path);
    }

    /**
     * The first bad row of the file's rows.
     *
     * @param rows in the file's order
     * @param place of a row by its number, from 0
     */
    Optional<BadRow> first(Dataset<Row> rows, LongFunction<String> place) {
        long record = 0;
        for (Row part : parts(table.asRead(rows))) {
            record += part.getLong(0);
            if (!part.isNullAt(2)) {
                BadRow bad = new BadRow(BadRow.Kind.values()[part.getInt(1)], part.getString(2));
                return Optional.of(bad.at(shown() + ", " + place.apply(record)));
            }
        }
        return Optional.empty();
    }

    private List<Row> parts(Dataset<Row> rows) {
        Check each = check;
        MapPartitionsFunction<Row, Row> untilBad = part -> {
            long good = 0;
            try {
                while (part.hasNext()) {
                    each.accept(part.next());
                    good++;
                }
                return List.of(RowFactory.create(good, 0, null)).iterator();
            } catch (BadRowException e) {
                return List.of(RowFactory.create(good, e.kind().ordinal(), e.text()))
                        .iterator();
            } catch (IllegalArgumentException e) { // Of a value that Spark itself cannot make an object of.
                BadRow bad = BadRow.ofValue(e);
                return List.of(RowFactory.create(good, bad.kind().ordinal(), bad.text()))
                        .iterator();
            }
        };
        return rows.mapPartitions(untilBad, Encoders.row(FOUND)).collectAsList();
    }

    /** The number, from 1, of the line that contains a record: blank lines contain none. */
    long lineOf(long record) {
        try (BufferedReader reader = open()) {
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

    BufferedReader open() throws IOException {
        return DataFiles.reader(path, spark().sessionState().newHadoopConf());
    }
}
