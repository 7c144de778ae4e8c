package org.thalweg.jobs.run;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.thalweg.jobs.session.TextTable;
import org.thalweg.train.Evaluation;
import org.thalweg.train.Metric;

/** A table of the evaluations of slices, a line each. */
final class SliceTable {
    private static final String NONE = "-";

    private SliceTable() {}

    /**
     * The table. Metrics that no slice has are left out.
     *
     * @param columns the columns whose values define the slices
     * @param names of the classes, labels or targets, in the network's order
     */
    static String text(List<String> columns, Map<List<String>, Evaluation> slices, List<String> names) {
        if (slices.isEmpty()) {
            return "";
        }
        List<Map<String, String>> lines = slices.values().stream()
                .map(evaluation -> cells(evaluation, names))
                .toList();
        List<String> measures = lines.get(0).keySet().stream()
                .filter(head -> lines.stream().anyMatch(line -> !line.get(head).equals(NONE)))
                .toList();
        List<String> heads = new ArrayList<>(columns);
        heads.addAll(measures);
        TextTable table = new TextTable(heads);
        Iterator<Map<String, String>> line = lines.iterator();
        for (List<String> value : slices.keySet()) {
            List<String> row = new ArrayList<>(value);
            Map<String, String> cells = line.next();
            measures.forEach(head -> row.add(cells.get(head)));
            table.row(row);
        }
        return String.format("%n") + table.text();
    }

    /** The cells by heading. With two classes, F1 is printed beside precision and recall. */
    private static Map<String, String> cells(Evaluation evaluation, List<String> names) {
        boolean twoClasses = evaluation.classes() == 2;
        Map<String, String> cells = new LinkedHashMap<>();
        cells.put("rows", String.format(Locale.ROOT, "%,d", evaluation.rows()));
        for (Metric metric : evaluation.metrics()) {
            if (!twoClasses || metric != Metric.F1) {
                cells.put(metric.title(), number(metric.of(evaluation)));
            }
        }
        cells.put("loss", number(evaluation.loss()));
        if (twoClasses) {
            double predicted = evaluation.byClass().predicted(1);
            double there = evaluation.byClass().support(1);
            String second = names.get(1);
            cells.put(
                    "precision of " + second,
                    predicted == 0 ? NONE : number(evaluation.byClass().precision(1)));
            cells.put(
                    "recall of " + second,
                    there == 0 ? NONE : number(evaluation.byClass().recall(1)));
            cells.put(
                    "F1 of " + second,
                    predicted + there == 0 ? NONE : number(evaluation.byClass().f1(1)));
        }
        return cells;
    }

    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.5g", value) : NONE;
    }
}
