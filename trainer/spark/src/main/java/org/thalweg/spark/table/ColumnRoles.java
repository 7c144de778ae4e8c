package org.thalweg.spark.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.thalweg.data.FeatureColumn;
import org.thalweg.data.FeatureEncoding;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.config.Categorical;
import org.thalweg.spark.config.Column;
import org.thalweg.spark.config.Columns;
import org.thalweg.spark.config.DateColumn;
import org.thalweg.spark.config.SpellingSuggestion;

/**
 * The roles of the columns of an open table, checked against its schema.
 *
 * @param features the columns that the network reads, in order
 * @param featureNames one name per input: the name of the column, or {@code name[i]} for the i-th number of a wider column
 * @param labels the target columns; empty where the table has none
 * @param targetNames one name per target, in the same form
 * @param weight the weight column; empty for none
 * @param encoding how the features become inputs; empty if all are plain numbers
 */
public record ColumnRoles(
        List<String> features,
        List<String> featureNames,
        List<String> labels,
        List<String> targetNames,
        Optional<String> weight,
        Optional<FeatureEncoding> encoding) {
    /** Copies the lists. */
    public ColumnRoles {
        features = List.copyOf(features);
        featureNames = List.copyOf(featureNames);
        labels = List.copyOf(labels);
        targetNames = List.copyOf(targetNames);
    }

    /** The number of inputs of a row. */
    public int inputs() {
        return featureNames.size();
    }

    /** The features, for other rows to be read in the same way. */
    public KnownFeatures known() {
        return new KnownFeatures(featureNames, encoding);
    }

    /** The features that are neither categories nor dates. */
    List<String> numberFeatures() {
        return encoding.map(known -> known.columns().stream()
                        .filter(FeatureColumn.Numeric.class::isInstance)
                        .map(FeatureColumn::name)
                        .toList())
                .orElse(features);
    }

    /** The same with this encoding of the features, and its input names. */
    ColumnRoles with(FeatureEncoding newEncoding) {
        return new ColumnRoles(
                features, newEncoding.inputNames(), labels, targetNames, weight, Optional.of(newEncoding));
    }

    /**
     * The roles that the settings give a table's columns. An encoding that depends on the rows is not complete yet: see {@link
     * LabelledRows#surveyed}.
     *
     * @param needsLabel whether a source without its label column is refused
     * @param unlessNamed the names of columns that are features only if the settings name them as features, categories or
     *     dates, such as columns by which rows are held out
     * @throws DataException if a column is missing, or is of a type that cannot play its role
     */
    public static ColumnRoles of(OpenTable table, boolean needsLabel, Set<String> unlessNamed) {
        if (table.format().columns().isEmpty()) {
            return widen(table, List.of(OpenTable.FEATURES), labels(table, needsLabel), Optional.empty());
        }
        Columns columns = table.format().columns().get();
        requireNamed(table, columns, needsLabel);
        List<String> labels = labels(table, needsLabel);
        Optional<String> weight = weight(table, true);
        List<String> features = new ArrayList<>();
        if (columns.allFeatures()) {
            features.addAll(table.plainColumns());
            features.removeAll(labels);
            weight.ifPresent(features::remove);
            Set<String> named = Stream.concat(
                            columns.categorical().stream().map(Categorical::column),
                            columns.dates().stream().map(DateColumn::column))
                    .map(Column::toString)
                    .collect(Collectors.toSet());
            features.removeIf(name -> unlessNamed.contains(name) && !named.contains(name));
        } else {
            columns.features().forEach(column -> features.add(name(table, column, "data.features")));
        }
        requireFeature(table, features);
        requireOneRoleEach(table, labels, weight, features);
        UnusableColumns.refuse(
                table,
                features,
                columns.dates().stream()
                        .map(each -> name(table, each.column(), "data.dates"))
                        .toList());
        if (columns.areEncoded()) {
            return encoded(table, PlannedEncoding.of(table, columns, features), labels, weight);
        }
        return widen(table, features, labels, weight);
    }

    /** Reports all unknown names at once. */
    private static void requireNamed(OpenTable table, Columns columns, boolean needsLabel) {
        List<DataException> missing = new ArrayList<>();
        if (needsLabel) {
            columns.label().forEach(column -> tryName(table, column, "data.label", missing));
        }
        columns.weight().ifPresent(column -> tryName(table, column, "data.weight", missing));
        columns.features().forEach(column -> tryName(table, column, "data.features", missing));
        if (columns.allFeatures()) {
            columns.categorical().forEach(each -> tryName(table, each.column(), "data.categorical", missing));
            columns.dates().forEach(each -> tryName(table, each.column(), "data.dates", missing));
        }
        if (!missing.isEmpty()) {
            throw DataException.of(missing);
        }
    }

    private static void tryName(OpenTable table, Column column, String key, List<DataException> missing) {
        try {
            name(table, column, key);
        } catch (DataException e) {
            missing.add(e);
        }
    }

    /** Refuses a column with two roles. Settings refuse equal names; this also finds an index and a name of the same column. */
    private static void requireOneRoleEach(
            OpenTable table, List<String> labels, Optional<String> weight, List<String> features) {
        Set<String> seen = new HashSet<>();
        for (String label : labels) {
            requireNew(table, seen, label, "data.label");
        }
        weight.ifPresent(column -> requireNew(table, seen, column, "data.weight"));
        features.forEach(feature -> requireNew(table, seen, feature, "data.features"));
    }

    private static void requireNew(OpenTable table, Set<String> seen, String column, String key) {
        if (!seen.add(column)) {
            throw new DataException(
                    KeyText.of(key) + ": expected each column as one of label, weight and features, once," + " found "
                            + column + " again (" + table.described() + "); name it once");
        }
    }

    private static List<String> labels(OpenTable table, boolean needed) {
        Optional<Columns> columns = table.format().columns();
        if (columns.isEmpty()) {
            return table.format().isLabelled() ? List.of(OpenTable.LABEL) : List.of();
        }
        return columns.get().label().stream()
                .filter(column -> needed || isThere(table, column))
                .map(column -> name(table, column, "data.label"))
                .toList();
    }

    private static Optional<String> weight(OpenTable table, boolean needed) {
        return table.format()
                .columns()
                .flatMap(Columns::weight)
                .filter(column -> needed || isThere(table, column))
                .map(column -> name(table, column, "data.weight"));
    }

    private static boolean isThere(OpenTable table, Column column) {
        return column instanceof Column.Indexed indexed
                ? indexed.index() < table.columns().size()
                : table.names().contains(column.toString());
    }

    /**
     * The roles of a table for a trained model. The features are found by the names in the model.
     *
     * @param known the features of the model
     * @throws DataException if a column is missing
     */
    public static ColumnRoles forModel(OpenTable table, KnownFeatures known, boolean needsLabel) {
        List<String> featureNames = known.names();
        if (table.format().columns().isEmpty()) {
            if (known.encoding().isPresent()) {
                throw new DataException(KeyText.of(table.key())
                        + ": expected csv, parquet, json or table, whose columns have the"
                        + " names that the model is trained on, found "
                        + table.format().name() + " (" + table.described() + "); check " + KeyText.of("data.format"));
            }
            ColumnRoles own = of(table, needsLabel, Set.of());
            if (own.inputs() != featureNames.size()) {
                throw new DataException(
                        KeyText.of(table.key()) + ": expected the features that the model is trained on, "
                                + featureNames.size() + " numbers, found " + own.inputs() + " (" + table.described()
                                + "); check the paths");
            }
            return own;
        }
        if (known.encoding().isPresent()) {
            FeatureEncoding encoding = known.encoding().get();
            List<String> columns =
                    encoding.columns().stream().map(FeatureColumn::name).toList();
            requireThere(table, columns);
            PlannedEncoding.requireFits(table, encoding);
            return encoded(table, encoding, labels(table, needsLabel), weight(table, needsLabel));
        }
        List<String> columns = columns(table, known);
        ColumnRoles roles = widen(table, columns, labels(table, needsLabel), weight(table, needsLabel));
        if (!roles.featureNames.equals(featureNames)) {
            throw new DataException(KeyText.of(table.key()) + ": expected the features that the model is trained on, "
                    + featureNames.size() + " numbers, found " + roles.inputs() + " (" + table.described()
                    + "); check the columns' widths");
        }
        return roles;
    }

    /**
     * The roles of a model's columns in rows that cannot be read in advance, such as a stream. The width of a vector is
     * checked as each row is read.
     *
     * @throws DataException if a column is missing, or has a type that cannot be a feature
     */
    public static ColumnRoles forUnreadRows(OpenTable table, KnownFeatures known) {
        if (known.encoding().isPresent()) {
            return forModel(table, known, false);
        }
        List<String> columns = columns(table, known);
        for (String column : columns) {
            DataType type = ColumnShape.type(table, column);
            if (!ColumnShape.isSingle(type) && !ColumnShape.isWide(type)) {
                throw ColumnShape.noNumbers(table, column);
            }
        }
        return new ColumnRoles(columns, known.names(), List.of(), List.of(), Optional.empty(), Optional.empty());
    }

    private static List<String> columns(OpenTable table, KnownFeatures known) {
        List<String> there = table.names();
        List<String> columns = known.names().stream()
                .map(name -> there.contains(name) ? name : columnOf(name))
                .distinct()
                .toList();
        requireThere(table, columns);
        return columns;
    }

    /**
     * The columns that the settings name as features; empty if all columns are features.
     *
     * @throws DataException if one is missing
     */
    public static List<String> namedFeatures(OpenTable table) {
        return table.format().columns().map(Columns::features).orElse(List.of()).stream()
                .map(column -> name(table, column, "data.features"))
                .toList();
    }

    private static void requireThere(OpenTable table, List<String> columns) {
        List<String> there = table.names();
        List<String> missing =
                columns.stream().filter(name -> !there.contains(name)).toList();
        if (!missing.isEmpty()) {
            throw new DataException(
                    KeyText.of(table.key()) + ": expected the columns that the model is trained on, found no "
                            + Cells.shown(missing) + " among " + Cells.shown(there) + " (" + table.described()
                            + "); check the columns' names");
        }
    }

    private static String columnOf(String featureName) {
        int bracket = featureName.endsWith("]") ? featureName.lastIndexOf('[') : -1;
        return bracket > 0 ? featureName.substring(0, bracket) : featureName;
    }

    static String name(OpenTable table, Column column, String key) {
        List<String> columns = table.columns();
        if (column instanceof Column.Indexed indexed) {
            if (indexed.index() >= columns.size()) {
                throw new DataException(KeyText.of(key) + ": expected an index below " + columns.size()
                        + " (the columns of " + table.described() + "), found " + indexed.index() + "; count from 0");
            }
            return columns.get(indexed.index());
        }
        String name = column.toString();
        List<String> names = table.names();
        if (!names.contains(name)) {
            throw new DataException(KeyText.of(key) + ": expected one of the columns " + Cells.shown(names) + ", found "
                    + name
                    + " (" + table.described() + "); "
                    + SpellingSuggestion.to(name, names)
                            .map(near -> "did you mean " + near + "?")
                            .orElse(columns.size() == 1 ? separator(name, columns.get(0)) : "check the spelling"));
        }
        return name;
    }

    private static String separator(String name, String only) {
        return Separators.in(only)
                .filter(sign -> only.contains(name))
                .map(sign -> "take " + Separators.setting(sign))
                .orElse("check " + KeyText.of("data.separator"));
    }

    private static void requireFeature(OpenTable table, List<String> features) {
        if (features.isEmpty()) {
            throw new DataException(
                    KeyText.of("data.features") + ": expected at least one column beside label and weight, found "
                            + Cells.shown(table.columns()) + " (" + table.described() + ")");
        }
    }

    private static ColumnRoles encoded(
            OpenTable table, FeatureEncoding encoding, List<String> labels, Optional<String> weight) {
        List<String> features =
                encoding.columns().stream().map(FeatureColumn::name).toList();
        return new ColumnRoles(
                features, encoding.inputNames(), labels, targetNames(table, labels), weight, Optional.of(encoding));
    }

    private static ColumnRoles widen(
            OpenTable table, List<String> features, List<String> labels, Optional<String> weight) {
        List<String> names = new ArrayList<>();
        for (String feature : features) {
            DataType type = ColumnShape.type(table, feature);
            if (ColumnShape.isSingle(type)) {
                names.add(feature);
            } else if (ColumnShape.isWide(type)) {
                addWide(names, feature, ColumnShape.width(table, feature));
            } else {
                throw ColumnShape.noNumbers(table, feature);
            }
        }
        return new ColumnRoles(features, names, labels, targetNames(table, labels), weight, Optional.empty());
    }

    private static List<String> targetNames(OpenTable table, List<String> labels) {
        List<String> names = new ArrayList<>();
        for (String label : labels) {
            if (ColumnShape.isWide(ColumnShape.type(table, label))) {
                addWide(names, label, ColumnShape.width(table, label));
            } else {
                names.add(label);
            }
        }
        return names;
    }

    private static void addWide(List<String> names, String column, int width) {
        for (int i = 0; i < width; i++) {
            names.add(width > FeatureColumn.Numeric.NAMED_WIDTH ? column : column + "[" + i + "]");
        }
    }
}
