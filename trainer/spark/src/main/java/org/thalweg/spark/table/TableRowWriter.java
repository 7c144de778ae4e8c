package org.thalweg.spark.table;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;
import org.thalweg.data.FeatureColumn;
import org.thalweg.data.HoldOut;
import org.thalweg.data.PackedRows;
import org.thalweg.spark.RowWriter;
import scala.Function1;

/**
 * Writes a table's rows into packed rows: numbers in Spark's internal form, without an object per row or cell. Unexpected
 * cells are left to the {@link ExampleMapper}, which reports errors. Both write the same numbers.
 */
final class TableRowWriter implements RowWriter<InternalRow> {
    private static final long serialVersionUID = 1;

    private static final HoldOut.Side[] SIDES = HoldOut.Side.values();

    /** The maximum number of labels in the cache of classes by cell. */
    private static final int REMEMBERED = 1 << 12;

    private final ExampleMapper mapper;
    private final StructType schema;
    private final int side;
    private final boolean direct;
    private final NumberColumn[] numbers; // of the feature columns; null for a column whose cells are read as objects
    private transient Function1<Object, Object> wholeRow;
    private transient Map<Integer, Function1<Object, Object>> cells; // by column, created when first needed
    private transient Map<Object, Float> classes;

    /**
     * A writer of a table's rows.
     *
     * @param schema of the rows
     * @param side the index of the column with the side of a row; −1 for none
     */
    TableRowWriter(ExampleMapper mapper, StructType schema, int side) {
        this.mapper = mapper;
        this.schema = schema;
        this.side = side;
        this.numbers = Arrays.stream(mapper.featureColumns())
                .mapToObj(column -> NumberColumn.of(column, type(column)))
                .toArray(NumberColumn[]::new);
        this.direct = mapper.encoding() != null || Arrays.stream(numbers).allMatch(NumberColumn::isDirect);
    }

    private DataType type(int column) {
        return schema.fields()[column].dataType();
    }

    @Override
    public HoldOut.Side write(InternalRow row, PackedRows to) {
        to.openRow();
        if (!direct || !writeDirectly(row, to)) {
            to.add(mapper.example(external(row)));
        }
        return side < 0 ? HoldOut.Side.RANDOM : SIDES[row.getInt(side)];
    }

    private Row external(InternalRow row) {
        if (wholeRow == null) {
            wholeRow = CatalystTypeConverters.createToScalaConverter(schema);
        }
        try {
            return (Row) wholeRow.apply(row);
        } catch (IllegalArgumentException e) {
            throw mapper.refused(row, e);
        }
    }

    /** Returns whether the row was as expected. A partly written row is discarded when the next one is opened. */
    private boolean writeDirectly(InternalRow row, PackedRows to) {
        try {
            if (mapper.isCorrupt(row) || !(mapper.encoding() == null ? writeNumbers(row, to) : encode(row, to))) {
                return false;
            }
            if (to.isSparse()) {
                to.sparse().endRow();
            }
            boolean whole = writeTargets(row, to);
            float weight = whole ? weight(row) : 0;
            if (weight > 0) {
                to.endRow(weight);
            }
            return weight > 0;
        } catch (IllegalArgumentException | BadRowException e) {
            return false; // The mapper finds it too, and reports where.
        }
    }

    private boolean writeNumbers(InternalRow row, PackedRows to) {
        int at = 0;
        for (NumberColumn column : numbers) {
            int width = row.isNullAt(column.index()) ? -1 : column.width(row);
            if (width < 0 || at + width > to.inputs() || !column.write(row, to, at)) {
                return false;
            }
            at += width;
        }
        return at == to.inputs();
    }

    private boolean encode(InternalRow row, PackedRows to) {
        int at = 0;
        for (int c = 0; c < numbers.length; c++) {
            FeatureColumn column = mapper.encoding().columns().get(c);
            if (!isPlainNumber(row, numbers[c], column)) {
                mapper.encode(c, feature(row, numbers[c].index()), to, at);
            } else if (!numbers[c].write(row, to, at)) {
                return false;
            } else if (!to.isSparse()) {
                int first = to.featuresOffset() + at;
                Arrays.fill(to.features(), first + 1, first + column.inputs(), 0);
            }
            at += column.inputs();
        }
        return true;
    }

    private static boolean isPlainNumber(InternalRow row, NumberColumn number, FeatureColumn column) {
        return column instanceof FeatureColumn.Numeric numeric
                && numeric.width() == 1
                && number.isScalar()
                && !row.isNullAt(number.index())
                && number.isFinite(row);
    }

    private Object feature(InternalRow row, int column) {
        if (row.isNullAt(column)) {
            return null;
        }
        DataType type = type(column);
        return type instanceof DateType
                ? Cells.date(row.getInt(column))
                : type instanceof TimestampType ? Cells.instant(row.getLong(column)) : Cells.plain(cell(row, column));
    }

    private Object cell(InternalRow row, int column) {
        if (row.isNullAt(column)) {
            return null;
        }
        if (cells == null) {
            cells = new HashMap<>();
        }
        return cells.computeIfAbsent(column, c -> CatalystTypeConverters.createToScalaConverter(type(c)))
                .apply(row.get(column, type(column)));
    }

    private boolean writeTargets(InternalRow row, PackedRows to) {
        int[] labels = mapper.labelColumns();
        int at = to.targetsOffset();
        int end = at + to.targetWidth();
        for (int i = 0; i < labels.length; i++) {
            Object cell = cell(row, labels[i]);
            if (cell == null) {
                return false;
            }
            int width = mapper.targetWidth(cell);
            int left = end - at - (labels.length - 1 - i);
            if (width > left || i == labels.length - 1 && width < left) {
                return false;
            }
            if (mapper.isOfClasses()) {
                to.targets()[at] = classOf(cell);
            } else {
                mapper.targetsInto(cell, width, to.targets(), at);
            }
            at += width;
        }
        return at == end;
    }

    private float classOf(Object cell) {
        if (classes == null) {
            classes = new HashMap<>();
        }
        Float known = classes.get(cell);
        if (known == null) {
            known = mapper.classOf(cell);
            if (classes.size() < REMEMBERED) {
                classes.put(cell, known);
            }
        }
        return known;
    }

    /** The weight, above 0; 0 if the cell is not as expected. */
    private float weight(InternalRow row) {
        int column = mapper.weightColumn();
        return column < 0 ? 1 : Math.max(0, mapper.weight(cell(row, column)));
    }
}
