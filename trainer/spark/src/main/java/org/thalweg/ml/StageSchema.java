package org.thalweg.ml;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.thalweg.spark.config.SpellingSuggestion;

/** Checks the columns of a stage before any row is read. */
final class StageSchema {
    private final StructType schema;

    StageSchema(StructType schema) {
        this.schema = schema;
    }

    /** Requires the columns that a param names. Nested fields, such as {@code a.b}, are only checked when rows are read. */
    StageSchema require(String param, List<String> columns) {
        List<String> existing = List.of(schema.fieldNames());
        for (String column : columns) {
            if (!existing.contains(column) && !column.contains(".") && !column.contains("`")) {
                throw new IllegalArgumentException(param + ": expected a column of the dataset (" + shown(existing)
                        + "), found " + column + "; "
                        + SpellingSuggestion.to(column, existing)
                                .map(near -> "did you mean " + near + "?")
                                .orElse("check the name"));
            }
        }
        return this;
    }

    private static String shown(List<String> names) {
        int limit = 12;
        return names.size() <= limit
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, limit)) + ", … (" + names.size() + ")";
    }

    /** Requires a column of numbers. */
    StageSchema requireNumbers(String param, String column) {
        DataType type = type(column);
        boolean number =
                type == null || type instanceof NumericType || type.typeName().equals("boolean");
        if (!number) {
            throw new IllegalArgumentException(param + ": expected a column of numbers, found " + column + " of type "
                    + type.simpleString() + "; cast it, or name another column");
        }
        return this;
    }

    /** Requires a column of numbers or strings. */
    StageSchema requireClasses(String param, String column) {
        return type(column) instanceof StringType ? this : requireNumbers(param, column);
    }

    /** Requires a column of vectors, or of arrays of numbers. */
    StageSchema requireVector(String param, String column) {
        DataType type = type(column);
        boolean numbers = type instanceof ArrayType array && array.elementType() instanceof NumericType;
        if (type != null && !numbers && !type.equals(SQLDataTypes.VectorType())) {
            throw new IllegalArgumentException(param + ": expected a column of vectors, found " + column + " of type "
                    + type.simpleString() + "; assemble it with VectorAssembler, or set featuresCols");
        }
        return this;
    }

    private DataType type(String column) {
        return Arrays.stream(schema.fields())
                .filter(field -> field.name().equals(column))
                .map(StructField::dataType)
                .findFirst()
                .orElse(null);
    }

    /** Returns the schema with added columns, given by the params that name them. */
    StructType with(Map<String, StructField> added) {
        Map<String, String> owners = new LinkedHashMap<>();
        Arrays.stream(schema.fieldNames()).forEach(name -> owners.put(name, "the dataset"));
        StructType all = schema;
        for (Map.Entry<String, StructField> each : added.entrySet()) {
            StructField field = each.getValue();
            String other = owners.put(field.name(), each.getKey());
            if (other != null) {
                throw new IllegalArgumentException(each.getKey() + ": expected the name of a new column, found "
                        + field.name() + ", a column of " + other + "; choose another name, or drop the column");
            }
            all = all.add(field);
        }
        return all;
    }

    /**
     * Requires a vector of the model's size, if the column's metadata has its size.
     *
     * @param size the number of features of the model
     */
    void requireSize(String param, String column, int size) {
        Arrays.stream(schema.fields())
                .filter(field -> field.name().equals(column) && field.dataType().equals(SQLDataTypes.VectorType()))
                .findFirst()
                .ifPresent(field -> {
                    int found = AttributeGroup.fromStructField(field).size();
                    if (found >= 0 && found != size) {
                        throw size(param, column, size, found);
                    }
                });
    }

    /** Requires a vector of the model's size. */
    static void requireSize(Vector features, int size) {
        if (features.size() != size) {
            throw size("features", "a vector", size, features.size());
        }
    }

    private static IllegalArgumentException size(String param, String column, int size, int found) {
        return new IllegalArgumentException(param + ": expected vectors of " + size + " numbers, as in training, found "
                + found + " in " + column + "; assemble the same columns as for training");
    }
}
