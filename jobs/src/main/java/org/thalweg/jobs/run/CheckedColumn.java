package org.thalweg.jobs.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A column as {@code check} prints it.
 *
 * @param type the type of its values
 * @param distinct number of distinct values seen
 * @param missing number of rows without a value
 * @param least the smallest value; empty for none
 * @param greatest the largest value; empty for none
 * @param becomes how training uses it
 * @param findings errors and warnings
 */
record CheckedColumn(
        String name,
        String type,
        long distinct,
        long missing,
        String least,
        String greatest,
        String becomes,
        ColumnFindings findings) {
    private static final int SHOWN = 24;

    static final List<String> HEADS =
            List.of("column", "type", "distinct", "missing", "smallest", "largest", "becomes");

    /** A line of a table. */
    List<String> row() {
        return List.of(name, type, Long.toString(distinct), Long.toString(missing), cut(least), cut(greatest), becomes);
    }

    private static String cut(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
    }

    /** The same as JSON. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("type", type);
        json.put("distinct", distinct);
        json.put("missing", missing);
        json.put("smallest", least);
        json.put("largest", greatest);
        json.put("becomes", becomes);
        json.put("faults", findings.faults());
        json.put("warnings", findings.warnings());
        return json;
    }
}
