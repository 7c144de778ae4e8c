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

/** How well each class, label or target is told, and how sure of the classes the network is. */
final class OutputSections {
    /** Above this number of classes the worst confusions are told instead of all. */
    private static final int MATRIX_CLASSES = 20;

    /** The most lines of a table a class: of more, those that are told worst. */
    private static final int LINES = 100;

    private static final int WORST_CONFUSIONS = 25;

    private OutputSections() {}

    static List<Section> of(ReportPage page) {
        if (page.foremostSplit() == null) {
            return List.of();
        }
        Evaluation foremost = page.evaluations().get(page.foremostSplit());
        return switch (foremost.task()) {
            case CLASSIFICATION ->
                List.of(
                        new Section("confusion", "Confusion", bySplit(page, OutputSections::confusion)),
                        new Section("classes", "Classes", bySplit(page, OutputSections::classes)),
                        calibration(foremost.calibration(), page.foremostSplit()));
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

    /** The most telling split, and the others to be opened. */
    private static String bySplit(ReportPage page, BiFunction<ReportPage, Evaluation, String> of) {
        StringBuilder html = new StringBuilder("<h3>" + Html.escaped(page.foremostSplit()) + "</h3>")
                .append(of.apply(page, page.evaluations().get(page.foremostSplit())));
        for (Map.Entry<String, Evaluation> other : page.evaluations().entrySet()) {
            if (!other.getKey().equals(page.foremostSplit())) {
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
                // A tenth of a class gone astray is as much to look at as a whole class that is right.
                double share = weight / support * (row == column ? 1 : 5);
                table.shaded(weight == 0 ? "·" : weight(weight), share, row == column);
            }
        }
        return table.html()
                + Html.note("Rows are the true classes, shaded by their share: what is right in blue, what is wrong in"
                        + " orange, five times as strong.");
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
            return Html.note("No class is taken for another.");
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
        HtmlTable table = new HtmlTable("Figures by " + of, "").textHead(of).heads("precision", "recall", "F1", "rows");
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
                .dashed("as often as it says", centres)
                .ofShares();
        String html =
                Html.note("Rows by how sure the network is of the class that it predicts. Where bars stay below the"
                                + " line, it is surer than it should be. Expected calibration error, the mean distance: "
                                + Numbers.percent(calibration.expectedError()) + ".")
                        + Chart.html(List.of(chart))
                        + Html.details("The bins in numbers", table.html());
        return new Section("calibration", "Calibration", html, List.of(chart));
    }

    /** Rows, or the sum of their weights, which need not be whole. */
    static String weight(double weight) {
        return weight == Math.rint(weight) ? Numbers.of(weight) : String.format(Locale.ROOT, "%,.1f", weight);
    }
}
