package org.thalweg.spark.table;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.thalweg.data.EncodingSurvey;
import org.thalweg.data.FeatureColumn;
import org.thalweg.data.FeatureEncoding;
import org.thalweg.settings.KeyText;

/** Reads all rows of a table once, to learn what the encoding of its columns needs to know, and which labels there are. */
final class EncodingPass {
    private static final StructType FINDING = new StructType()
            .add("column", DataTypes.IntegerType)
            .add("place", DataTypes.IntegerType)
            .add("category", DataTypes.StringType)
            .add("rows", DataTypes.LongType);

    /** The place of a column's index where a finding is a label. */
    private static final int LABEL = -1;

    /** The same where a finding is the number of a partition's rows. */
    private static final int ROWS = -2;

    private final OpenTable table;
    private final ColumnRoles roles;
    private final boolean labels;

    /**
     * A pass over a table.
     *
     * @param labels whether the label column's distinct labels are gathered too
     */
    EncodingPass(OpenTable table, ColumnRoles roles, boolean labels) {
        this.table = table;
        this.roles = roles;
        this.labels = labels;
    }

    /**
     * What a pass found.
     *
     * @param encoding with the rows' categories and the columns that lack values
     * @param labels with the rows that have each, in no order; null where they were not gathered
     * @param rows how many there are; empty where they were not read
     */
    record Found(FeatureEncoding encoding, Map<String, Long> labels, OptionalLong rows) {}

    /**
     * Reads the rows, where there is anything to learn of them for the encoding.
     *
     * @throws DataException if a row is bad, or a column has no category or too many
     */
    Found run() {
        FeatureEncoding planned = roles.encoding();
        if (!EncodingSurvey.isNeeded(planned)) {
            return new Found(planned, null, OptionalLong.empty());
        }
        ExampleMapper mapper = new ExampleMapper(table, roles, Targets.NUMBERS, false);
        boolean withLabels = labels;
        String labelColumn = withLabels ? roles.labels().get(0) : "";
        MapPartitionsFunction<Row, Row> pass = rows -> findings(rows, mapper, planned, withLabels, labelColumn);
        EncodingSurvey survey = new EncodingSurvey(planned);
        Map<String, Long> found = new HashMap<>();
        long rows = 0;
        try {
            for (Row finding : merged(table.rows().mapPartitions(pass, Encoders.row(FINDING)))) {
                if (finding.getInt(0) == LABEL) {
                    found.merge(finding.getString(2), finding.getLong(3), Long::sum);
                    DistinctLabels.requireFew(found.size(), labelColumn);
                } else if (finding.getInt(0) == ROWS) {
                    rows += finding.getLong(3);
                } else {
                    survey.add(new EncodingSurvey.Finding(finding.getInt(0), finding.getInt(1), finding.getString(2)));
                }
            }
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
        FeatureEncoding encoding = survey.encoding();
        requireCategories(encoding, survey);
        return new Found(encoding, withLabels ? found : null, OptionalLong.of(rows));
    }

    /** Each finding once, of a column or of the labels no more than show that there are too many. */
    private List<Row> merged(Dataset<Row> findings) {
        if (findings.rdd().getNumPartitions() <= DistinctLabels.MOST_PARTS) {
            return findings.collectAsList();
        }
        int most = Math.max(FeatureColumn.OneHot.MAX_CATEGORIES, DistinctLabels.MAX_CLASSES) + 1;
        return findings.groupBy("column", "place", "category")
                .agg(functions.sum("rows").as("rows"))
                .withColumn(
                        "rank",
                        functions.row_number().over(Window.partitionBy("column").orderBy("category")))
                .filter(functions.col("rank").leq(most))
                .drop("rank")
                .collectAsList();
    }

    private static Iterator<Row> findings(
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
        Stream<Row> ofEncoding = survey.findings().stream()
                .map(finding -> RowFactory.create(finding.column(), finding.place(), finding.category(), 0L));
        Stream<Row> ofLabels = distinct.labels().entrySet().stream()
                .map(label -> RowFactory.create(LABEL, 0, label.getKey(), label.getValue()));
        Row ofRows = RowFactory.create(ROWS, 0, null, count);
        return Stream.concat(Stream.of(ofRows), Stream.concat(ofEncoding, ofLabels))
                .iterator();
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
