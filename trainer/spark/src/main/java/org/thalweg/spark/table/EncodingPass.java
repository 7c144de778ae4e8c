package org.thalweg.spark.table;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.thalweg.data.EncodingSurvey;
import org.thalweg.data.FeatureColumn;
import org.thalweg.data.FeatureEncoding;
import org.thalweg.settings.KeyText;

/** Reads all rows of a table once, to learn what the encoding of its columns needs to know. */
final class EncodingPass {
    private static final StructType FINDING = new StructType()
            .add("column", DataTypes.IntegerType)
            .add("place", DataTypes.IntegerType)
            .add("category", DataTypes.StringType);

    private final OpenTable table;
    private final ColumnRoles roles;

    EncodingPass(OpenTable table, ColumnRoles roles) {
        this.table = table;
        this.roles = roles;
    }

    /**
     * The encoding, with the rows' categories and the columns that lack values.
     *
     * @throws DataException if a row is bad, or a column has no category or too many
     */
    FeatureEncoding encoding() {
        FeatureEncoding planned = roles.encoding();
        if (!EncodingSurvey.isNeeded(planned)) {
            return planned;
        }
        ExampleMapper mapper = new ExampleMapper(table, roles, Targets.NUMBERS, false);
        MapPartitionsFunction<Row, Row> pass = rows -> findings(rows, mapper, planned);
        EncodingSurvey survey = new EncodingSurvey(planned);
        try {
            for (Row finding :
                    table.rows().mapPartitions(pass, Encoders.row(FINDING)).collectAsList()) {
                survey.add(new EncodingSurvey.Finding(finding.getInt(0), finding.getInt(1), finding.getString(2)));
            }
        } catch (Exception failure) { // Spark's own, which Scala does not declare, are checked ones.
            Optional<DataException> explained =
                    new ReadFailures(table).explained(failure, row -> mapper.survey(row, new EncodingSurvey(planned)));
            if (explained.isPresent()) {
                throw explained.get();
            }
            throw failure;
        }
        FeatureEncoding encoding = survey.encoding();
        requireCategories(encoding, survey);
        return encoding;
    }

    private static Iterator<Row> findings(Iterator<Row> rows, ExampleMapper mapper, FeatureEncoding planned) {
        EncodingSurvey survey = new EncodingSurvey(planned);
        rows.forEachRemaining(row -> mapper.survey(row, survey));
        List<Row> found = survey.findings().stream()
                .map(finding -> RowFactory.create(finding.column(), finding.place(), finding.category()))
                .collect(Collectors.toList());
        return found.iterator();
    }

    private void requireCategories(FeatureEncoding encoding, EncodingSurvey survey) {
        for (int c = 0; c < encoding.columns().size(); c++) {
            if (!(encoding.columns().get(c) instanceof FeatureColumn.OneHot column)) {
                continue;
            }
            String where = " in " + column.name() + " of " + table.described();
            if (survey.hasTooMany(c)) {
                throw new DataException(KeyText.of("data.categorical") + ": expected at most "
                        + FeatureColumn.OneHot.MAX_CATEGORIES + " categories for oneHot, found more" + where
                        + "; take { type: hashing, buckets: 1024 }");
            }
            if (column.categories().isEmpty() && column.missing()) {
                throw new DataException(KeyText.of("data.categorical") + ": expected at least one category, found none"
                        + where + "; leave the column out of " + KeyText.of("data.features"));
            }
        }
    }
}
