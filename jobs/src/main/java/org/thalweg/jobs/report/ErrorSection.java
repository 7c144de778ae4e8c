package org.thalweg.jobs.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.thalweg.train.ErrorCounts;
import org.thalweg.train.ErrorRange;

/** Plots of a regression's predicted and actual values, and of its residuals. They are drawn from counts, so that their
 * size does not depend on the number of rows. */
final class ErrorSection {
    private static final int SIDE = 320;
    private static final int MARGIN = 34;
    private static final int FLOOR = 160; // of the bars, from above

    private ErrorSection() {}

    /** The section of the page's main split; none if its errors were not counted. */
    static List<Section> of(ReportPage page) {
        Optional<ErrorCounts> errors = page.evaluations().get(page.mainSplit()).errorCounts();
        if (errors.isEmpty()) {
            return List.of();
        }
        ErrorCounts counts = errors.get();
        StringBuilder html = new StringBuilder(
                Html.note(
                        "Rows of " + page.mainSplit()
                                + ". On the line, predicted equals actual; darker cells hold more rows. Values beyond an edge are counted at that edge."));
        html.append(target(page, counts, 0));
        for (int target = 1; target < counts.targets(); target++) {
            html.append(Html.details(page.name(target), target(page, counts, target)));
        }
        if (counts.targets() < page.names().size()) {
            html.append(Html.note(String.format(
                    Locale.ROOT,
                    "The first %,d of %,d targets.",
                    counts.targets(),
                    page.names().size())));
        }
        return List.of(new Section("errors", "Errors", html.toString()));
    }

    private static String target(ReportPage page, ErrorCounts counts, int target) {
        String of = page.names().isEmpty() ? "" : " of " + page.name(target);
        return "<div class=\"charts\">"
                + plot("Predicted and actual" + of, SIDE + MARGIN, cells(counts, target))
                + plot("Residuals" + of + ", actual − predicted", FLOOR + MARGIN, bars(counts, target))
                + "</div>";
    }

    private static String plot(String title, int height, String drawn) {
        String text = Html.escaped(title);
        return "<figure><figcaption>" + text + "</figcaption><svg class=\"counts\" role=\"img\" aria-label=\"" + text
                + "\" viewBox=\"0 0 " + (SIDE + MARGIN) + " " + height + "\">" + drawn + "</svg></figure>";
    }

    private static String cells(ErrorCounts counts, int target) {
        double most = 0;
        for (int actual = 0; actual < ErrorCounts.CELLS; actual++) {
            for (int predicted = 0; predicted < ErrorCounts.CELLS; predicted++) {
                most = Math.max(most, counts.cell(target, actual, predicted));
            }
        }
        ErrorRange range = counts.range(target);
        int side = SIDE / ErrorCounts.CELLS;
        StringBuilder svg = new StringBuilder();
        for (int actual = 0; actual < ErrorCounts.CELLS; actual++) {
            for (int predicted = 0; predicted < ErrorCounts.CELLS; predicted++) {
                double weight = counts.cell(target, actual, predicted);
                if (weight > 0) {
                    // The square root keeps cells of few rows visible beside those of many.
                    double shade = 0.1 + 0.9 * Math.sqrt(weight / most);
                    svg.append(String.format(
                            Locale.ROOT,
                            "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" opacity=\"%.2f\"><title>%s</title></rect>",
                            MARGIN + actual * side,
                            (ErrorCounts.CELLS - 1 - predicted) * side,
                            side,
                            side,
                            shade,
                            OutputSections.weight(weight)));
                }
            }
        }
        return svg
                + line(MARGIN, SIDE, MARGIN + SIDE, 0)
                + axis(SIDE, range.low(), range.high(), "actual")
                + "<text transform=\"translate(12 " + SIDE / 2
                + ") rotate(-90)\" text-anchor=\"middle\">predicted</text>";
    }

    private static String bars(ErrorCounts counts, int target) {
        double most = 0;
        for (int bin = 0; bin < ErrorCounts.BINS; bin++) {
            most = Math.max(most, counts.bin(target, bin));
        }
        ErrorRange range = counts.range(target);
        int width = SIDE / ErrorCounts.BINS;
        StringBuilder svg = new StringBuilder();
        for (int bin = 0; bin < ErrorCounts.BINS; bin++) {
            double weight = counts.bin(target, bin);
            if (weight > 0) {
                long height = Math.max(1, Math.round((FLOOR - 8) * weight / most));
                svg.append(String.format(
                        Locale.ROOT,
                        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"><title>%s</title></rect>",
                        MARGIN + bin * width,
                        FLOOR - height,
                        width - 1,
                        height,
                        OutputSections.weight(weight)));
            }
        }
        int middle = MARGIN + SIDE / 2;
        return svg + line(middle, 0, middle, FLOOR) + axis(FLOOR, -range.error(), range.error(), "0");
    }

    private static String line(int x1, int y1, int x2, int y2) {
        return "<line x1=\"" + x1 + "\" y1=\"" + y1 + "\" x2=\"" + x2 + "\" y2=\"" + y2 + "\"/>";
    }

    /** The labels below a plot: its ends and its middle. */
    private static String axis(int floor, double low, double high, String middle) {
        int y = floor + 16;
        return text(MARGIN, y, "start", Numbers.of(rounded(low)))
                + text(MARGIN + SIDE / 2, y, "middle", middle)
                + text(MARGIN + SIDE, y, "end", Numbers.of(rounded(high)));
    }

    private static double rounded(double end) {
        return Numbers.plotted(end);
    }

    private static String text(int x, int y, String anchor, String text) {
        return "<text x=\"" + x + "\" y=\"" + y + "\" text-anchor=\"" + anchor + "\">" + Html.escaped(text) + "</text>";
    }
}
