package org.thalweg.spark.config;

import java.util.List;

/**
 * A column that decides on which side of a split rows are.
 *
 * @param expected the expected value, for messages
 */
record SplitColumn(String expected) implements ValueType<String> {
    @Override
    public String read(SettingField field, String example, Reading at) {
        requireColumns("a share", field, at);
        String column = field.text(expected, example);
        requireNames(List.of(column), field, at);
        return column.isEmpty() ? column : Column.Named.of(column).name();
    }

    @Override
    public Object write(String column) {
        return column;
    }

    @Override
    public String nothing() {
        return "";
    }

    /** Adds an error if the format has no columns. */
    static void requireColumns(String instead, SettingField field, Reading at) {
        if (at.value(DataKeys.FORMAT).filter(format -> !format.hasColumns()).isPresent()) {
            field.expected(instead + " with " + at.found(DataKeys.FORMAT), "columns have " + DataKeys.columnFormats());
        }
    }

    /** Adds an error if columns are named although the file has no header. */
    static void requireNames(List<String> columns, SettingField field, Reading at) {
        if (ColumnKeys.isWithoutHeader(at) && !columns.stream().allMatch(ColumnKeys::isOwnName)) {
            field.expected("columns by _c and their index from 0 (header is false)", "take e.g. _c0, or header: true");
        }
    }
}
