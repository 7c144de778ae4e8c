package org.thalweg.benchmarks.common;

import java.util.List;

/** A table in Markdown. */
public final class MarkdownTable {
    private final StringBuilder text = new StringBuilder();
    private final int columns;

    /** A table with headings and without rows. */
    public MarkdownTable(String... heads) {
        columns = heads.length;
        row(heads);
        text.append("|---".repeat(columns)).append("|\n");
    }

    /**
     * Adds a row.
     *
     * @throws IllegalArgumentException if the number of cells is not that of the columns
     */
    public void row(String... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException("cells: expected " + columns + ", found " + cells.length);
        }
        List<String> escaped =
                List.of(cells).stream().map(cell -> cell.replace("|", "\\|")).toList();
        text.append("| ").append(String.join(" | ", escaped)).append(" |\n");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
