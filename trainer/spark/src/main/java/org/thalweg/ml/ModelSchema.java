package org.thalweg.ml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns that models add, by the params that name them. */
final class ModelSchema {
    /** With more classes than this their names are left out of the column's metadata. */
    private static final int NAMED_CLASSES = 1000;

    private ModelSchema() {}

    /** The column that a param names; empty if the param is not set. */
    static String orNone(Params owner, Param<String> param) {
        return owner.isSet(param) ? owner.getOrDefault(param) : "";
    }

    /** The columns of a classifier, in the order of spark.ml; {@code labels} is empty before training. */
    static Map<String, StructField> ofClasses(
            String raw, String probability, String prediction, String label, List<String> labels) {
        Map<String, StructField> fields = new LinkedHashMap<>();
        add(fields, "rawPredictionCol", raw, SQLDataTypes.VectorType(), Metadata.empty());
        add(fields, "probabilityCol", probability, SQLDataTypes.VectorType(), Metadata.empty());
        add(fields, "predictionCol", prediction, DataTypes.DoubleType, classes(prediction, labels));
        add(fields, "predictedLabelCol", label, DataTypes.StringType, Metadata.empty());
        return fields;
    }

    /** The columns of a multilabel model. */
    static Map<String, StructField> ofLabels(String prediction, String probability) {
        Map<String, StructField> fields = new LinkedHashMap<>();
        add(fields, "predictionCol", prediction, new ArrayType(DataTypes.DoubleType, false), Metadata.empty());
        add(fields, "probabilityCol", probability, SQLDataTypes.VectorType(), Metadata.empty());
        return fields;
    }

    /** The column of a regression model with several targets. */
    static Map<String, StructField> ofNumbers(String prediction) {
        Map<String, StructField> fields = new LinkedHashMap<>();
        add(fields, "predictionCol", prediction, SQLDataTypes.VectorType(), Metadata.empty());
        return fields;
    }

    /** The column of a regression model with one target. */
    static Map<String, StructField> ofNumber(String prediction) {
        Map<String, StructField> fields = new LinkedHashMap<>();
        add(fields, "predictionCol", prediction, DataTypes.DoubleType, Metadata.empty());
        return fields;
    }

    /** The columns of an autoencoder. */
    static Map<String, StructField> ofCodes(String code, String error, String reconstruction) {
        Map<String, StructField> fields = new LinkedHashMap<>();
        add(fields, "codeCol", code, SQLDataTypes.VectorType(), Metadata.empty());
        add(fields, "errorCol", error, DataTypes.DoubleType, Metadata.empty());
        add(fields, "reconstructionCol", reconstruction, SQLDataTypes.VectorType(), Metadata.empty());
        return fields;
    }

    /** The class names, if predictions are indices: with them {@code IndexToString} needs no labels. */
    private static Metadata classes(String column, List<String> labels) {
        double[] numbers = ClassCells.numbers(labels);
        boolean indices = true;
        for (int i = 0; i < numbers.length; i++) {
            indices &= numbers[i] == i;
        }
        if (column.isEmpty() || labels.isEmpty() || labels.size() > NAMED_CLASSES || !indices) {
            return Metadata.empty();
        }
        return NominalAttribute.defaultAttr()
                .withName(column)
                .withValues(labels.toArray(String[]::new))
                .toMetadata();
    }

    /** The feature vector column if it was set; null for the column that the model was trained on. */
    static String vectorOrNull(MlpParams model, Param<String> featuresCol) {
        return model.isSet(featuresCol) ? model.getOrDefault(featuresCol) : null;
    }

    /** Requires a vector column of the model's size, if the model was trained on one vector column. */
    static void requireFeatures(ModelState state, StructType schema, String featuresCol) {
        String trained = state.vectorColumn();
        if (!trained.isEmpty()) {
            String column = featuresCol == null ? trained : featuresCol;
            new StageSchema(schema)
                    .require("featuresCol", List.of(column))
                    .requireVector("featuresCol", column)
                    .requireSize("featuresCol", column, state.model().network().inputs());
        }
    }

    /** Adds a column, unless its name is empty. */
    static void add(Map<String, StructField> fields, String param, String column, DataType type, Metadata metadata) {
        if (!column.isEmpty()) {
            fields.put(param, new StructField(column, type, false, metadata));
        }
    }
}
