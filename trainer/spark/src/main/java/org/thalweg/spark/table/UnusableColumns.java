package org.thalweg.spark.table;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.thalweg.settings.KeyText;

/** Refuses features whose column types have neither numbers nor categories nor dates, with one message for all of them. */
final class UnusableColumns {
    private UnusableColumns() {}

    /**
     * Requires types that can be features.
     *
     * @param features to be read as numbers, or as the settings say
     * @param dates the columns that are dates in the settings
     * @throws DataException naming every column that cannot be one
     */
    static void refuse(OpenTable table, List<String> features, List<String> dates) {
        List<String> unusable = new ArrayList<>();
        boolean anyDate = false;
        boolean anyNested = false;
        for (String feature : features) {
            DataType type = ColumnShape.type(table, feature);
            boolean date = ColumnShape.isDates(type);
            if (!ColumnShape.isSingle(type) && !ColumnShape.isWide(type) && !(date && dates.contains(feature))) {
                unusable.add(feature + " of type " + shown(type));
                anyDate |= date;
                anyNested |= type instanceof StructType;
            }
        }
        if (!unusable.isEmpty()) {
            boolean one = unusable.size() == 1;
            throw new DataException(
                    KeyText.of("data.features") + ": expected numbers, found column" + (one ? " " : "s ")
                            + String.join(", ", unusable) + " (" + table.described() + "); "
                            + (anyDate ? "put dates into " + KeyText.of("data.dates") + ", and " : "")
                            + (anyNested ? "take a nested column's fields by name (a.b), and " : "")
                            + "name the columns to take in " + KeyText.of("data.features"));
        }
    }

    /** A type for a message, shortened if it has many fields. */
    private static String shown(DataType type) {
        int most = 60;
        String text = type.simpleString();
        return text.length() > most ? text.substring(0, most) + "…" : text;
    }
}
