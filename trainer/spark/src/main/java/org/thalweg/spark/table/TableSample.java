package org.thalweg.spark.table;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A sample of a table: the first rows of each partition, so that only a little is read, but not only from the start.
 *
 * @param rows with the table's columns, followed by another one
 * @param whole whether these are all rows of the table
 */
public record TableSample(List<Row> rows, boolean whole) {
    /** The maximum number of partitions that are read. */
    private static final int MOST_PARTS = 64;

    private static final String MORE = "__thalweg_more";

    /** Copies the list. */
    public TableSample {
        rows = List.copyOf(rows);
    }

    /**
     * Reads rows.
     *
     * @param most the maximum number of rows
     * @throws DataException if a file cannot be read
     */
    public static TableSample of(OpenTable table, int most) {
        try {
            int parts = table.format().isQuery() ? 0 : table.rows().rdd().getNumPartitions();
            return parts == 0 || parts > MOST_PARTS ? first(table, most) : spread(table, Math.max(1, most / parts));
        } catch (Exception failure) { // Spark's own, which Scala does not declare, are checked ones.
            Optional<DataException> explained = new ReadFailures(table).explained(failure, row -> {});
            if (explained.isPresent()) {
                throw explained.get();
            }
            throw failure;
        }
    }

    private static TableSample first(OpenTable table, int most) {
        List<Row> rows = table.rows().takeAsList(most + 1);
        return new TableSample(rows.subList(0, Math.min(most, rows.size())), rows.size() <= most);
    }

    private static TableSample spread(OpenTable table, int most) {
        StructType schema = table.rows().schema().add(MORE, DataTypes.BooleanType);
        MapPartitionsFunction<Row, Row> cut = part -> cut(part, most);
        List<Row> rows = table.rows().mapPartitions(cut, Encoders.row(schema)).collectAsList();
        int last = schema.size() - 1;
        return new TableSample(rows, rows.stream().noneMatch(row -> row.getBoolean(last)));
    }

    /** The first rows of a partition. Each is marked if it is the last one of the sample, but not of the partition. */
    private static Iterator<Row> cut(Iterator<Row> part, int most) {
        List<Row> rows = new ArrayList<>();
        while (rows.size() < most && part.hasNext()) {
            Row row = part.next();
            Object[] cells = new Object[row.length() + 1];
            for (int column = 0; column < row.length(); column++) {
                cells[column] = row.get(column);
            }
            cells[row.length()] = rows.size() + 1 == most && part.hasNext();
            rows.add(RowFactory.create(cells));
        }
        return rows.iterator();
    }
}
