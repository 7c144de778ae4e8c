package org.thalweg.jobs.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.thalweg.jobs.config.Column;
import org.thalweg.jobs.config.Columns;
import org.thalweg.jobs.config.DataSource;
import org.thalweg.jobs.config.Nearest;

/**
 * Which columns of an open table are what, checked against its schema.
 *
 * @param features the columns that the network reads, in order
 * @param featureNames one name an input: a column's own, or {@code name[i]} for the i-th number of a wider column
 * @param labels the target columns; empty where the table has none
 * @param targetNames one name a target, as of the features
 * @param weight the weight column, or null
 */
public record ColumnRoles(
        List<String> features,
        List<String> featureNames,
        List<String> labels,
        List<String> targetNames,
        String weight) {
    /** Above this width a column's numbers are not named one by one. */
    private static final int NAMED_WIDTH = 4096;

    /** Copies the lists. */
    public ColumnRoles {
        features = List.copyOf(features);
        featureNames = List.copyOf(featureNames);
        labels = List.copyOf(labels);
        targetNames = List.copyOf(targetNames);
    }

    /** The numbers a row's features come to. */
    public int inputs() {
        return featureNames.size();
    }

    /**
     * The roles that the job file gives a table's columns.
     *
     * @param needsLabel whether a source without its label column is refused
     * @throws DataException if a column is missing, or is of a type that cannot play its role
     */
    public static ColumnRoles of(OpenTable table, boolean needsLabel) {
        if (!(table.source() instanceof DataSource.Tabular tabular)) {
            return widen(table, List.of(OpenTable.FEATURES), labels(table, needsLabel), null);
        }
        Columns columns = tabular.columns();
        List<String> labels = labels(table, needsLabel);
        String weight = weight(table, true);
        List<String> features = new ArrayList<>();
        if (columns.allFeatures()) {
            features.addAll(table.columns());
            features.removeAll(labels);
            features.remove(weight);
        } else {
            columns.features().forEach(column -> features.add(name(table, column, "data.features")));
        }
        return widen(table, features, labels, weight);
    }

    private static List<String> labels(OpenTable table, boolean needed) {
        if (!(table.source() instanceof DataSource.Tabular tabular)) {
            boolean labelled = !(table.source() instanceof DataSource.Idx idx)
                    || !idx.labels().isEmpty();
            return labelled ? List.of(OpenTable.LABEL) : List.of();
        }
        return tabular.columns().label().stream()
                .filter(column -> needed || isThere(table, column))
                .map(column -> name(table, column, "data.label"))
                .toList();
    }

    private static String weight(OpenTable table, boolean needed) {
        return ((DataSource.Tabular) table.source())
                .columns()
                .weight()
                .filter(column -> needed || isThere(table, column))
                .map(column -> name(table, column, "data.weight"))
                .orElse(null);
    }

    private static boolean isThere(OpenTable table, Column column) {
        return column instanceof Column.Indexed indexed
                ? indexed.index() < table.columns().size()
                : table.columns().contains(column.toString());
    }

    /**
     * The roles of a table that a trained model reads: its features by the names that the model knows.
     *
     * @param featureNames the model's
     * @throws DataException if a column is missing
     */
    public static ColumnRoles forModel(OpenTable table, List<String> featureNames, boolean needsLabel) {
        if (!(table.source() instanceof DataSource.Tabular)) {
            ColumnRoles own = of(table, needsLabel);
            if (own.inputs() != featureNames.size()) {
                throw new DataException(table.key() + ": expected the features that the model is trained on, "
                        + featureNames.size() + " numbers, found " + own.inputs() + " (" + table.described()
                        + "); check the paths");
            }
            return own;
        }
        List<String> columns = featureNames.stream()
                .map(name -> table.columns().contains(name) ? name : columnOf(name))
                .distinct()
                .toList();
        List<String> missing =
                columns.stream().filter(name -> !table.columns().contains(name)).toList();
        if (!missing.isEmpty()) {
            throw new DataException(table.key() + ": expected the columns that the model is trained on, found no "
                    + Cells.shown(missing) + " among " + Cells.shown(table.columns()) + " (" + table.described()
                    + "); check the columns' names");
        }
        ColumnRoles roles = widen(table, columns, labels(table, needsLabel), weight(table, needsLabel));
        if (!roles.featureNames.equals(featureNames)) {
            throw new DataException(table.key() + ": expected the features that the model is trained on, "
                    + featureNames.size() + " numbers, found " + roles.inputs() + " (" + table.described()
                    + "); check the columns' widths");
        }
        return roles;
    }

    private static String columnOf(String featureName) {
        int bracket = featureName.endsWith("]") ? featureName.lastIndexOf('[') : -1;
        return bracket > 0 ? featureName.substring(0, bracket) : featureName;
    }

    private static String name(OpenTable table, Column column, String key) {
        List<String> columns = table.columns();
        if (column instanceof Column.Indexed indexed) {
            if (indexed.index() >= columns.size()) {
                throw new DataException(key + ": expected an index below " + columns.size() + " (the columns of "
                        + table.described() + "), found " + indexed.index() + "; count from 0");
            }
            return columns.get(indexed.index());
        }
        String name = column.toString();
        if (!columns.contains(name)) {
            throw new DataException(key + ": expected one of the columns " + Cells.shown(columns) + ", found " + name
                    + " (" + table.described() + "); "
                    + Nearest.to(name, columns)
                            .map(near -> "did you mean " + near + "?")
                            .orElse(columns.size() == 1 ? "check data.separator" : "check the spelling"));
        }
        return name;
    }

    private static ColumnRoles widen(OpenTable table, List<String> features, List<String> labels, String weight) {
        if (features.isEmpty()) {
            throw new DataException("data.features: expected at least one column beside label and weight, found "
                    + Cells.shown(table.columns()) + " (" + table.described() + ")");
        }
        List<String> names = new ArrayList<>();
        for (String feature : features) {
            DataType type = table.rows().schema().apply(feature).dataType();
            if (isScalar(type)) {
                names.add(feature);
            } else if (isWide(type)) {
                addWide(names, feature, width(table, feature));
            } else {
                throw new DataException(
                        "data.features: expected numbers, found column " + feature + " of type " + type.simpleString()
                                + " (" + table.described() + "); name the columns to take in data.features");
            }
        }
        List<String> targets = new ArrayList<>();
        for (String label : labels) {
            if (isWide(table.rows().schema().apply(label).dataType())) {
                addWide(targets, label, width(table, label));
            } else {
                targets.add(label);
            }
        }
        return new ColumnRoles(features, names, labels, targets, weight);
    }

    private static boolean isScalar(DataType type) {
        return type instanceof NumericType || type instanceof StringType || type instanceof BooleanType;
    }

    private static boolean isWide(DataType type) {
        return type instanceof BinaryType
                || type.equals(SQLDataTypes.VectorType())
                || type instanceof ArrayType array && array.elementType() instanceof NumericType;
    }

    private static void addWide(List<String> names, String column, int width) {
        for (int i = 0; i < width; i++) {
            names.add(width > NAMED_WIDTH ? column : column + "[" + i + "]");
        }
    }

    /** A column's width is that of its first row; every other row is checked against it as it is read. */
    private static int width(OpenTable table, String column) {
        List<Row> first = first(table, column);
        if (first.isEmpty()) {
            throw table.noRow();
        }
        return first.get(0).isNullAt(0) ? 1 : Cells.width(first.get(0).get(0));
    }

    private static List<Row> first(OpenTable table, String column) {
        try {
            return table.rows().select(OpenTable.column(column)).takeAsList(1);
        } catch (Exception failure) { // Spark's own, which Scala does not declare, are checked ones.
            ReadFailures failures = new ReadFailures(table.rows().sparkSession(), table);
            Optional<DataException> told = failures.told(failure, row -> {});
            if (told.isPresent()) {
                throw told.get();
            }
            throw failure;
        }
    }
}
