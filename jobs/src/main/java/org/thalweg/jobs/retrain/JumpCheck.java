package org.thalweg.jobs.retrain;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.thalweg.settings.Setting;
import org.thalweg.spark.table.OpenTable;
import org.thalweg.spark.table.OrderedColumn;

/**
 * Looks for an outlier at the end of a growing column, such as a date of the year 9999. After it no row would ever be
 * new. The check goes from the bulk of the values (99 % of the new rows, and all learned ones) upwards, and looks for a
 * gap that is wider than a multiple of the range of the values below it. That range counts as at least 31 days, or, for
 * numbers, as at least the absolute value of the number below the gap.
 */
final class JumpCheck {
    private static final double MONTH = 31 * 86_400e6; // microseconds
    private static final double FEW = 0.01;
    private static final int ACCURACY = 10_000;

    private final OpenTable table;
    private final String column;
    private final OrderedColumn ordered;
    private final List<String> known;
    private final double times;

    /**
     * A check of a growing column.
     *
     * @param known the greatest value of each run so far, ascending
     * @param times the widest permitted gap, as a multiple of the range below it
     */
    JumpCheck(OpenTable table, String column, OrderedColumn ordered, List<String> known, double times) {
        this.table = table;
        this.column = column;
        this.ordered = ordered;
        this.known = known;
        this.times = times;
    }

    /**
     * A message if the gap below the greatest value is too wide.
     *
     * @param isNew whether a row is new
     * @param rows number of new rows
     * @param greatest the greatest of their values, as text
     */
    Optional<String> breach(Column isNew, long rows, String greatest) {
        Optional<Column> position = ordered.position(ordered.value());
        Optional<Double> top = positionOf(greatest);
        if (position.isEmpty() || top.isEmpty() || known.isEmpty() && rows < 2) {
            return Optional.empty();
        }
        double least = known.isEmpty() ? Double.POSITIVE_INFINITY : position(known.get(0));
        double from = known.isEmpty() ? Double.NEGATIVE_INFINITY : position(known.get(known.size() - 1));
        if (!known.isEmpty() && top.get() <= reach(from, least)) {
            return Optional.empty();
        }
        Row bulk = table.rows()
                .agg(
                        percentile(functions.when(isNew, position.get()), 1 - share(rows)),
                        percentile(position.get(), FEW))
                .first();
        from = rows < 2 || bulk.isNullAt(0) ? from : Math.max(from, bulk.getDouble(0));
        least = bulk.isNullAt(1) ? least : Math.min(least, bulk.getDouble(1));
        return breach(position.get(), isNew, top.get(), from, least, greatest);
    }

    private Optional<String> breach(
            Column position, Column isNew, double top, double bulk, double least, String greatest) {
        double from = bulk;
        for (double reach = reach(from, least); top > reach; reach = reach(from, least)) {
            Column isBelow = position.leq(functions.lit(reach));
            Row next = table.rows()
                    .agg(
                            functions.max(functions.when(isBelow, position)),
                            functions
                                    .max(functions.when(isBelow, ordered.value()))
                                    .cast("string"),
                            functions.count(functions.when(isNew.and(functions.not(isBelow)), functions.lit(1))))
                    .first();
            double reached = next.isNullAt(0) ? Double.NEGATIVE_INFINITY : next.getDouble(0);
            if (reached <= from) {
                String below = reached < from ? known.get(known.size() - 1) : next.getString(1);
                return Optional.of(text(below, greatest, next.getLong(2)));
            }
            from = reached;
        }
        return Optional.empty();
    }

    private String text(String below, String greatest, long rows) {
        return String.format(
                Locale.ROOT,
                "%s: jump: expected values that continue from %s, found up to %s in %,d rows, above a gap of more than %s times the"
                        + " range of all values below (to accept them in one run: --set retrain.checks.jump=off)",
                column,
                ordered.shown(below),
                ordered.shown(greatest),
                rows,
                Setting.text(times));
    }

    private double reach(double from, double least) {
        double span = Math.max(from - least, ordered.isOfNumbers() ? Math.abs(from) : MONTH);
        return from + times * span;
    }

    /** The share of the rows that is not part of the bulk: at least one row. */
    private static double share(long rows) {
        return (Math.max(1, Math.floor(FEW * rows)) + 0.5) / rows;
    }

    private static Column percentile(Column of, double share) {
        return functions.percentile_approx(of, functions.lit(Math.max(0, share)), functions.lit(ACCURACY));
    }

    private double position(String value) {
        return positionOf(value).orElse(Double.NaN);
    }

    private Optional<Double> positionOf(String value) {
        Row row = table.rows()
                .sparkSession()
                .range(1)
                .select(ordered.position(ordered.bound(value)).orElse(functions.lit(null)))
                .first();
        return row.isNullAt(0) ? Optional.empty() : Optional.of(row.getDouble(0));
    }
}
