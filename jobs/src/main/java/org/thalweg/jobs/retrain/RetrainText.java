package org.thalweg.jobs.retrain;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.thalweg.jobs.config.GateMetric;
import org.thalweg.jobs.store.Action;
import org.thalweg.jobs.store.LogEntry;
import org.thalweg.jobs.store.ModelFolder;
import org.thalweg.jobs.store.ModelStore;
import org.thalweg.jobs.store.StoreState;

/** The texts that a retraining prints. */
final class RetrainText {
    private static final int MOST_BREACHES = 12;

    private RetrainText() {}

    /**
     * The message of a run that found no new row.
     *
     * @param upTo the greatest value of the growing column that has been learned; empty if something else says what is new
     */
    static String nothingNew(StoreState state, Optional<Watermark.Greatest> upTo) {
        String row = upTo.map(greatest -> "no row of " + greatest.column() + " after " + greatest.shown())
                .orElse("all rows have been learned");
        return String.format("nothing new: %s%s%n", row, afterServing(state));
    }

    private static String afterServing(StoreState state) {
        return state.serving().isPresent() ? "; " + serving(state) : "";
    }

    /** Which version keeps serving. */
    static String serving(StoreState state) {
        return state.serving().isPresent()
                ? "version " + state.serving().getAsInt() + " keeps serving"
                : "no version serves";
    }

    /** Printed if a refused challenger has already learned the new rows. */
    static String nothingSinceRefusal(StoreState state, String store) {
        LogEntry refused = state.entries().stream()
                .filter(entry -> entry.action() == Action.REFUSE)
                .reduce((first, second) -> second)
                .orElseThrow();
        int version = refused.version().orElseThrow();
        String promote = state.versions().containsKey(version)
                ? String.format("; to make it the serving version: models promote %d --store %s", version, store)
                : "";
        return String.format(
                "nothing new: no rows since version %d, which was refused%s%n"
                        + "its rows are learned again when new rows arrive or the job changes%s%n",
                version, afterServing(state), promote);
    }

    static String breaches(List<String> breaches) {
        String more = breaches.size() > MOST_BREACHES
                ? String.format("%n  … and %d more, all of them in the report", breaches.size() - MOST_BREACHES)
                : "";
        return "retrain.checks: expected new rows similar to those that the serving model was trained on, found"
                + String.join(
                        "",
                        breaches.stream()
                                .limit(MOST_BREACHES)
                                .map(breach -> System.lineSeparator() + "  " + breach)
                                .toList())
                + more + System.lineSeparator()
                + "correct the data, or, if it is right, change the rule in retrain.checks or set it to off";
    }

    static String metric(GateMetric metric, Comparison whole) {
        String own = metric.label() + " " + number(whole.challenger());
        return Double.isNaN(whole.champion())
                ? own
                : own + String.format(Locale.ROOT, " (champion %.4f)", whole.champion());
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
    }

    /** The comparison, a line for each slice. */
    static String evaluated(List<Comparison> comparisons, GateMetric metric) {
        StringBuilder text = new StringBuilder();
        for (Comparison comparison : comparisons) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-24s %s %s%s, %,d rows%s%n",
                    comparison.slice(),
                    Gate.metric(comparison.slice(), metric).label(),
                    number(comparison.challenger()),
                    Double.isNaN(comparison.champion())
                            ? ""
                            : String.format(Locale.ROOT, ", champion %.4f", comparison.champion()),
                    comparison.rows(),
                    comparison.isRefused()
                            ? ": " + comparison.verdict()
                            : comparison.evaluated() || Double.isNaN(comparison.champion())
                                    ? ""
                                    : ", too few to evaluate"));
        }
        return text.toString();
    }

    static String outcome(LogEntry entry, StoreState before, ModelStore store) {
        int version = entry.version().orElseThrow();
        return String.format(
                "%s%nreport     %s%nstore      %s%n",
                entry.action() == Action.PUBLISH
                        ? "published  version " + version + " serves from now on"
                        : "refused    version " + version + " is stored, and " + serving(before),
                store.version(version) + "/" + ModelFolder.REPORT,
                store.path());
    }
}
