package org.thalweg.jobs.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.thalweg.jobs.session.TextTable;
import org.thalweg.train.Evaluation;
import org.thalweg.train.Metric;

/** Evaluations of the values of a column, a line each. */
final class SliceTable {
    private SliceTable() {}

    /**
     * The lines.
     *
     * @param column whose values they are of
     * @param names of the classes, labels or targets, in the network's order
     */
    static String text(String column, Map<String, Evaluation> slices, List<String> names) {
        if (slices.isEmpty()) {
            return "";
        }
        Evaluation first = slices.values().iterator().next();
        List<Metric> metrics = Metric.of(first.task());
        boolean twoClasses = first.classes() == 2;
        List<String> heads = new ArrayList<>(List.of(column, "rows"));
        metrics.forEach(metric -> heads.add(metric.title()));
        heads.add("loss");
        if (twoClasses) {
            String second = names.get(1);
            heads.addAll(List.of("precision of " + second, "recall of " + second, "F1 of " + second));
        }
        TextTable table = new TextTable(heads);
        slices.forEach((value, evaluation) -> {
            List<String> cells = new ArrayList<>(List.of(value, String.format(Locale.ROOT, "%,d", evaluation.rows())));
            metrics.forEach(metric -> cells.add(number(metric.of(evaluation))));
            cells.add(number(evaluation.loss()));
            if (twoClasses) {
                cells.addAll(List.of(
                        number(evaluation.precision(1)), number(evaluation.recall(1)), number(evaluation.f1(1))));
            }
            table.row(cells);
        });
        return String.format("%n") + table.text();
    }

    /** What is not defined of any row is a dash. */
    private static String number(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.5g", value) : "-";
    }
}
