package org.thalweg.jobs.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.thalweg.model.Task;
import org.thalweg.train.Evaluation;
import org.thalweg.train.Metric;

/** The summary of a run: the key metrics, the splits side by side, and a table of all metrics. */
final class SummarySection {
    private static final String NEW = "new";

    private SummarySection() {}

    static List<Section> of(ReportPage page) {
        String html = cards(page) + newData(page) + splits(page) + rest(page);
        return html.isEmpty() ? List.of() : List.of(new Section("metrics", "Key metrics", html));
    }

    private static String cards(ReportPage page) {
        Map<String, String> cards = new LinkedHashMap<>();
        if (!page.evaluations().isEmpty()) {
            String split = page.mainSplit();
            Evaluation evaluation = page.evaluations().get(split);
            for (Metric metric : evaluation.metrics()) {
                cards.put(metric.title() + ", " + split, value(metric, metric.of(evaluation)));
            }
            if (evaluation.task() == Task.CLASSIFICATION) {
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

    /** The files or partitions that the new rows arrived in. */
    private static String newData(ReportPage page) {
        if (!(page.metrics().get(NEW) instanceof List<?> sources) || sources.isEmpty()) {
            return "";
        }
        HtmlTable table = new HtmlTable("New data", "").textHead("new data");
        sources.forEach(line -> table.row(line.toString()));
        return table.html();
    }

    private static String splits(ReportPage page) {
        if (page.evaluations().isEmpty()) {
            return "";
        }
        Task task = page.evaluations().get(page.mainSplit()).task();
        HtmlTable table =
                new HtmlTable("Metrics by split", "").textHead("split").heads("rows", "loss");
        List<Metric> metrics = page.evaluations().get(page.mainSplit()).metrics();
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
                new HtmlTable("All metrics", "metrics").textHead("metric").textHead("value");
        page.metrics().forEach((key, value) -> {
            if (!(value instanceof List)) {
                table.row(key).text(shown(value));
            }
        });
        String file = page.epochs().isEmpty() ? "" : ", as in metrics.json";
        return Html.details("All metrics" + file, table.html());
    }

    /** Formats a metric: shares of rows and labels in percent. */
    static String value(Metric metric, double value) {
        return metric.isShare() ? Numbers.percent(value) : Numbers.of(value);
    }

    /** The heading of a key: "new rows" for {@code newRows}. */
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
