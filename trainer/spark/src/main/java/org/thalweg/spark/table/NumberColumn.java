package org.thalweg.spark.table;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.thalweg.data.Cell;
import org.thalweg.data.PackedRows;

/**
 * A column of numbers, read in Spark's internal form.
 *
 * @param index of the column
 * @param kind of its cells
 * @param element of the elements of an array; otherwise null
 * @param precision of decimals
 * @param scale of decimals
 */
record NumberColumn(int index, Kind kind, Kind element, int precision, int scale) implements Serializable {
    private static final byte SPARSE_VECTOR = 0;

    /** The kind of a cell. */
    enum Kind {
        BOOLEAN,
        BYTE,
        SHORT,
        INT,
        LONG,
        FLOAT,
        DOUBLE,
        DECIMAL,
        TEXT,
        BINARY,
        VECTOR,
        ARRAY,
        OTHER
    }

    static NumberColumn of(int index, DataType type) {
        Kind kind = kind(type);
        DataType number = type instanceof ArrayType array ? array.elementType() : type;
        Kind element = type instanceof ArrayType ? kind(number) : null;
        int precision = number instanceof DecimalType decimal ? decimal.precision() : 0;
        int scale = number instanceof DecimalType decimal ? decimal.scale() : 0;
        boolean unread = element != null && element.ordinal() > Kind.TEXT.ordinal();
        return new NumberColumn(index, unread ? Kind.OTHER : kind, element, precision, scale);
    }

    private static Kind kind(DataType type) {
        if (type instanceof DecimalType) {
            return Kind.DECIMAL;
        }
        if (type instanceof ArrayType) {
            return Kind.ARRAY;
        }
        if (type.equals(SQLDataTypes.VectorType())) {
            return Kind.VECTOR;
        }
        DataType[] types = {
            DataTypes.BooleanType,
            DataTypes.ByteType,
            DataTypes.ShortType,
            DataTypes.IntegerType,
            DataTypes.LongType,
            DataTypes.FloatType,
            DataTypes.DoubleType
        };
        int plain = Arrays.asList(types).indexOf(type);
        if (plain >= 0) {
            return Kind.values()[plain];
        }
        return type.equals(DataTypes.StringType)
                ? Kind.TEXT
                : type.equals(DataTypes.BinaryType) ? Kind.BINARY : Kind.OTHER;
    }

    /** Whether its cells can be read here. */
    boolean isDirect() {
        return kind != Kind.OTHER;
    }

    /** Whether each cell is a single number. */
    boolean isScalar() {
        return kind.ordinal() <= Kind.DECIMAL.ordinal();
    }

    /** Whether a scalar is a finite float. */
    boolean isFinite(InternalRow row) {
        return Float.isFinite((float) value(row, index, kind));
    }

    /** The number of numbers in a cell that is not null. */
    int width(InternalRow row) {
        return switch (kind) {
            case VECTOR -> vectorWidth(row.getStruct(index, 4));
            case ARRAY -> row.getArray(index).numElements();
            case BINARY -> row.getBinary(index).length;
            default -> 1;
        };
    }

    private static int vectorWidth(InternalRow vector) {
        return vector.getByte(0) == SPARSE_VECTOR
                ? vector.getInt(1)
                : vector.getArray(3).numElements();
    }

    /**
     * Writes a cell's numbers, the first as feature {@code at}. Returns whether they are finite floats, and a vector is valid.
     *
     * @throws IllegalArgumentException for a text that is not a number
     */
    boolean write(InternalRow row, PackedRows to, int at) {
        return switch (kind) {
            case VECTOR -> writeVector(row.getStruct(index, 4), to, at);
            case ARRAY -> writeArray(row.getArray(index), element, to, at);
            case BINARY -> writeBytes(row.getBinary(index), to, at);
            default -> put(to, at, value(row, index, kind));
        };
    }

    private boolean writeVector(InternalRow vector, PackedRows to, int at) {
        ArrayData values = vector.getArray(3);
        if (vector.getByte(0) != SPARSE_VECTOR) {
            return writeArray(values, Kind.DOUBLE, to, at);
        }
        if (!to.isSparse()) {
            int first = to.featuresOffset() + at;
            Arrays.fill(to.features(), first, first + vector.getInt(1), 0);
        }
        ArrayData indices = vector.getArray(2);
        boolean good = indices.numElements() == values.numElements();
        int before = -1;
        for (int k = 0; k < indices.numElements() && good; k++) {
            int index = indices.getInt(k);
            good = index > before && index < vector.getInt(1) && put(to, at + index, values.getDouble(k));
            before = index;
        }
        return good;
    }

    private boolean writeArray(ArrayData array, Kind of, PackedRows to, int at) {
        boolean finite = true;
        for (int k = 0; k < array.numElements() && finite; k++) {
            finite = !array.isNullAt(k) && put(to, at + k, value(array, k, of));
        }
        return finite;
    }

    private static boolean writeBytes(byte[] bytes, PackedRows to, int at) {
        for (int k = 0; k < bytes.length; k++) {
            put(to, at + k, bytes[k] & 0xFF);
        }
        return true;
    }

    private static boolean put(PackedRows to, int feature, double value) {
        float number = (float) value;
        if (to.isSparse()) {
            to.sparse().put(feature, number);
        } else {
            to.features()[to.featuresOffset() + feature] = number;
        }
        return Float.isFinite(number);
    }

    private double value(SpecializedGetters from, int at, Kind of) {
        return switch (of) {
            case BOOLEAN -> from.getBoolean(at) ? 1 : 0;
            case BYTE -> from.getByte(at);
            case SHORT -> from.getShort(at);
            case INT -> from.getInt(at);
            case LONG -> from.getLong(at);
            case FLOAT -> from.getFloat(at);
            case DOUBLE -> from.getDouble(at);
            case DECIMAL ->
                from.getDecimal(at, precision, scale).toJavaBigDecimal().doubleValue();
            case TEXT -> Cell.number(from.getUTF8String(at).toString());
            default -> Double.NaN;
        };
    }
}
