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

/** Checks of a stage's columns, before any row is read. */
final class StageSchema {
    private final StructType schema;

    StageSchema(StructType schema) {
        this.schema = schema;
    }

    /** Requires columns that a param names; fields of nested ones, as {@code a.b}, are looked for when rows are read. */
    StageSchema require(String param, List<String> columns) {
        List<String> there = List.of(schema.fieldNames());
        for (String column : columns) {
            if (!there.contains(column) && !column.contains(".") && !column.contains("`")) {
                throw new IllegalArgumentException(param + ": expected a column of the dataset (" + shown(there)
                        + "), found " + column + "; "
                        + SpellingSuggestion.to(column, there)
                                .map(near -> "did you mean " + near + "?")
                                .orElse("check the name"));
            }
        }
        return this;
    }

    private static String shown(List<String> names) {
        int few = 12;
        return names.size() <= few
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, few)) + ", … (" + names.size() + ")";
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

    /** Requires a column of numbers or texts. */
    StageSchema requireClasses(String param, String column) {
        return type(column) instanceof StringType ? this : requireNumbers(param, column);
    }

    /** Requires a column of vectors, or of arrays of numbers. */
    StageSchema requireVector(String param, String column) {
        DataType type = type(column);
        boolean numbers = type instanceof ArrayType array && array.elementType() instanceof NumericType;
        if (type != null && !numbers && !type.equals(SQLDataTypes.VectorType())) {
            throw new IllegalArgumentException(param + ": expected a column of vectors, found " + column + " of type "
                    + type.simpleString() + "; assemble it by VectorAssembler, or name columns by featuresCols");
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

    /** The schema with further columns, by the params that name them; a column of no name is not added. */
    StructType with(Map<String, StructField> added) {
        Map<String, String> seen = new LinkedHashMap<>();
        Arrays.stream(schema.fieldNames()).forEach(name -> seen.put(name, "the dataset"));
        StructType all = schema;
        for (Map.Entry<String, StructField> each : added.entrySet()) {
            StructField field = each.getValue();
            String other = seen.put(field.name(), each.getKey());
            if (other != null) {
                throw new IllegalArgumentException(each.getKey() + ": expected a column that is not there yet, found "
                        + field.name() + " of " + other + "; take another name, or drop the column");
            }
            all = all.add(field);
        }
        return all;
    }

    /**
     * Requires a vector of a model's size, where the column's metadata says its size.
     *
     * @param size that the model has
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

    /** Requires a vector of a model's size. */
    static void requireSize(Vector features, int size) {
        if (features.size() != size) {
            throw size("features", "a vector", size, features.size());
        }
    }

    private static IllegalArgumentException size(String param, String column, int size, int found) {
        return new IllegalArgumentException(
                param + ": expected vectors of " + size + " numbers, as the model was trained" + " on, found " + found
                        + " in " + column + "; assemble the same columns");
    }
}
