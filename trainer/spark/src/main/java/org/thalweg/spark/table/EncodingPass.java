package org.thalweg.spark.table;

import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Row;
import org.thalweg.data.EncodingSurvey;
import org.thalweg.data.FeatureColumn;
import org.thalweg.data.FeatureEncoding;
import org.thalweg.settings.KeyText;

/** Reads all rows of a table once, to find what the encoding of its columns needs, and the labels. */
final class EncodingPass {
    private final OpenTable table;
    private final ColumnRoles roles;
    private final boolean labels;

    /**
     * A pass over a table.
     *
     * @param labels whether the distinct labels are collected too
     */
    EncodingPass(OpenTable table, ColumnRoles roles, boolean labels) {
        this.table = table;
        this.roles = roles;
        this.labels = labels;
    }

    /**
     * The results of a pass.
     *
     * @param encoding with the rows' categories and the columns that lack values
     * @param labels with the number of rows of each, in no order; null if they were not collected
     * @param rows the number of rows; empty if they were not read
     */
    record Result(FeatureEncoding encoding, Map<String, Long> labels, OptionalLong rows) {}

    /**
     * Reads the rows if the encoding depends on them.
     *
     * @throws DataException if a row is bad, or a column has no category or too many
     */
    Result run() {
        FeatureEncoding planned = roles.encoding().orElseThrow();
        if (!EncodingSurvey.isNeeded(planned)) {
            return new Result(planned, null, OptionalLong.empty());
        }
        ExampleMapper mapper = new ExampleMapper(table, roles, Targets.NUMBERS, false);
        boolean withLabels = labels;
        String labelColumn = withLabels ? roles.labels().get(0) : "";
        EncodingSurvey survey = new EncodingSurvey(planned);
        Findings findings;
        try {
            findings = Findings.of(table.rows(), rows -> findings(rows, mapper, planned, withLabels, labelColumn));
        } catch (Exception failure) { // Spark's own, which Scala does not declare, are checked ones.
            Optional<DataException> explained = new ReadFailures(table, Optional.of(roles)).explained(failure, row -> {
                mapper.survey(row, new EncodingSurvey(planned));
                if (withLabels) {
                    mapper.label(row);
                }
            });
            if (explained.isPresent()) {
                throw explained.get();
            }
            throw failure;
        }
        findings.forEachOfEncoding(survey::add);
        FeatureEncoding encoding = survey.encoding();
        requireCategories(encoding, survey);
        Map<String, Long> ofLabels = findings.labels();
        DistinctLabels.requireFew(ofLabels.size(), labelColumn);
        return new Result(encoding, withLabels ? ofLabels : null, OptionalLong.of(findings.rows()));
    }

    private static Findings findings(
            Iterator<Row> rows, ExampleMapper mapper, FeatureEncoding planned, boolean labels, String labelColumn) {
        EncodingSurvey survey = new EncodingSurvey(planned);
        DistinctLabels distinct = new DistinctLabels(mapper, labelColumn);
        long count = 0;
        while (rows.hasNext()) {
            Row row = rows.next();
            count++;
            mapper.survey(row, survey);
            if (labels) {
                distinct.add(row);
            }
        }
        Findings findings = new Findings();
        findings.add(survey);
        findings.add(distinct);
        findings.addRows(count);
        return findings;
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
