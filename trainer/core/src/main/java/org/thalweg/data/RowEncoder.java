package org.thalweg.data;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * Encodes rows as network inputs according to a {@link FeatureEncoding}, for prediction as in training. Immutable.
 *
 * <p>{@link org.thalweg.model.RowPredictor} predicts from such rows.
 */
public final class RowEncoder {
    /** The term for a category in messages. */
    static final String CATEGORY = "a category";

    private final FeatureEncoding encoding;
    private final int width;
    private final List<Map<String, Integer>> indices; // by column, then by category
    private final Map<Integer, DateReader> dates = new HashMap<>(); // by column, only for dates

    RowEncoder(FeatureEncoding encoding) {
        this.encoding = encoding;
        this.width = encoding.inputs();
        this.indices = encoding.columns().stream().map(RowEncoder::indices).toList();
        for (int c = 0; c < encoding.columns().size(); c++) {
            if (encoding.columns().get(c) instanceof FeatureColumn.Dates column) {
                dates.put(c, new DateReader(column.format(), column.zone()));
            }
        }
    }

    private static Map<String, Integer> indices(FeatureColumn column) {
        Map<String, Integer> indices = new HashMap<>();
        if (column instanceof FeatureColumn.OneHot oneHot) {
            oneHot.categories().forEach(category -> indices.put(category, indices.size()));
        }
        return indices;
    }

    /**
     * A row's inputs, [encoding.inputs()].
     *
     * @param cells one per column, in the encoding's order: numbers, texts or booleans; {@code float[]}, {@code
     *     double[]} or a list for a vector column; a date or time of java.time, or its text; null, a blank text or NaN
     *     for a missing value
     * @throws IllegalArgumentException if a cell does not match its column's type, or is missing and that is not
     *     permitted
     */
    public float[] inputs(Object... cells) {
        float[] inputs = new float[width];
        encodeInto(cells, inputs, 0);
        return inputs;
    }

    /**
     * Writes a row's inputs.
     *
     * @param cells as for {@link #inputs}
     * @param to written, from offset on
     * @return unknown categories and missing values
     * @throws IllegalArgumentException as for {@link #inputs}
     */
    public RowNotes encodeInto(Object[] cells, float[] to, int offset) {
        Arrays.fill(to, offset, offset + width, 0);
        return encode(cells, (input, value) -> to[offset + input] = value);
    }

    /**
     * Adds a row to sparse rows.
     *
     * @param cells as for {@link #inputs}
     * @return unknown categories and missing values
     * @throws IllegalArgumentException as for {@link #inputs}; the rows must then be cleared
     */
    public RowNotes encodeInto(Object[] cells, CompressedRows to) {
        RowNotes notes = encode(cells, to::put);
        to.endRow();
        return notes;
    }

    private RowNotes encode(Object[] cells, Inputs to) {
        List<FeatureColumn> columns = encoding.columns();
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException("row: expected " + columns.size() + " cells ("
                    + columns.stream().map(FeatureColumn::name).toList() + "), found " + cells.length);
        }
        Map<String, String> unknown = null;
        List<String> missing = null;
        int offset = 0;
        for (int c = 0; c < cells.length; c++) {
            FeatureColumn column = columns.get(c);
            int first = offset;
            try {
                boolean known = encode(c, cells[c], (input, value) -> to.put(first + input, value));
                if (encoding.fillsMissing() && lacksValue(column, cells[c])) {
                    missing = missing == null ? new ArrayList<>() : missing;
                    missing.add(column.name());
                } else if (!known) {
                    unknown = unknown == null ? new LinkedHashMap<>() : unknown;
                    unknown.put(column.name(), Cell.label(cells[c], CATEGORY));
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(column.name() + ": " + e.getMessage(), e);
            }
            offset += column.inputs();
        }
        return unknown == null && missing == null
                ? RowNotes.NONE
                : new RowNotes(unknown == null ? Map.of() : unknown, missing == null ? List.of() : missing);
    }

