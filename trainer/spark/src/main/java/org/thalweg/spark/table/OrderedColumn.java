package org.thalweg.spark.table;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.thalweg.data.DateReader;
import org.thalweg.spark.config.DateColumn;

/**
 * A column whose values have an order. Numbers, and texts that are all numbers (as in CSV files), are compared by value.
 * Times, and texts of dates whose format is in the settings, are compared by their microseconds. All other values, including
 * dates, are compared as texts. Whole numbers and texts of plain decimals of any size are compared exactly.
 */
public final class OrderedColumn {
    private static final String NUMBER = "number";
    private static final String MICROS = "micros";
    private static final String TEXT = "text";
    private static final String PLAIN = "^[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)$";
    private static final int DIGITS = DecimalType.MAX_PRECISION();

    /** The text form of doubles from ten million on, which decimals never have. */
    private static final String OF_DOUBLE = ".*E[0-9]+";

    private static final String ISO_DATE = "^[0-9]{4}-[0-9]{2}(-[0-9]{2}([T ].*)?)?$";

    private final OpenTable table;
    private final String column;
    private final Kinds kinds;
    private final String type;
    private final OptionalInt scale; // of numbers that are compared as decimals

    private final Optional<DateColumn> dates;

    private OrderedColumn(OpenTable table, String column, Optional<DateColumn> dates) {
        this.table = table;
        this.column = column;
        this.dates = dates.filter(each -> !each.format().isEmpty() && dataType() instanceof StringType);
        this.kinds = kindsOf();
        this.type = typeOf();
        this.scale = scaleOf();
    }

    /**
     * A column of a table. If it has texts, all are read, to find out whether they are numbers.
     *
     * @param column an existing column
     */
    public static OrderedColumn of(OpenTable table, String column) {
        return of(table, column, Optional.empty());
    }

    /**
     * The same for a column that may have texts of dates.
     *
     * @param dates how the settings read it; empty if they do not mention it
     */
    static OrderedColumn of(OpenTable table, String column, Optional<DateColumn> dates) {
        return new OrderedColumn(table, column, dates);
    }

    /** The type in which values are compared. */
    public String type() {
        return type;
    }

    /** The values in the form in which they are compared; null if a row has no value, or a number that is not finite. */
    public Column value() {
        Column plain = OpenTable.column(column);
        if (dates.isPresent()) {
            return functions
                    .udf(new DateMicros(dates.get().format(), dates.get().zone()), DataTypes.LongType)
                    .apply(plain);
        }
        return switch (type) {
            case NUMBER -> numbers(plain);
            case MICROS -> functions.expr("unix_micros(" + quoted() + ")");
            default -> plain.cast("string");
        };
    }

    private Column numbers(Column plain) {
        if (!(dataType() instanceof StringType)) {
            return scale.isPresent() ? plain : finite(plain);
        }
        return scale.isPresent() ? functions.expr("try_cast(" + quoted() + " as " + decimal() + ")") : finite(number());
    }

    private static Column finite(Column number) {
        return functions.when(isFinite(number), number);
    }

    /** NaN is above infinity. */
    private static Column isFinite(Column number) {
        return functions.abs(number).lt(functions.lit(Double.POSITIVE_INFINITY));
    }

    /**
     * A value from its text, for comparison. The text may be from a column of another number type, such as 8.0 for a column of
     * whole numbers. If it has more decimals than the column, it is rounded down, which does not change the values above it.
     */
    public Column bound(String value) {
        return scale.isPresent()
                ? functions.lit(rounded(value)).cast(decimal())
                : functions.lit(value).cast(cast());
    }

    private BigDecimal rounded(String value) {
        BigDecimal least = BigDecimal.ONE.movePointLeft(scale.getAsInt());
        BigDecimal most = BigDecimal.TEN.pow(DIGITS - scale.getAsInt()).subtract(least);
        return new BigDecimal(value)
                .setScale(scale.getAsInt(), RoundingMode.FLOOR)
                .min(most)
                .max(most.negate());
    }

    /** Whether values are above the former largest value of a column, given as text. */
    public Column isAbove(String value) {
        return scale.isPresent() && value.matches(OF_DOUBLE)
                ? value().cast("double").gt(functions.lit(Double.parseDouble(value)))
                : value().gt(bound(value));
    }

    /** Whether values are numbers rather than times or texts. */
    public boolean isOfNumbers() {
        return type.equals(NUMBER);
    }

    /**
     * Values as doubles for distances: numbers, and times as microseconds.
     *
     * @param values in the form in which they are compared
     * @return empty for texts, which have no distance
     */
    public Optional<Column> position(Column values) {
        if (!type.equals(TEXT)) {
            return Optional.of(values.cast("double"));
        }
        boolean hasTimes = dataType() instanceof StringType
                ? kinds.dates() > 0 && kinds.others() == 0
                : dataType() instanceof DateType || dataType() instanceof TimestampNTZType;
        return hasTimes
                ? Optional.of(functions
                        .unix_micros(functions.try_to_timestamp(values).cast("timestamp"))
                        .cast("double"))
                : Optional.empty();
    }

    /** A value as it is written in the column: a date in the column's format, or a time in UTC. */
    public String shown(String value) {
        if (!type.equals(MICROS)) {
            return value;
        }
        Instant time = time(value);
        return dates.map(each ->
                        new DateReader(each.format(), each.zone()).write(LocalDateTime.ofInstant(time, ZoneOffset.UTC)))
                .orElseGet(time::toString);
    }

