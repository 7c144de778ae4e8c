package org.thalweg.spark.table;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.StringType;
import org.thalweg.data.Cell;
import org.thalweg.data.DatePart;
import org.thalweg.data.DateReader;
import org.thalweg.data.FeatureColumn;
import org.thalweg.data.FeatureEncoding;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.config.Categorical;
import org.thalweg.spark.config.Column;
import org.thalweg.spark.config.Columns;
import org.thalweg.spark.config.DateColumn;
import org.thalweg.spark.config.Missing;

/** The encoding of a table's columns, as far as it is known from the settings and the schema. */
final class PlannedEncoding {
    private static final List<DatePart.Kind> AUTO =
            List.of(DatePart.Kind.YEAR, DatePart.Kind.MONTH, DatePart.Kind.DAY_OF_MONTH, DatePart.Kind.DAY_OF_WEEK);
    /** The number of rows that are read to find out whether texts have times. */
    private static final int SEEN = 1000;

    private static final LocalDate AUTO_SINCE = LocalDate.of(2000, 1, 1);

    private final OpenTable table;

    private PlannedEncoding(OpenTable table) {
        this.table = table;
    }

    /**
     * The encoding without what depends on the rows: see {@link EncodingPass}.
     *
     * @param features the columns' names, in order
     * @throws DataException if a categorical column is not a feature, or a column's type does not fit
     */
    static FeatureEncoding of(OpenTable table, Columns columns, List<String> features) {
        PlannedEncoding planned = new PlannedEncoding(table);
        Map<String, Categorical> categorical = planned.categorical(columns, features);
        Map<String, DateColumn> dates = planned.dates(columns, features);
        List<FeatureColumn> encoded = new ArrayList<>();
        for (String feature : features) {
            Categorical category = categorical.get(feature);
            if (dates.containsKey(feature)) {
                encoded.add(planned.dates(feature, dates.get(feature)));
            } else if (category == null) {
                encoded.add(new FeatureColumn.Numeric(feature, planned.width(feature), List.of()));
            } else if (category.buckets().isPresent()) {
                encoded.add(new FeatureColumn.Hashed(feature, category.buckets().getAsInt()));
            } else {
                encoded.add(new FeatureColumn.OneHot(feature, List.of(), false));
            }
        }
        return new FeatureEncoding(encoded, columns.missing() == Missing.MEAN);
    }

    private Map<String, Categorical> categorical(Columns columns, List<String> features) {
        Map<String, Categorical> categorical = new HashMap<>();
        for (Categorical each : columns.categorical()) {
            String name = feature(each.column(), "data.categorical", features, categorical.keySet());
            categorical.put(name, each);
            requireSingle(name);
        }
        return categorical;
    }

    private Map<String, DateColumn> dates(Columns columns, List<String> features) {
        Map<String, DateColumn> dates = new HashMap<>();
        for (DateColumn each : columns.dates()) {
            String name = feature(each.column(), "data.dates", features, dates.keySet());
            dates.put(name, each);
            requireDates(name, "data.dates");
        }
        return dates;
    }

    private String feature(Column column, String key, List<String> features, Set<String> before) {
        String name = ColumnRoles.name(table, column, key);
        if (!features.contains(name)) {
            throw new DataException(KeyText.of(key) + ": expected columns of " + KeyText.of("data.features")
                    + ", found " + name + " (" + table.described() + "); remove it, or add it there");
        }
        if (before.contains(name)) {
            throw new DataException(KeyText.of(key) + ": expected each column once, found " + name + " twice ("
                    + table.described() + "); name it once");
        }
        return name;
    }

    private void requireDates(String name, String key) {
        DataType type = ColumnShape.type(table, name);
        if (!ColumnShape.mayBeDates(type)) {
            throw new DataException(KeyText.of(key) + ": expected dates, timestamps or texts, found column " + name
                    + " of type " + type.simpleString() + " (" + table.described() + "); remove it");
        }
    }

    /** Refuses hours of dates, which would be 0 in every row. */
    private void requireTimes(String name, DateColumn column) {
        Optional<String> time = column.parts().stream()
                .map(DatePart::kind)
                .filter(kind -> kind == DatePart.Kind.HOUR || kind == DatePart.Kind.MINUTE)
                .map(DatePart.Kind::label)
                .findFirst();
        if (time.isPresent() && areMereDates(name, column)) {
            throw new DataException(
                    KeyText.of("data.dates") + "." + name + ": expected parts of a date, as the column has no"
                            + " time of day, found " + time.get() + " (" + table.described() + "); remove it");
        }
    }

    private boolean areMereDates(String name, DateColumn column) {
        DataType type = ColumnShape.type(table, name);
        if (!(type instanceof StringType) || !column.format().equals(DateReader.ISO)) {
            return type instanceof DateType;
        }
        List<String> texts = table.rows().select(OpenTable.column(name)).takeAsList(SEEN).stream()
                .map(row -> row.getString(0))
                .filter(text -> !Cell.isMissing(text))
                .toList();
        return !texts.isEmpty() && texts.stream().allMatch(text -> text.trim().length() <= DateReader.DATE_LENGTH);
    }

    /** Hours exist only for times; for texts, the format decides. */
    private FeatureColumn dates(String name, DateColumn column) {
        List<DatePart> parts = new ArrayList<>(column.parts());
        requireTimes(name, column);
        if (parts.isEmpty()) {
            AUTO.forEach(kind -> parts.add(DatePart.of(kind, column.cyclic())));
            DataType type = ColumnShape.type(table, name);
            boolean hours =
                    type instanceof StringType ? DateReader.hasHours(column.format()) : !(type instanceof DateType);
            if (hours) {
                parts.add(DatePart.of(DatePart.Kind.HOUR, column.cyclic()));
            }
            parts.add(DatePart.since(DatePart.Kind.DAYS_SINCE, AUTO_SINCE));
        }
        return new FeatureColumn.Dates(name, parts, column.format(), column.zone(), false);
    }

    private void requireSingle(String name) {
        DataType type = ColumnShape.type(table, name);
        if (!ColumnShape.isSingle(type)) {
            throw new DataException(KeyText.of(table.key() + ".categorical")
                    + ": expected texts, numbers or truth values, found column " + name + " of type "
                    + type.simpleString() + " (" + table.described() + "); remove it");
        }
    }

    private int width(String name) {
        DataType type = ColumnShape.type(table, name);
        if (ColumnShape.isSingle(type)) {
            return 1;
        }
        if (ColumnShape.isWide(type)) {
            return ColumnShape.width(table, name);
        }
        throw ColumnShape.noNumbers(table, name);
    }

    /**
     * Requires that a table's columns can be read as a model's encoding reads them.
     *
     * @throws DataException if a column's type or width does not fit
     */
    static void requireFits(OpenTable table, FeatureEncoding encoding) {
        PlannedEncoding planned = new PlannedEncoding(table);
        for (FeatureColumn column : encoding.columns()) {
            if (column instanceof FeatureColumn.Dates) {
                planned.requireDates(column.name(), table.key());
                continue;
            }
            int expected = column instanceof FeatureColumn.Numeric numeric ? numeric.width() : 1;
            int found = planned.width(column.name());
            if (found != expected) {
                throw new DataException(KeyText.of(table.key())
                        + ": expected the columns that the model is trained on, "
                        + column.name() + " with " + expected + " numbers, found " + found + " (" + table.described()
                        + "); check the columns' widths");
            }
        }
    }
}