    private static boolean lacksValue(FeatureColumn column, Object cell) {
        if (!(column instanceof FeatureColumn.Numeric)) {
            return Cell.isMissing(cell);
        }
        for (int place = 0; place < widthOf(cell); place++) {
            if (Cell.isMissingNumber(at(cell, place))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Writes one column's inputs.
     *
     * @param column index in the encoding
     * @param cell see {@link #inputs}
     * @param to written, from offset on
     * @return false for an unknown category, whose inputs are all 0
     * @throws IllegalArgumentException if the cell does not match the column's type, or is missing and that is not
     *     permitted
     */
    public boolean encodeInto(int column, Object cell, float[] to, int offset) {
        Arrays.fill(to, offset, offset + encoding.columns().get(column).inputs(), 0);
        return encode(column, cell, (input, value) -> to[offset + input] = value);
    }

    /**
     * Puts one column's non-zero inputs into a sparse row.
     *
     * @param offset the column's first input
     * @return as {@link #encodeInto(int, Object, float[], int)}
     * @throws IllegalArgumentException as {@link #encodeInto(int, Object, float[], int)}
     */
    public boolean encodeInto(int column, Object cell, CompressedRows to, int offset) {
        return encode(column, cell, (input, value) -> to.put(offset + input, value));
    }

    /** Receives a column's inputs in order; zeros may be omitted. */
    private interface Inputs {
        void put(int input, float value);
    }

    private boolean encode(int column, Object cell, Inputs to) {
        FeatureColumn wanted = encoding.columns().get(column);
        if (wanted instanceof FeatureColumn.Numeric numeric) {
            encodeNumbers(numeric, cell, to);
            return true;
        }
        if (wanted instanceof FeatureColumn.Dates date) {
            encodeDate(date, dates.get(column), cell, to);
            return true;
        }
        boolean missing = encoding.fillsMissing() && Cell.isMissing(cell);
        String category = missing ? null : Cell.label(cell, CATEGORY);
        int index = wanted instanceof FeatureColumn.OneHot oneHot
                ? indexOf(oneHot, category, indices.get(column))
                : bucketOf((FeatureColumn.Hashed) wanted, category);
        if (index >= 0) {
            to.put(index, 1);
        }
        return index >= 0;
    }

    private static int indexOf(FeatureColumn.OneHot column, String category, Map<String, Integer> indices) {
        return category == null ? column.missing() ? indices.size() : -1 : indices.getOrDefault(category, -1);
    }

    private static int bucketOf(FeatureColumn.Hashed column, String category) {
        String text = category == null ? column.name() : column.name() + "=" + category;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Integer.remainderUnsigned(MurmurHash3.hash32x86(bytes, 0, bytes.length, 0), column.buckets());
    }

    private void encodeNumbers(FeatureColumn.Numeric column, Object cell, Inputs to) {
        boolean nothing = Cell.isMissing(cell);
        int found = widthOf(cell);
        if (!nothing && found != column.width()) {
            throw new IllegalArgumentException("expected " + column.width() + " numbers, found " + found);
        }
        for (int place = 0; place < column.width(); place++) {
            to.put(place, number(nothing ? cell : at(cell, place)));
        }
        for (int i = 0; i < column.missing().size(); i++) {
            if (nothing || Cell.isMissingNumber(at(cell, column.missing().get(i)))) {
                to.put(column.width() + i, 1);
            }
        }
    }

    private void encodeDate(FeatureColumn.Dates column, DateReader reader, Object cell, Inputs to) {
        if (encoding.fillsMissing() && Cell.isMissing(cell)) {
            for (int input = 0; input < column.numbers(); input++) {
                to.put(input, Float.NaN);
            }
            if (column.missing()) {
                to.put(column.inputs() - 1, 1);
            }
            return;
        }
        LocalDateTime time = reader.read(cell);
        int input = 0;
        for (DatePart part : column.parts()) {
            if (!part.cyclic()) {
                to.put(input++, Cell.number(part.value(time)));
            }
        }
        for (DatePart part : column.parts()) {
            if (part.cyclic()) {
                to.put(input++, part.sine(time));
                to.put(input++, part.cosine(time));
            }
        }
    }

    private float number(Object cell) {
        return encoding.fillsMissing() && Cell.isMissingNumber(cell) ? Float.NaN : Cell.number(cell);
    }

    private static int widthOf(Object cell) {
        if (cell instanceof float[] floats) {
            return floats.length;
        }
        if (cell instanceof double[] doubles) {
            return doubles.length;
        }
        return cell instanceof List<?> list ? list.size() : 1;
    }

    private static Object at(Object cell, int place) {
        if (cell instanceof float[] floats) {
            return floats[place];
        }
        if (cell instanceof double[] doubles) {
            return doubles[place];
        }
        return cell instanceof List<?> list ? list.get(place) : cell;
    }
}
