package org.thalweg.spark.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataType;
import org.thalweg.data.FeatureColumn;
import org.thalweg.data.FeatureEncoding;
import org.thalweg.settings.KeyText;
import org.thalweg.spark.config.Categorical;
import org.thalweg.spark.config.Columns;
import org.thalweg.spark.config.Missing;

/** The encoding of a table's columns as far as it follows from the settings and the table's schema. */
final class PlannedEncoding {
    private final OpenTable table;

    private PlannedEncoding(OpenTable table) {
        this.table = table;
    }

    /**
     * The encoding without what only the rows show: see {@link EncodingPass}.
     *
     * @param features the columns' names, in order
     * @throws DataException if a categorical column is no feature, or a column's type does not fit
     */
    static FeatureEncoding of(OpenTable table, Columns columns, List<String> features) {
        PlannedEncoding planned = new PlannedEncoding(table);
        Map<String, Categorical> categorical = planned.categorical(columns, features);
        List<FeatureColumn> encoded = new ArrayList<>();
        for (String feature : features) {
            Categorical category = categorical.get(feature);
            if (category == null) {
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
            String name = ColumnRoles.name(table, each.column(), "data.categorical");
            if (!features.contains(name)) {
                throw new DataException(
                        KeyText.of("data.categorical") + ": expected columns of " + KeyText.of("data.features")
                                + ", found " + name + " (" + table.described() + "); remove it, or add it there");
            }
            if (categorical.put(name, each) != null) {
                throw new DataException(KeyText.of("data.categorical") + ": expected each column once, found " + name
                        + " twice (" + table.described() + "); name it once");
            }
            requireSingle(name);
        }
        return categorical;
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
