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
 * Some rows of a table: the first of each of its parts, so that little of it is read and yet not its start alone.
 *
 * @param rows with the table's columns, and one more behind them
 * @param whole whether these are all rows of the table
 */
public record TableSample(List<Row> rows, boolean whole) {
    /** Of a table of more parts only the first ones are read. */
    private static final int MOST_PARTS = 64;

    private static final String MORE = "__thalweg_more";

    /** Copies the list. */
    public TableSample {
        rows = List.copyOf(rows);
    }

    /**
     * Reads rows.
     *
     * @param most so many at most
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

    /** The first rows of a part, each with whether it is the last that is taken and not the last that there is. */
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
