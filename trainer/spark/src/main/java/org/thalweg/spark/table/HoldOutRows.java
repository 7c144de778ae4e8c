package org.thalweg.spark.table;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.storage.StorageLevel;
import org.thalweg.data.HoldOut;
import org.thalweg.data.RowShape;
import org.thalweg.math.Philox;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.SparkRows;
import org.thalweg.spark.config.DataSection;
import org.thalweg.spark.config.DateColumn;
import org.thalweg.spark.config.HoldOutSettings;
import scala.Tuple2;

/**
 * Which rows of the data are held out of training, from {@code data.validation} and {@code data.test}. This depends only on
 * the seed and the rows. Test rows are chosen first, then validation rows from the others. Both shares are shares of all rows.
 */
public final class HoldOutRows {
    private static final String SIDE = "__thalweg_side";
    private static final long VALIDATION = 0x56414C4944415445L;
    private static final long TEST = 0x54455354524F5753L;
    private static final double UNIT = 0x1p-53;

    private final HoldOut holdOut;
    private final Optional<Column> side;
    private final List<String> reports;

    private HoldOutRows(HoldOut holdOut, Optional<Column> side, List<String> reports) {
        this.holdOut = holdOut;
        this.side = side;
        this.reports = reports;
    }

    /** Nothing is held out. */
    public static final HoldOutRows NONE = new HoldOutRows(HoldOut.NONE, Optional.empty(), List.of());

    /**
     * The held-out rows of a table. If the latest rows are held out, the column that orders the rows is read.
     *
     * @throws DataException if a column is missing, or no row would be left on one side
     */
    public static HoldOutRows of(OpenTable table, DataSection data, long seed) {
        List<String> reports = new ArrayList<>();
        HoldOutSettings test = data.test();
        HoldOutSettings validation = data.validation();
        HeldOut isTest = heldOut(table, data, test, "data.test", seed ^ TEST, test.ofData(), reports);
        Dataset<Row> left = isTest.marks()
                .map(marks -> table.rows().filter(functions.not(marks)))
                .orElse(table.rows());
        double rest = 1 - (isTest.marks().isPresent() ? isTest.share() : 0);
        double ofLeft = Math.min(validation.ofData() / rest, 1);
        HeldOut isValidation =
                heldOut(table.with(left), data, validation, "data.validation", seed ^ VALIDATION, ofLeft, reports);
        double ofAll = validation instanceof HoldOutSettings.Where ? isValidation.share() * rest : validation.ofData();
        requireRowsToTrainOn(ofAll, isTest.share(), table);
        HoldOut holdOut = new HoldOut(part(validation, ofAll), part(test, isTest.share()));
        return new HoldOutRows(holdOut, side(isTest.marks(), isValidation.marks()), reports);
    }

    /**
     * Rows that are held out.
     *
     * @param marks whether a row is held out, if columns decide; empty if random sampling or content decides
     * @param share the share of the rows from which they are drawn
     */
    private record HeldOut(Optional<Column> marks, double share) {}

