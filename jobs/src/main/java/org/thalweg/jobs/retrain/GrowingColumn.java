package org.thalweg.jobs.retrain;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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

/** Finds the rows whose value of a column is above the greatest value seen so far. */
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
     * The new rows; empty if there are none.
     *
     * @param source source of the rows
     * @param table all rows; rows that arrive later, above the greatest value found here, wait for the next run
     * @param jump how wide the gap below the greatest values may be: see {@link JumpCheck}; empty for any
     * @param warnings receives warnings about the rows, even if none is new
     */
    static Optional<NewData> find(
            DataSource source,
            OpenTable table,
            String column,
            Optional<Watermark> learned,
            OptionalDouble jump,
            Consumer<String> warnings) {
        return new GrowingColumn(source, table, column).find(learned, jump, warnings);
    }

    private Optional<NewData> find(Optional<Watermark> learned, OptionalDouble jump, Consumer<String> warnings) {
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
        ordered.requireOneOrder("retrain.new.column");
        if (known != null) {
            requireComparable(known, ordered);
        }
        Column value = ordered.value();
        Column above = known == null ? value.isNotNull() : ordered.isAbove(known.value());
        Row counts = table.rows()
                .agg(
                        functions.max(value).cast("string"),
                        functions.count(functions.when(above, functions.lit(1))),
                        functions.count(functions.when(value.isNull(), functions.lit(1))),
                        functions.count(value))
                .first();
        long rows = counts.getLong(1);
        warn(ordered, known, counts, warnings);
        if (rows == 0) {
            return Optional.empty();
        }
        String greatest = counts.getString(0);
        int runNumber = Watermark.next(learned);
        TreeMap<Integer, String> values = new TreeMap<>(known == null ? Map.of() : known.values());
        List<String> breaches = jump.isEmpty()
                ? List.of()
                : new JumpCheck(table, column, ordered, List.copyOf(values.values()), jump.getAsDouble())
                        .breach(above, rows, greatest).stream().toList();
        values.put(runNumber, greatest);
        Column fresh = above.and(functions.not(ordered.isAbove(greatest)));
        return Optional.of(new NewData(
                source,
                runNumber,
                all -> all.filter(fresh),
                known == null ? Optional.empty() : Optional.of(source),
                all -> all.filter(functions.not(above))
                        .withColumn(OccurrenceNumbers.RUN_NUMBER, runNumberOf(ordered, values)),
                known == null
                        ? new Watermark.Greatest(column, ordered.type(), values, counts.getLong(3))
                        : known.with(runNumber, greatest, counts.getLong(3)),
                List.of(),
                List.of(report(known, rows, greatest)),
                breaches));
    }

    private void requireComparable(Watermark.Greatest known, OrderedColumn ordered) {
        if (!known.type().equals(ordered.type())) {
            throw new DataException("retrain.new.column: expected values of " + column + " that are compared as "
                    + known.type() + ", as before, found values that are compared as " + ordered.type() + " ("
                    + table.described() + "); correct them, or start a new store");
        }
        if (ordered.isOfNumbers() && known.value().matches("NaN|-?Infinity")) {
            throw new DataException("retrain.new.column: expected a number up to which " + column
                    + " has been learned, found " + known.value() + ", above which nothing is new (the store's log);"
                    + " reset it with models rollback --watermark, or start a new store");
        }
    }

    private void warn(OrderedColumn ordered, Watermark.Greatest known, Row counts, Consumer<String> warnings) {
        if (counts.getLong(2) > 0) {
            warnings.accept(String.format(
                    Locale.ROOT,
                    "%s: %,d rows have no %s, and are never learned",
                    column,
                    counts.getLong(2),
                    ordered.isOfNumbers() ? "finite number" : "value"));
        }
        long late = known == null ? 0 : counts.getLong(3) - counts.getLong(1) - known.rows();
        if (late > 0) {
            warnings.accept(String.format(
                    Locale.ROOT,
                    "%s: expected rows above %s, found %,d that arrived late with values not above it; they are not learned",
                    column,
                    known.value(),
                    late));
        }
    }

    private String report(Watermark.Greatest known, long rows, String greatest) {
        String from = known == null ? "" : " above " + known.value();
        return String.format(Locale.ROOT, "%,d rows of %s%s up to %s", rows, column, from, greatest);
    }

    /** The number of the run in which a row arrived: the first run whose greatest value is not below the row's. */
    private static Column runNumberOf(OrderedColumn ordered, SortedMap<Integer, String> values) {
        return functions.coalesce(values.entrySet().stream()
                .map(runNumber -> functions.when(
                        functions.not(ordered.isAbove(runNumber.getValue())), functions.lit(runNumber.getKey())))
                .toArray(Column[]::new));
    }
}
