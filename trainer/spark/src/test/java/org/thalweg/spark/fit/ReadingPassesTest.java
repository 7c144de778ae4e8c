package org.thalweg.spark.fit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;
import org.thalweg.spark.config.FitSettings;

/** How often a table is read before it can be trained on. */
class ReadingPassesTest extends LocalSession {
    private static final int ROWS = 300;

    private static long passes(Map<String, ?> more) {
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < ROWS; row++) {
            rows.add(RowFactory.create((double) row, row % 5 == 0 ? "red" : "blue", "class" + row % 3));
        }
        StructType schema = new StructType()
                .add("x", DataTypes.DoubleType)
                .add("colour", DataTypes.StringType)
                .add("label", DataTypes.StringType);
        LongAccumulator read = spark.sc().longAccumulator();
        UDF1<String, String> count = label -> {
            read.add(1);
            return label;
        };
        Dataset<Row> table = session.createDataFrame(rows, schema)
                .withColumn(
                        "label",
                        functions
                                .udf(count, DataTypes.StringType)
                                .asNondeterministic()
                                .apply(functions.col("label")));
        Map<String, Object> settings = new HashMap<>(Map.of(
                "task",
                "classification",
                "data.label",
                "label",
                "data.features",
                List.of("x"),
                "network.hidden",
                List.of(3)));
        settings.putAll(more);
        try (TrainingData data = TrainingData.of(table, FitSettings.ofDataFrame(settings), FitListener.NONE)) {
            assertThat(data.training().survey().all()).isEqualTo(ROWS);
        }
        assertThat(read.value() % ROWS).isZero();
        return read.value() / ROWS;
    }

    @Test
    void rowsAreReadOnceAndOnceMoreForWhatMustBeKnownBefore() {
        assertThat(passes(Map.of("data.classes", List.of("class0", "class1", "class2"))))
                .isEqualTo(1);
        assertThat(passes(Map.of())).as("classes").isEqualTo(2);
        Map<String, Object> categories =
                Map.of("data.features", List.of("x", "colour"), "data.categorical", List.of("colour"));
        assertThat(passes(categories)).as("classes and categories together").isEqualTo(2);
    }
}
