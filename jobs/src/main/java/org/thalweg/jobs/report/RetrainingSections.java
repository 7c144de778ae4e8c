package org.thalweg.jobs.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The sections of a retraining: the comparison of the two models, and the drift of the data. */
final class RetrainingSections {
    private static final int COLUMNS = 200;
    private static final String ACCURACY = "accuracy";

    private RetrainingSections() {}

    static List<Section> comparison(ReportPage page) {
        if (page.comparison().isEmpty()) {
            return List.of();
        }
        // A difference of accuracy is in percentage points; that of an error in per cent of the champion's error.
        String unit = page.metric().equals(ACCURACY) ? " pts" : " %";
        HtmlTable table = new HtmlTable("Champion and challenger", "")
                .textHead("slice")
                .heads("rows", "champion", "challenger", "improvement", "interval")
                .textHead("verdict");
        for (ComparisonRow row : page.comparison()) {
            table.row(row.slice())
                    .numbers(
                            Numbers.of(row.rows()),
                            Numbers.brief(row.champion()),
                            Numbers.brief(row.challenger()),
                            Numbers.hundredths(row.improvement(), unit),
                            interval(row, unit));
            switch (row.verdict()) {
                case HOLDS -> table.mark(false, "holds");
                case REFUSED -> table.mark(true, "refused");
                case NOT_EVALUATED -> table.text("not evaluated");
            }
        }
        return List.of(new Section(
                "comparison",
                "Champion and challenger",
                Html.note("The serving model (champion) and the new one (challenger), by " + page.metric()
                                + ", on the same held-out rows. Improvement: "
                                + (page.metric().equals(ACCURACY)
                                        ? "the difference in percentage points"
                                        : "the decrease of the error, in per cent of the champion’s error")
                                + ", above 0 if the challenger is better, with its confidence interval. Slices of too"
                                + " few rows are not evaluated.")
                        + table.html()));
    }

    private static String interval(ComparisonRow row, String unit) {
        return Double.isFinite(row.low()) || Double.isFinite(row.high())
                ? Numbers.hundredths(row.low(), "") + " … " + Numbers.hundredths(row.high(), unit)
                : Numbers.NONE;
    }

    static List<Section> drift(ReportPage page) {
        if (page.drift().isEmpty()) {
            return List.of();
        }
        double most = page.drift().stream()
                .mapToDouble(DriftRow::psi)
                .filter(Double::isFinite)
                .max()
                .orElse(1);
        boolean noted = page.drift().stream().anyMatch(row -> !row.note().isEmpty());
        HtmlTable table = new HtmlTable("Drift by column", "")
                .textHead("column")
                .heads("PSI", "effect size", "missing then", "missing now")
                .textHead("threshold");
        if (noted) {
            table.textHead("note");
        }
        page.drift().stream()
                .sorted(Comparator.comparing((DriftRow row) -> !row.breached())
                        .thenComparing(row -> Double.isNaN(row.psi()) ? 0 : -row.psi()))
                .limit(COLUMNS)
                .forEach(row -> {
                    table.row(row.column())
                            .bar(Numbers.brief(row.psi()), row.psi() / most, row.breached())
                            .numbers(
                                    Numbers.difference(row.effect()),
                                    Numbers.percent(row.missingThen()),
                                    Numbers.percent(row.missingNow()))
                            .mark(row.breached(), row.breached() ? "exceeded" : "ok");
                    if (noted) {
                        table.text(row.note());
                    }
                });
        return List.of(new Section(
                "drift",
                "Drift",
                Html.note(
                                "How far the columns have drifted since the model was trained, those over a threshold first. PSI:"
                                        + " the population stability index over the column’s bins. Effect size: the difference of"
                                        + " the means in standard deviations.")
                        + table.html()
                        + (page.drift().size() > COLUMNS
                                ? Html.note(String.format(
                                        Locale.ROOT,
                                        "The %,d of %,d columns with the largest drift.",
                                        COLUMNS,
                                        page.drift().size()))
                                : "")));
    }
}
