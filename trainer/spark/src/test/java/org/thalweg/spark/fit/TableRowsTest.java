package org.thalweg.spark.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.thalweg.spark.config.FitSettings;
import org.thalweg.spark.table.DataException;

/** Columns of any type, read as Spark holds them: the rows are those of the same numbers in columns of one plain type. */
class TableRowsTest extends LocalSession {
    private static final int ROWS = 97;

    private static final StructType TYPED = new StructType()
            .add("boolean", DataTypes.BooleanType)
            .add("byte", DataTypes.ByteType)
            .add("short", DataTypes.ShortType)
            .add("int", DataTypes.IntegerType)
            .add("long", DataTypes.LongType)
            .add("float", DataTypes.FloatType)
            .add("double", DataTypes.DoubleType)
            .add("decimal", DataTypes.createDecimalType(12, 3))
            .add("text", DataTypes.StringType)
            .add("array", DataTypes.createArrayType(DataTypes.LongType))
            .add("bytes", DataTypes.BinaryType)
            .add("dense", SQLDataTypes.VectorType())
            .add("sparse", SQLDataTypes.VectorType())
            .add("weight", DataTypes.DoubleType)
            .add("label", DataTypes.StringType);

    private static Object[] typed(Random random) {
        boolean truth = random.nextBoolean();
        int small = random.nextInt(100);
        double real = random.nextGaussian();
        BigDecimal decimal = BigDecimal.valueOf(random.nextInt(1_000_000), 3);
        return new Object[] {
            truth,
            (byte) -small,
            (short) (3 * small),
            70_000 * small,
            (long) small << 33,
            (float) real,
            small % 7 == 0 ? -0.0 : 3 * real,
            decimal,
            " " + real,
            List.of(5L, (long) small),
            new byte[] {(byte) small, (byte) (200 + small % 50)},
            Vectors.dense(real, small),
            small % 2 == 0 ? Vectors.sparse(4, new int[] {1, 3}, new double[] {real, 2}) : Vectors.dense(0, 1, 0, real),
            1 + small % 3,
            "class " + small % 3
        };
    }

    private static double[] numbers(Object[] row) {
        int small = -(Byte) row[1];
        double real = Double.parseDouble((String) row[8]);
        double[] sparse = small % 2 == 0 ? new double[] {0, real, 0, 2} : new double[] {0, 1, 0, real};
        return new double[] {
            (Boolean) row[0] ? 1 : 0,
            -small,
            3 * small,
            70_000 * small,
            (double) ((long) small << 33),
            (float) real,
            small % 7 == 0 ? 0 : 3 * real,
            ((BigDecimal) row[7]).doubleValue(),
            real,
            5,
            small,
            small,
            200 + small % 50,
            real,
            small,
            sparse[0],
            sparse[1],
            sparse[2],
            sparse[3]
        };
    }

    private static Map<String, Object> settings(Object features, boolean sparse) {
        return Map.of(
                "task",
                "classification",
                "data.label",
                "label",
                "data.weight",
                "weight",
                "data.features",
                features,
                "data.sparse",
                sparse,
                "network.hidden",
                List.of(3));
    }

    private static String content(Dataset<Row> rows, Map<String, Object> settings) {
        try (TrainingData data = TrainingData.of(rows, FitSettings.ofDataFrame(settings), FitListener.NONE)) {
            assertThat(data.training().survey().all()).isEqualTo(ROWS);
            return data.training().survey().content().text();
        }
    }

    @Test
    void columnsOfAnyTypeGiveTheNumbersThatTheyHold() {
        Random random = new Random(4);
        List<Row> typed = new ArrayList<>();
        List<Row> plain = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            Object[] row = typed(random);
            row[13] = ((Number) row[13]).doubleValue();
            typed.add(RowFactory.create(row));
            plain.add(RowFactory.create(numbers(row), row[13], row[14]));
        }
        Dataset<Row> ofTypes = session.createDataFrame(typed, TYPED);
        StructType ofArrays = new StructType()
                .add("all", DataTypes.createArrayType(DataTypes.DoubleType))
                .add("weight", DataTypes.DoubleType)
                .add("label", DataTypes.StringType);
        Dataset<Row> ofNumbers = session.createDataFrame(plain, ofArrays);
        List<String> features = List.of(TYPED.fieldNames()).subList(0, 13);
        for (boolean sparse : new boolean[] {false, true}) {
            assertThat(content(ofTypes, settings(features, sparse)))
                    .isEqualTo(content(ofNumbers, settings(List.of("all"), sparse)));
        }
    }

    @Test
    void valuesThatAreNoNumbersAreRefusedByTheirColumn() {
        StructType schema = new StructType()
                .add("x", DataTypes.DoubleType)
                .add("weight", DataTypes.DoubleType)
                .add("label", DataTypes.StringType);
        for (Double wrong : new Double[] {null, Double.NaN, Double.NEGATIVE_INFINITY, 1e300}) {
            List<Row> rows = List.of(
                    RowFactory.create(1.0, 1.0, "a"),
                    RowFactory.create(2.0, 1.0, "b"),
                    RowFactory.create(wrong, 1.0, "a"));
            assertThatThrownBy(() -> content(session.createDataFrame(rows, schema), settings(List.of("x"), false)))
                    .isInstanceOf(DataException.class)
                    .hasMessageStartingWith("x: expected a ");
        }
    }
}