    /**
     * A value for people, of a column that is not at hand.
     *
     * @param type what the value was compared as: see {@link #type}
     */
    public static String shown(String type, String value) {
        return type.equals(MICROS) ? time(value).toString() : value;
    }

    private static Instant time(String micros) {
        return Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS);
    }

    private String cast() {
        return switch (type) {
            case NUMBER ->
                dataType() instanceof StringType ? "double" : dataType().catalogString();
            case MICROS -> "bigint";
            default -> "string";
        };
    }

    private String decimal() {
        return "decimal(" + DIGITS + "," + scale.getAsInt() + ")";
    }

    private OptionalInt scaleOf() {
        if (!type.equals(NUMBER)) {
            return OptionalInt.empty();
        }
        if (dataType() instanceof StringType) {
            return kinds.scale();
        }
        if (dataType() instanceof IntegralType) {
            return OptionalInt.of(0);
        }
        return dataType() instanceof DecimalType decimal ? OptionalInt.of(decimal.scale()) : OptionalInt.empty();
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
     * Requires that texts have one order: all are ISO dates or times, which sort alphabetically, or none is; and none is a
     * number.
     *
     * @param key that names the column
     * @return whether the texts are only sorted alphabetically
     * @throws DataException for texts of several kinds, which have no common order
     */
    public boolean requireOneOrder(String key) {
        long strays = kinds.numbers() > kinds.dates() ? kinds.ofText() : kinds.numbers() + kinds.others();
        if (type.equals(TEXT) && kinds.numbers() + kinds.dates() > 0 && strays > 0) {
            boolean ofNumbers = kinds.numbers() > kinds.dates();
            String stray = ofNumbers ? kinds.firstText() : kinds.firstStray();
            String found = String.format(
                    Locale.ROOT,
                    "%s: expected %s in every row of %s, found \"%s\" in %s",
                    key,
                    ofNumbers ? "a number" : "a date or time such as 2026-11-29",
                    column,
                    stray,
                    strays == 1 ? "one" : String.format(Locale.ROOT, "one of %,d such rows", strays));
            throw new DataException(placed(found, stray) + "; leave such values empty, or name another column");
        }
        return type.equals(TEXT) && kinds.others() > 0;
    }

    /** What was found, with the place of the first row that has it. */
    private String placed(String found, String stray) {
        if (table.hidden(OpenTable.FILE) < 0) {
            return found + " (" + table.described() + ")";
        }
        String file = table.rows()
                .filter(OpenTable.column(column).equalTo(stray))
                .agg(functions.min(OpenTable.FILE))
                .first()
                .getString(0);
        BadRowException bad = new BadRowException(found, file);
        return BadRowFinder.place(table, bad, refusing(column, stray, bad)).text();
    }

    private static BadRowFinder.Check refusing(String column, String stray, BadRowException bad) {
        return row -> {
            if (stray.equals(row.getAs(column))) {
                throw bad;
            }
        };
    }

    /**
     * The kinds of texts in a column.
     *
     * @param firstText the first text in alphabetical order that is not a number; null for none
     * @param firstStray the first text in alphabetical order that is not an ISO date or time; null for none
     * @param scale the maximum number of decimals; empty if the numbers do not fit into Spark's decimals
     */
    private record Kinds(
            long numbers, long dates, long others, String firstText, String firstStray, OptionalInt scale) {
        static final Kinds NONE = new Kinds(0, 0, 0, null, null, OptionalInt.empty());

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
        Column isPlain = text.rlike(PLAIN);
        Column isDate = text.rlike(ISO_DATE);
        Column isOther = text.isNotNull().and(functions.not(isNumber)).and(functions.not(isDate));
        Row counts = table.rows()
                .agg(
                        functions.count(functions.when(isNumber, 1)),
                        functions.count(functions.when(isDate.and(functions.not(isNumber)), 1)),
                        functions.count(functions.when(isOther, 1)),
                        functions.min(functions.when(functions.not(isNumber), text)),
                        functions.min(functions.when(functions.not(isDate), text)),
                        functions.count(functions.when(isFinite(number()).and(functions.not(isPlain)), 1)),
                        longest(text, isPlain, "^[+-]?0*([0-9]*)"),
                        longest(text, isPlain, "\\.([0-9]*)$"))
                .first();
        boolean fits = counts.getLong(5) == 0 && counts.getInt(6) + counts.getInt(7) <= DIGITS;
        return new Kinds(
                counts.getLong(0),
                counts.getLong(1),
                counts.getLong(2),
                counts.getString(3),
                counts.getString(4),
                fits ? OptionalInt.of(counts.getInt(7)) : OptionalInt.empty());
    }

    /** The largest length of a part of the texts, 0 if there is none. */
    private static Column longest(Column text, Column which, String part) {
        Column length = functions.length(functions.regexp_extract(text, part, 1));
        return functions.coalesce(functions.max(functions.when(which, length)), functions.lit(0));
    }

    private Column number() {
        return functions.expr("try_cast(" + quoted() + " as double)");
    }

    private String quoted() {
        return "`" + column.replace("`", "``") + "`";
    }
}
