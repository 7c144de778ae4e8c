package org.thalweg.jobs.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.thalweg.model.Task;
import org.thalweg.train.Evaluation;
import org.thalweg.train.Metric;

/** What came of a run: the figures that people ask for first, the splits beside each other, and all the rest. */
final class SummarySection {
    private static final String NEW = "new";

    private SummarySection() {}

    static List<Section> of(ReportPage page) {
        String html = cards(page) + newData(page) + splits(page) + rest(page);
        return html.isEmpty() ? List.of() : List.of(new Section("figures", "Key figures", html));
    }

    private static String cards(ReportPage page) {
        Map<String, String> cards = new LinkedHashMap<>();
        String split = page.foremostSplit();
        if (split != null) {
            Evaluation evaluation = page.evaluations().get(split);
            for (Metric metric : evaluation.metrics()) {
                cards.put(metric.title() + ", " + split, value(metric, metric.of(evaluation)));
            }
            if (evaluation.calibration() != null) {
                cards.put(
                        "calibration error, " + split,
                        Numbers.percent(evaluation.calibration().expectedError()));
            }
            cards.put("loss, " + split, Numbers.of(evaluation.loss()));
        }
        for (String key : List.of(
                "threshold",
                "epochs",
                "bestEpoch",
                "rows",
                "newRows",
                "rehearsedRows",
                "judgedRows",
                "parameters",
                "trainingSeconds")) {
            boolean plain = key.equals("bestEpoch")
                    && page.metrics().get(key) instanceof Number best
                    && best.equals(page.metrics().get("epochs"));
            if (page.metrics().get(key) != null && !plain) {
                boolean time = key.endsWith("Seconds");
                cards.put(
                        time ? "training time" : key.equals("rows") ? "rows, train" : heading(key),
                        time
                                ? duration(page.metrics().get(key))
                                : shown(page.metrics().get(key)));
            }
        }
        StringBuilder html = new StringBuilder();
        cards.forEach((label, value) -> html.append("<div><dt>")
                .append(Html.escaped(label))
                .append("</dt><dd>")
                .append(Html.escaped(value))
                .append("</dd></div>"));
        return html.isEmpty() ? "" : "<dl class=\"cards\">" + html + "</dl>";
    }

    /** The files, or what else the new rows came in. */
    private static String newData(ReportPage page) {
        if (!(page.metrics().get(NEW) instanceof List<?> told) || told.isEmpty()) {
            return "";
        }
        HtmlTable table = new HtmlTable("What came in", "").textHead("what came in");
        told.forEach(line -> table.row(line.toString()));
        return table.html();
    }

    private static String splits(ReportPage page) {
        if (page.evaluations().isEmpty()) {
            return "";
        }
        Task task = page.evaluations().get(page.foremostSplit()).task();
        HtmlTable table =
                new HtmlTable("Measures by split", "").textHead("split").heads("rows", "loss");
        List<Metric> metrics = page.evaluations().get(page.foremostSplit()).metrics();
        metrics.forEach(metric -> table.heads(metric.title()));
        if (task == Task.CLASSIFICATION) {
            table.heads("calibration error");
        }
        page.evaluations().forEach((split, evaluation) -> {
            table.row(split).numbers(Numbers.of(evaluation.rows()), Numbers.of(evaluation.loss()));
            metrics.forEach(metric -> table.numbers(value(metric, metric.of(evaluation))));
            if (task == Task.CLASSIFICATION) {
                table.numbers(Numbers.percent(evaluation.calibration().expectedError()));
            }
        });
        page.evaluations().forEach((split, evaluation) -> {
            table.row(split + ", " + MetricLines.baseline(task)).numbers(Numbers.of(evaluation.rows()), Numbers.NONE);
            metrics.forEach(metric -> table.numbers(value(metric, metric.baselineOf(evaluation))));
            if (task == Task.CLASSIFICATION) {
                table.numbers(Numbers.NONE);
            }
        });
        return table.html();
    }

    private static String rest(ReportPage page) {
        if (page.metrics().isEmpty()) {
            return "";
        }
        HtmlTable table =
                new HtmlTable("All figures", "figures").textHead("figure").textHead("value");
        page.metrics().forEach((key, value) -> {
            if (!(value instanceof List)) {
                table.row(key).text(shown(value));
            }
        });
        String file = page.epochs().isEmpty() ? "" : ", as in metrics.json";
        return Html.details("All figures" + file, table.html());
    }

    /** A metric as people write it: shares of rows and labels in percent. */
    static String value(Metric metric, double value) {
        return metric.isShare() ? Numbers.percent(value) : Numbers.of(value);
    }

    /** A key such as {@code newRows} as people write it. */
    private static String heading(String key) {
        return key.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    }

    private static String shown(Object value) {
        if (value == null) {
            return Numbers.NONE;
        }
        if (value instanceof Double || value instanceof Float) {
            return Numbers.of(((Number) value).doubleValue());
        }
        return value instanceof Number number ? Numbers.of(number.longValue()) : value.toString();
    }

    private static String duration(Object seconds) {
        double whole = seconds instanceof Number number ? number.doubleValue() : Double.NaN;
        if (!(whole >= 60)) {
            return Double.isFinite(whole) ? String.format(Locale.ROOT, "%.1f s", whole) : Numbers.NONE;
        }
        long rounded = Math.round(whole);
        return rounded < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", rounded / 60, rounded % 60)
                : String.format(Locale.ROOT, "%,d h %02d min", rounded / 3600, rounded / 60 % 60);
    }
}
