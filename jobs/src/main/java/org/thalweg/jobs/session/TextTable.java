package org.thalweg.jobs.session;

import java.util.ArrayList;
import java.util.List;

/** A table of text with columns as wide as their widest cells; columns of numbers are right-aligned. */
public final class TextTable {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final boolean headed;

    /** @param heads headings; empty for a table without headings */
    public TextTable(List<String> heads) {
        headed = !heads.isEmpty();
        if (headed) {
            rows.add(heads);
        }
    }

    /** Adds a row. Control characters, which may come from an untrusted log, are replaced by question marks. */
    public void row(List<String> cells) {
        rows.add(cells.stream().map(cell -> cell.replaceAll("\\p{Cntrl}", "?")).toList());
    }

    /** All rows, a line each. */
    public String text() {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        StringBuilder text = new StringBuilder();
        int[] widths = new int[columns];
        boolean[] numbers = new boolean[columns];
        for (int column = 0; column < columns; column++) {
            int at = column;
            widths[at] =
                    rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0);
            numbers[at] =
                    headed && rows.stream().skip(1).allMatch(row -> row.get(at).matches("[-0-9.,e+]*"));
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                String padding = " ".repeat(widths[column] - row.get(column).length());
                line.append(column == 0 ? "" : GAP)
                        .append(numbers[column] ? padding + row.get(column) : row.get(column) + padding);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}
