package org.thalweg.jobs.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.thalweg.train.Calibration;
import org.thalweg.train.ClassMetrics;
import org.thalweg.train.Evaluation;
import org.thalweg.train.LabelStatistics;

/** Metrics of each class, label or target, and the calibration of a classifier. */
final class OutputSections {
    /** Above this number of classes, the worst confusions are listed instead of the whole matrix. */
    private static final int MATRIX_CLASSES = 20;

    /** The most rows of a table of classes; of more classes, those with the lowest F1 are shown. */
    private static final int LINES = 100;

    private static final int WORST_CONFUSIONS = 25;

    private OutputSections() {}

    static List<Section> of(ReportPage page) {
        if (page.evaluations().isEmpty()) {
            return List.of();
        }
        Evaluation main = page.evaluations().get(page.mainSplit());
        return switch (main.task()) {
            case CLASSIFICATION ->
                List.of(
                        new Section("confusion", "Confusion", bySplit(page, OutputSections::confusion)),
                        new Section("classes", "Classes", bySplit(page, OutputSections::classes)),
                        calibration(main.calibration(), page.mainSplit()));
            case MULTILABEL -> List.of(new Section("labels", "Labels", bySplit(page, OutputSections::labels)));
            case REGRESSION -> {
                List<Section> sections = new ArrayList<>(ErrorSection.of(page));
                if (page.names().size() > 1) {
                    sections.add(new Section("targets", "Targets", bySplit(page, OutputSections::targets)));
                }
                yield sections;
            }
            case AUTOENCODER -> List.of();
        };
    }

    /** The main split, and the other splits in parts that are closed at first. */
    private static String bySplit(ReportPage page, BiFunction<ReportPage, Evaluation, String> of) {
        StringBuilder html = new StringBuilder("<h3>" + Html.escaped(page.mainSplit()) + "</h3>")
                .append(of.apply(page, page.evaluations().get(page.mainSplit())));
        for (Map.Entry<String, Evaluation> other : page.evaluations().entrySet()) {
            if (!other.getKey().equals(page.mainSplit())) {
                html.append(Html.details(other.getKey(), of.apply(page, other.getValue())));
            }
        }
        return html.toString();
    }

    private static String confusion(ReportPage page, Evaluation evaluation) {
        return evaluation.classes() > MATRIX_CLASSES ? worst(page, evaluation) : matrix(page, evaluation);
    }

    private static String matrix(ReportPage page, Evaluation evaluation) {
        int classes = evaluation.classes();
        HtmlTable table = new HtmlTable("Confusion matrix", "matrix").textHead("true ↓  predicted →");
        IntStream.range(0, classes).forEach(c -> table.heads(page.name(c)));
        for (int row = 0; row < classes; row++) {
            table.row(page.name(row));
            double support = evaluation.byClass().support(row);
            for (int column = 0; column < classes; column++) {
                double weight = evaluation.byClass().confusion(row, column);
                // Errors are shaded five times as strongly as correct predictions, so that rare ones are visible.
                double share = weight / support * (row == column ? 1 : 5);
                table.shaded(weight == 0 ? "·" : weight(weight), share, row == column);
            }
        }
        return table.html()
                + Html.note(
                        "Rows are the true classes. Shades show the share of the class: correct predictions in blue, errors"
                                + " in orange, five times as strong.");
    }

    private record Confusion(int trueClass, int predicted, double weight, double share) {}

    private static String worst(ReportPage page, Evaluation evaluation) {
        List<Confusion> confusions = new ArrayList<>();
        evaluation.byClass().forEachConfusion((trueClass, predicted, weight) -> {
            if (predicted != trueClass) {
                double share = weight / evaluation.byClass().support(trueClass);
                confusions.add(new Confusion(trueClass, predicted, weight, share));
            }
        });
        if (confusions.isEmpty()) {
            return Html.note("No class is predicted as another.");
        }
        confusions.sort(Comparator.comparingDouble(Confusion::weight).reversed());
        HtmlTable table = new HtmlTable("Worst confusions", "")
                .textHead("true class")
                .textHead("predicted as")
                .heads("rows", "share of the class");
        for (Confusion confusion : confusions.subList(0, Math.min(WORST_CONFUSIONS, confusions.size()))) {
            table.row(page.name(confusion.trueClass()))
                    .text(page.name(confusion.predicted()))
                    .numbers(weight(confusion.weight()))
                    .bar(Numbers.percent(confusion.share()), confusion.share(), true);
        }
        return table.html()
                + Html.note(String.format(
                        Locale.ROOT,
                        "The most frequent of %,d confusions between %,d classes.",
                        confusions.size(),
                        evaluation.classes()));
    }

