package org.thalweg.jobs.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What a retraining asks: how far the data has moved, and which of two models is better. */
final class RetrainingSections {
    private static final int COLUMNS = 200;

    private RetrainingSections() {}

    static List<Section> comparison(ReportPage page) {
        if (page.comparison().isEmpty()) {
            return List.of();
        }
        Table table = new Table("Champion and challenger", "")
                .textHead("slice")
                .heads("rows", "champion", "challenger", "difference", "interval")
                .textHead("verdict");
        for (ComparisonRow row : page.comparison()) {
            table.row(row.slice())
                    .numbers(
                            Numbers.of(row.rows()),
                            Numbers.brief(row.champion()),
                            Numbers.brief(row.challenger()),
                            Numbers.difference(row.challenger() - row.champion()),
                            interval(row))
                    .mark(row.refused(), row.refused() ? "refused" : "holds");
        }
        return List.of(new Section(
                "comparison",
                "Champion and challenger",
                Html.note("The model in use beside the new one, by " + page.metric()
                                + ", on the same rows. The interval is that of the difference.")
                        + table.html()));
    }

    private static String interval(ComparisonRow row) {
        return Double.isFinite(row.low()) || Double.isFinite(row.high())
                ? Numbers.difference(row.low()) + " … " + Numbers.difference(row.high())
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
        Table table = new Table("Drift by column", "")
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
                            .mark(row.breached(), row.breached() ? "broken" : "kept");
                    if (noted) {
                        table.text(row.note());
                    }
                });
        return List.of(new Section(
                "drift",
                "Drift",
                Html.note(
                                "How far the columns have moved since the model was trained, those over a threshold first. PSI:"
                                        + " the population stability index over the column’s bins. Effect size: the difference of"
                                        + " the means in standard deviations.")
                        + table.html()
                        + (page.drift().size() > COLUMNS
                                ? Html.note(String.format(
                                        Locale.ROOT,
                                        "The %,d of %,d columns that have moved most.",
                                        COLUMNS,
                                        page.drift().size()))
                                : "")));
    }
}
