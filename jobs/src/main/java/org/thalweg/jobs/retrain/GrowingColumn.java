package org.thalweg.jobs.retrain;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.thalweg.spark.config.DataSource;
import org.thalweg.spark.table.DataException;
import org.thalweg.spark.table.OpenTable;
import org.thalweg.spark.table.OrderedColumn;

/** Finds rows above the greatest value of a column that has been seen. */
final class GrowingColumn {
    private final DataSource source;
    private final OpenTable table;
    private final String column;

    private GrowingColumn(DataSource source, OpenTable table, String column) {
        this.source = source;
        this.table = table;
        this.column = column;
    }

    /**
     * The new rows; empty where there is none.
     *
     * @param source of the rows
     * @param table with all of them
     * @param warnings gets what is odd about the rows, whether any is new or not
     */
    static Optional<Arrivals> find(
            DataSource source, OpenTable table, String column, Optional<Watermark> learned, Consumer<String> warnings) {
        return new GrowingColumn(source, table, column).find(learned, warnings);
    }

    private Optional<Arrivals> find(Optional<Watermark> learned, Consumer<String> warnings) {
        if (!table.columns().contains(column)) {
            throw new DataException(
                    "retrain.new.column: expected one of the columns " + String.join(", ", table.columns()) + ", found "
                            + column + " (" + table.described() + "); check the name");
        }
        Watermark.Greatest known = learned.orElse(null) instanceof Watermark.Greatest greatest
                        && greatest.column().equals(column)
                ? greatest
                : null;
        OrderedColumn ordered = OrderedColumn.of(table, column);
        String type = ordered.type();
        if (known != null && !known.type().equals(type)) {
            throw new DataException("retrain.new.column: expected values of " + column + " that are compared as "
                    + known.type() + ", as before, found such that are compared as " + type + " (" + table.described()
                    + "); mend them, or begin a new store");
        }
        Column value = ordered.value();
        Column fresh = known == null ? value.isNotNull() : value.gt(ordered.bound(known.value()));
        Row found = table.rows()
                .agg(
                        functions.max(value).cast("string"),
                        functions.count(functions.when(fresh, functions.lit(1))),
                        functions.count(functions.when(value.isNull(), functions.lit(1))),
                        functions.count(value))
                .first();
        long rows = found.getLong(1);
        if (found.getLong(2) > 0) {
            warnings.accept(String.format(
                    Locale.ROOT, "%s: %,d rows have no value, and are never new", column, found.getLong(2)));
        }
        long late = known == null ? 0 : found.getLong(3) - rows - known.rows();
        if (late > 0) {
            warnings.accept(String.format(
                    Locale.ROOT,
                    "%s: expected rows above %s, found %,d more than before that are not; they came late, and are not learned",
                    column,
                    known.value(),
                    late));
        }
        if (rows == 0) {
            return Optional.empty();
        }
        String told = String.format(
                Locale.ROOT,
                "%,d rows of %s%s up to %s",
                rows,
                column,
                known == null ? "" : " above " + known.value(),
                found.getString(0));
        int night = Watermark.next(learned);
        TreeMap<Integer, String> values = new TreeMap<>(known == null ? Map.of() : known.values());
        values.put(night, found.getString(0));
        return Optional.of(new Arrivals(
                source,
                night,
                all -> all.filter(fresh),
                known == null ? Optional.empty() : Optional.of(source),
                all -> all.filter(functions.not(fresh)).withColumn(NumberedRows.NIGHT, nightOf(ordered, values)),
                new Watermark.Greatest(column, type, values, found.getLong(3)),
                List.of(),
                List.of(told)));
    }

    /** The first night whose greatest value is not below. */
    private static Column nightOf(OrderedColumn ordered, SortedMap<Integer, String> values) {
        return functions.coalesce(values.entrySet().stream()
                .map(night -> functions.when(
                        ordered.value().leq(ordered.bound(night.getValue())), functions.lit(night.getKey())))
                .toArray(Column[]::new));
    }
}