    private static String classes(ReportPage page, Evaluation evaluation) {
        ClassMetrics classes = evaluation.byClass();
        return metrics(
                page, "class", classes.count(), classes::precision, classes::recall, classes::f1, classes::support);
    }

    private static String labels(ReportPage page, Evaluation evaluation) {
        LabelStatistics labels = evaluation.labels();
        return metrics(page, "label", labels.count(), labels::precision, labels::recall, labels::f1, labels::support);
    }

    private static String metrics(
            ReportPage page,
            String of,
            int count,
            IntToDoubleFunction precision,
            IntToDoubleFunction recall,
            IntToDoubleFunction f1,
            IntToDoubleFunction support) {
        double[] f1s = IntStream.range(0, count).mapToDouble(f1).toArray();
        List<Integer> shown = IntStream.range(0, count).boxed().toList();
        if (count > LINES) {
            shown = shown.stream()
                    .sorted(Comparator.comparingDouble(c -> f1s[c]))
                    .limit(LINES)
                    .toList();
        }
        HtmlTable table = new HtmlTable("Metrics by " + of, "").textHead(of).heads("precision", "recall", "F1", "rows");
        for (int c : shown) {
            table.row(page.name(c))
                    .numbers(Numbers.percent(precision.applyAsDouble(c)), Numbers.percent(recall.applyAsDouble(c)))
                    .bar(Numbers.percent(f1s[c]), f1s[c], false)
                    .numbers(weight(support.applyAsDouble(c)));
        }
        return table.html() + (count > LINES ? some(LINES, count) : "");
    }

    private static String some(int shown, int all) {
        return Html.note(String.format(Locale.ROOT, "The %,d of %,d with the lowest F1.", shown, all));
    }

    private static String targets(ReportPage page, Evaluation evaluation) {
        HtmlTable table =
                new HtmlTable("Errors by target", "").textHead("target").heads("RMSE", "MAE", "R²");
        int shown = Math.min(LINES, page.names().size());
        for (int i = 0; i < shown; i++) {
            table.row(page.name(i))
                    .numbers(
                            Numbers.of(evaluation.errors().rmse(i)),
                            Numbers.of(evaluation.errors().mae(i)),
                            Numbers.of(evaluation.errors().r2(i)));
        }
        return table.html()
                + (shown < page.names().size()
                        ? Html.note(String.format(
                                Locale.ROOT,
                                "The first %,d of %,d.",
                                shown,
                                page.names().size()))
                        : "");
    }

    private static Section calibration(Calibration calibration, String split) {
        List<Double> centres = new ArrayList<>();
        List<Double> accuracies = new ArrayList<>();
        HtmlTable table = new HtmlTable("Reliability", "")
                .textHead("confidence")
                .heads("rows", "mean confidence", "right", "difference");
        for (int bin = 0; bin < Calibration.BINS; bin++) {
            centres.add((bin + 0.5) / Calibration.BINS);
            accuracies.add(calibration.accuracy(bin));
            table.row(String.format(
                            Locale.ROOT,
                            "%.1f – %.1f %%",
                            100.0 * bin / Calibration.BINS,
                            100.0 * (bin + 1) / Calibration.BINS))
                    .numbers(
                            weight(calibration.weight(bin)),
                            Numbers.percent(calibration.confidence(bin)),
                            Numbers.percent(calibration.accuracy(bin)),
                            Numbers.percent(calibration.accuracy(bin) - calibration.confidence(bin)));
        }
        Chart chart = new Chart("reliability", "Reliability, " + split, "confidence", "share of rows right", centres)
                .bars("right", accuracies)
                .dashed("perfect calibration", centres)
                .ofShares();
        String html = Html.note("Rows by the predicted class’s probability (confidence). Bars below the line mean"
                        + " overconfidence. Expected calibration error, the mean distance from the line: "
                        + Numbers.percent(calibration.expectedError()) + ".")
                + Chart.html(List.of(chart))
                + Html.details("The bins in numbers", table.html());
        return new Section("calibration", "Calibration", html, List.of(chart));
    }

    /** A number of rows, or a sum of their weights, which need not be whole. */
    static String weight(double weight) {
        return weight == Math.rint(weight) ? Numbers.of(weight) : String.format(Locale.ROOT, "%,.1f", weight);
    }
}