    /** The number of rows where a column is true is only known from the rows. */
    private static void requireRowsToTrainOn(double validation, double test, OpenTable table) {
        if (validation + test >= 1) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s: expected a share below 1 together with %s, found %.4g and %.4g (%s); hold fewer rows out",
                    KeyText.of("data.test"),
                    KeyText.of("data.validation"),
                    test,
                    validation,
                    table.described()));
        }
    }

    /**
     * Requires the columns by which rows are held out.
     *
     * @param key of the held-out rows
     * @throws DataException if one is missing, or its type does not fit
     */
    public static void requireColumns(OpenTable table, HoldOutSettings heldOut, String key) {
        String ofColumns = key + "." + heldOut.columnsKey();
        table.require(heldOut.columns(), ofColumns);
        if (heldOut instanceof HoldOutSettings.Where where) {
            BooleanColumn.of(table, where.column(), ofColumns);
        }
    }

    /**
     * Requires that no label is among the columns whose equal values stay together: otherwise no class would be on both sides.
     *
     * @param labels the labels' columns
     * @throws DataException for such a column
     */
    public static void requireNoLabel(DataSection data, List<String> labels) {
        requireNoLabel(data.validation(), "data.validation", labels);
        requireNoLabel(data.test(), "data.test", labels);
    }

    private static void requireNoLabel(HoldOutSettings heldOut, String key, List<String> labels) {
        if (heldOut instanceof HoldOutSettings.Share || heldOut instanceof HoldOutSettings.Where) {
            heldOut.columns().stream().filter(labels::contains).findFirst().ifPresent(label -> {
                throw new DataException(
                        KeyText.of(key + "." + heldOut.columnsKey()) + ": expected columns other than the label, found "
                                + label + ", which would put all rows of a class on one side; name another column");
            });
        }
    }

    /** The columns by which rows are held out. They are features only if the settings name them as features. */
    public static Set<String> columns(DataSection data) {
        Set<String> columns = new HashSet<>(data.validation().columns());
        columns.addAll(data.test().columns());
        return columns;
    }

    /** The part that a share of all rows means. */
    private static HoldOut.Part part(HoldOutSettings heldOut, double ofAll) {
        if (heldOut instanceof HoldOutSettings.Share share && share.by() instanceof HoldOutSettings.Rows) {
            return new HoldOut.Part(share.share(), HoldOut.By.ROWS);
        }
        boolean byContent =
                heldOut instanceof HoldOutSettings.Share share && share.by() instanceof HoldOutSettings.Content;
        return ofAll == 0
                ? HoldOut.Part.NONE
                : new HoldOut.Part(ofAll, byContent ? HoldOut.By.CONTENT : HoldOut.By.MARKS);
    }

    private static HeldOut heldOut(
            OpenTable table,
            DataSection data,
            HoldOutSettings heldOut,
            String key,
            long seed,
            double share,
            List<String> reports) {
        if (heldOut.columns().isEmpty()) {
            return new HeldOut(Optional.empty(), heldOut.ofData());
        }
        requireColumns(table, heldOut, key);
        if (heldOut instanceof HoldOutSettings.Where where) {
            BooleanColumn column = BooleanColumn.of(table, where.column(), key + "." + where.columnsKey());
            return new HeldOut(Optional.of(column.isTrue()), column.share(KeyText.of(key), reports));
        }
        Column marks = heldOut instanceof HoldOutSettings.Latest latest
                ? latest(table, latest.column(), dates(data, latest.column()), key, share, reports)
                : drawn(heldOut.columns(), seed, share);
        return new HeldOut(Optional.of(marks), heldOut.ofData());
    }

    private static Optional<DateColumn> dates(DataSection data, String column) {
        return data.columns().dates().stream()
                .filter(each -> each.column().toString().equals(column))
                .findFirst();
    }

    /** A random choice by a hash of the values of columns, so that rows with equal values are on the same side. */
    private static Column drawn(List<String> columns, long seed, double share) {
        List<String> names = List.copyOf(columns);
        UDF1<Row, Boolean> isDrawn = values -> {
            CanonicalContent content = new CanonicalContent();
            for (int i = 0; i < names.size(); i++) {
                content.add(names.get(i), values.get(i));
            }
            return (Philox.mix(seed, content.hash()) >>> 11) * UNIT < share;
        };
        Column[] cells = names.stream().map(OpenTable::column).toArray(Column[]::new);
        return functions.udf(isDrawn, DataTypes.BooleanType).apply(functions.struct(cells));
    }

    private static Optional<Column> side(Optional<Column> isTest, Optional<Column> isValidation) {
        if (isTest.isEmpty() && isValidation.isEmpty()) {
            return Optional.empty();
        }
        Column no = functions.lit(false);
        return Optional.of(functions
                .when(isTest.orElse(no), functions.lit(HoldOut.Side.TEST.ordinal()))
                .when(isValidation.orElse(no), functions.lit(HoldOut.Side.VALIDATION.ordinal()))
                .otherwise(functions.lit(HoldOut.Side.RANDOM.ordinal())));
    }

    /** The part that is decided by random sampling and content. */
    public HoldOut holdOut() {
        return holdOut;
    }

    /** Messages about how rows were chosen. */
    public List<String> reports() {
        return reports;
    }

    /** The rows of a table, with the side that columns decide as an additional last column. */
    Dataset<Row> marked(OpenTable table) {
        return table.rows().withColumn(SIDE, side.orElseGet(() -> functions.lit(HoldOut.Side.RANDOM.ordinal())));
    }

    /**
     * The rows of a table for packing, with the side that columns decide.
     *
     * @param shape the shape of the mapper's rows
     */
    public SparkRows.Source<InternalRow> source(OpenTable table, ExampleMapper mapper, RowShape shape) {
        Dataset<Row> rows = side.isEmpty() ? table.rows() : marked(table);
        int sideAt = side.isEmpty() ? -1 : rows.columns().length - 1;
        return new SparkRows.Source<>(SqlRows.of(rows), new TableRowWriter(mapper, rows.schema(), sideAt), shape);
    }

    /** A value, the number of rows above it, and the number of rows from it on. */
    private record Threshold(String value, long above, long from) {}

    /** Rows with the same value are on one side: the side that comes closest to the share, if both sides have rows. */
    private static Column latest(
            OpenTable table, String name, Optional<DateColumn> dates, String key, double share, List<String> reports) {
        OrderedColumn ordered = OrderedColumn.of(table, name, dates);
        if (ordered.requireOneOrder(KeyText.of(key + ".by"))) {
            reports.add("warning: " + KeyText.of(key) + ": the values of " + name
                    + " are texts, so the latest are the last by their"
                    + " letters; dates sort by time where they are written as 2026-11-29, or in a format that "
                    + KeyText.of("data.dates") + " says");
        }
        Column value = ordered.value();
        Column present = value.isNotNull();
        Dataset<Row> rows = table.rows();
        Row counts = rows.agg(
                        functions.count(functions.lit(1)), functions.count(functions.when(present, functions.lit(1))))
                .first();
        long all = counts.getLong(0);
        long dated = counts.getLong(1);
        long wanted = Math.max(1, Math.round(share * all));
        if (dated < all) {
            reports.add(String.format(
                    Locale.ROOT,
                    "warning: %s: expected a value of %s in every row, found %,d without; they are trained on",
                    KeyText.of(key),
                    name,
                    all - dated));
        }
        if (all == 0) {
            return functions.lit(false);
        }
        Threshold at = threshold(rows.filter(present).select(value.as("value")), Math.min(wanted, dated));
        boolean without = at.above() > 0 && (at.from() == all || wanted - at.above() < at.from() - wanted);
        long latest = without ? at.above() : at.from();
        if (dated == 0 || latest == all) {
            throw new DataException(
                    KeyText.of(key + ".by") + ": expected rows of different values of " + name + ", found "
                            + (dated == 0 ? "none with a value" : "only " + ordered.shown(at.value())) + " ("
                            + table.described()
                            + "); name another column");
        }
        reports.add(String.format(
                Locale.ROOT,
                "%s: the rows of %s %s %s, %,d of %,d (%.2f %%)%s",
                KeyText.of(key),
                name,
                without ? "above" : "from",
                ordered.shown(at.value()),
                latest,
                all,
                100.0 * latest / all,
                latest == wanted ? "" : "; rows of one value are on one side"));
        Column isLatest = without ? value.gt(ordered.bound(at.value())) : value.geq(ordered.bound(at.value()));
        return functions.coalesce(present.and(isLatest), functions.lit(false));
    }

    /** The value at a rank, the largest value first, from the counts of equal values, which are sorted over the cluster. */
    private static Threshold threshold(Dataset<Row> values, long rank) {
        JavaPairRDD<String, Long> counts = values.groupBy("value")
                .count()
                .orderBy(functions.col("value").desc())
                .select(functions.col("value").cast("string"), functions.col("count"))
                .javaRDD()
                .mapToPair(row -> new Tuple2<>(row.getString(0), row.getLong(1)))
                .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            List<Long> sums = counts.values()
                    .mapPartitions(part -> List.of(sum(part)).iterator())
                    .collect();
            long above = 0;
            int partition = 0;
            while (partition < sums.size() && above + sums.get(partition) < rank) {
                above += sums.get(partition++);
            }
            return partition == sums.size() ? new Threshold("", above, above) : within(counts, partition, above, rank);
        } finally {
            counts.unpersist();
        }
    }

    private static long sum(Iterator<Long> counts) {
        long sum = 0;
        while (counts.hasNext()) {
            sum += counts.next();
        }
        return sum;
    }

    /** The threshold within a partition, after so many rows of previous partitions. */
    private static Threshold within(JavaPairRDD<String, Long> counts, int partition, long above, long rank) {
        Function2<Integer, Iterator<Tuple2<String, Long>>, Iterator<Tuple2<String, Long>>> find = (index, part) -> {
            long before = above;
            while (index == partition && part.hasNext()) {
                Tuple2<String, Long> next = part.next();
                if (before + next._2 >= rank) {
                    return List.of(new Tuple2<>(next._1, before), next).iterator();
                }
                before += next._2;
            }
            return Collections.emptyIterator();
        };
        List<Tuple2<String, Long>> neighbours =
                counts.mapPartitionsWithIndex(find, false).collect();
        Tuple2<String, Long> before = neighbours.get(0);
        return new Threshold(before._1, before._2, before._2 + neighbours.get(1)._2);
    }
}
