package org.thalweg.spark.table;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampType;
import org.thalweg.data.DateReader;
import org.thalweg.spark.config.DateColumn;

/**
 * A column whose values have an order: numbers, texts that are all numbers (as those of CSV files may be), times by their
 * microseconds, as texts of dates are whose format the settings say, and all else by its text, as dates are.
 */
public final class OrderedColumn {
    private static final String NUMBER = "number";
    private static final String MICROS = "micros";
    private static final String TEXT = "text";
    private static final String ISO_DATE = "^[0-9]{4}-[0-9]{2}(-[0-9]{2}([T ].*)?)?$";

    private final OpenTable table;
    private final String column;
    private final Kinds kinds;
    private final String type;

    private final Optional<DateColumn> dates;

    private OrderedColumn(OpenTable table, String column, Optional<DateColumn> dates) {
        this.table = table;
        this.column = column;
        this.dates = dates.filter(each -> !each.format().isEmpty() && dataType() instanceof StringType);
        this.kinds = kindsOf();
        this.type = typeOf();
    }

    /**
     * A column of a table; of one of texts all are read, to see whether they are numbers.
     *
     * @param column is there
     */
    public static OrderedColumn of(OpenTable table, String column) {
        return of(table, column, Optional.empty());
    }

    /**
     * The same of a column that may hold texts of dates.
     *
     * @param dates how the settings read it; empty where they say nothing of it
     */
    static OrderedColumn of(OpenTable table, String column, Optional<DateColumn> dates) {
        return new OrderedColumn(table, column, dates);
    }

    /** What the values are compared as. */
    public String type() {
        return type;
    }

    /** The values as they are compared; null where a row has none. */
    public Column value() {
        Column plain = OpenTable.column(column);
        if (dates.isPresent()) {
            return functions
                    .udf(new DateMicros(dates.get().format(), dates.get().zone()), DataTypes.LongType)
                    .apply(plain);
        }
        return switch (type) {
            case NUMBER -> dataType() instanceof StringType ? number() : plain;
            case MICROS -> functions.expr("unix_micros(`" + column.replace("`", "``") + "`)");
            default -> plain.cast("string");
        };
    }

    /** A value as text, to compare with: also where the column held other numbers by then, as 8.0 before whole ones. */
    public Column bound(String value) {
        boolean whole = dataType() instanceof IntegralType;
        String wide = value.matches("-?[0-9]{1,38}") ? "decimal(38,0)" : "double";
        return functions.lit(value).cast(type.equals(NUMBER) && whole ? wide : cast());
    }

    /** A value as the column has it: of texts of a format the date in that format, of times the time in UTC. */
    String shown(String value) {
        if (!type.equals(MICROS)) {
            return value;
        }
        Instant time = Instant.EPOCH.plus(Long.parseLong(value), ChronoUnit.MICROS);
        return dates.map(each ->
                        new DateReader(each.format(), each.zone()).write(LocalDateTime.ofInstant(time, ZoneOffset.UTC)))
                .orElseGet(time::toString);
    }

    private String cast() {
        return switch (type) {
            case NUMBER ->
                dataType() instanceof StringType ? "double" : dataType().catalogString();
            case MICROS -> "bigint";
            default -> "string";
        };
    }

    private DataType dataType() {
        return table.rows().schema().apply(column).dataType();
    }

    private String typeOf() {
        if (dates.isPresent()) {
            return MICROS;
        }
        if (dataType() instanceof NumericType) {
            return NUMBER;
        }
        if (dataType() instanceof TimestampType) {
            return MICROS;
        }
        if (!(dataType() instanceof StringType)) {
            return TEXT;
        }
        return kinds.ofText() == 0 ? NUMBER : TEXT;
    }

    /**
     * Requires that texts are all dates or times of ISO form, whose order is that of their letters, or none of them, and
     * that no number is among them.
     *
     * @param key that names the column
     * @return whether the texts have no order but that of their letters
     * @throws DataException for texts of several kinds, which have none in common
     */
    public boolean requireOneOrder(String key) {
        long strays = kinds.numbers() > kinds.dates() ? kinds.ofText() : kinds.numbers() + kinds.others();
        if (type.equals(TEXT) && kinds.numbers() + kinds.dates() > 0 && strays > 0) {
            throw new DataException(String.format(
                    Locale.ROOT,
                    "%s: expected %s in every row of %s, found \"%s\" in %s (%s); leave such values empty, or name another"
                            + " column",
                    key,
                    kinds.numbers() > kinds.dates() ? "a number" : "a date or time such as 2026-11-29",
                    column,
                    kinds.numbers() > kinds.dates() ? kinds.firstText() : kinds.firstStray(),
                    strays == 1 ? "one" : String.format(Locale.ROOT, "one of %,d such rows", strays),
                    table.described()));
        }
        return type.equals(TEXT) && kinds.others() > 0;
    }

    /**
     * What the texts of a column are.
     *
     * @param firstText the first by its letters that is no number; null for none
     * @param firstStray the first by its letters that is no date or time of ISO form; null for none
     */
    private record Kinds(long numbers, long dates, long others, String firstText, String firstStray) {
        static final Kinds NONE = new Kinds(0, 0, 0, null, null);

        long ofText() {
            return dates + others;
        }
    }

    private Kinds kindsOf() {
        if (!(dataType() instanceof StringType) || dates.isPresent()) {
            return Kinds.NONE;
        }
        Column text = OpenTable.column(column);
        Column isNumber = number().isNotNull();
        Column isDate = text.rlike(ISO_DATE);
        Column isOther = text.isNotNull().and(functions.not(isNumber)).and(functions.not(isDate));
        Row found = table.rows()
                .agg(
                        functions.count(functions.when(isNumber, 1)),
                        functions.count(functions.when(isDate.and(functions.not(isNumber)), 1)),
                        functions.count(functions.when(isOther, 1)),
                        functions.min(functions.when(functions.not(isNumber), text)),
                        functions.min(functions.when(functions.not(isDate), text)))
                .first();
        return new Kinds(found.getLong(0), found.getLong(1), found.getLong(2), found.getString(3), found.getString(4));
    }

    private Column number() {
        return functions.expr("try_cast(`" + column.replace("`", "``") + "` as double)");
    }
}
