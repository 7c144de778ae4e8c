package org.thalweg.spark.table;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StringType;
import org.thalweg.data.Cell;
import org.thalweg.settings.KeyText;

/** Finds all features that should be numbers but are texts. Without this, they would be reported one after the other. */
final class TextColumns {
    private static final int SEEN = 1000;

    private final OpenTable table;
    private final ColumnRoles roles;

    TextColumns(OpenTable table, ColumnRoles roles) {
        this.table = table;
        this.roles = roles;
    }

    /**
     * One message for all of them, from the first rows of the table; empty if there are none, so that a single row is the
     * cause.
     */
    Optional<String> message() {
        List<ColumnSample> texts = samples().stream()
                .filter(sample -> sample.isText() && sample.spellings().isEmpty())
                .toList();
        if (texts.isEmpty()) {
            return Optional.empty();
        }
        boolean dates = texts.stream().anyMatch(sample -> sample.dateFormat().isPresent());
        boolean one = texts.size() == 1;
        return Optional.of(KeyText.of("data.features") + ": expected numbers, found texts in column"
                + (one ? " " : "s ")
                + String.join(", ", texts.stream().map(TextColumns::shown).toList()) + " (" + table.described()
                + "); put categories into " + KeyText.of("data.categorical")
                + (dates ? ", dates into " + KeyText.of("data.dates") : "") + ", or name the columns to take in "
                + KeyText.of("data.features"));
    }

    private static String shown(ColumnSample sample) {
        String first = sample.counts().keySet().iterator().next();
        return sample.name() + " (" + Cell.shown(first) + ")";
    }

    private List<ColumnSample> samples() {
        List<ColumnSample> samples = roles.numberFeatures().stream()
                .filter(name -> ColumnShape.type(table, name) instanceof StringType)
                .map(name -> new ColumnSample(name, ColumnShape.type(table, name)))
                .toList();
        Column[] columns =
                samples.stream().map(sample -> OpenTable.column(sample.name())).toArray(Column[]::new);
        for (Row row : table.rows().select(columns).takeAsList(SEEN)) {
            for (int c = 0; c < columns.length; c++) {
                samples.get(c).add(row.get(c));
            }
        }
        return samples;
    }
}
