package org.thalweg.jobs.retrain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.thalweg.jobs.config.FirstModel;
import org.thalweg.jobs.config.GateMetric;
import org.thalweg.jobs.config.GateSection;
import org.thalweg.settings.Setting;

/** Decides whether a challenger may serve, by the scores of both models on the same held-out rows. */
final class Gate {
    static final String ALL = "all";
    static final String OLD = "old";
    static final String NEW = "new";
    private static final String OF_CLASS = "class ";

    private final GateSection rules;
    private final GateMetric metric;
    private final RowMetrics metrics;
    private final long seed;

    /** @param metrics the metrics of the rows to compare */
    Gate(GateSection rules, RowMetrics metrics, long seed) {
        this.rules = rules;
        this.metric = rules.metric();
        this.metrics = metrics;
        this.seed = seed;
    }

    /**
     * Compares the models on every slice, all rows first.
     *
     * @param rows in a reproducible order
     * @param hasChampion whether there is a serving model
     */
    List<Comparison> compare(List<ScoredRow> rows, boolean hasChampion) {
        List<Comparison> comparisons = new ArrayList<>();
        if (rows.isEmpty()) {
            return List.of(new Comparison(
                    ALL,
                    0,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    true,
                    "expected held-out rows to compare models on, found none; wait for more rows, or raise"
                            + " retrain.holdOut in a new store"));
        }
        comparisons.add(whole(rows, hasChampion));
        slices(rows).forEach((slice, of) -> comparisons.add(slice(slice, of, hasChampion)));
        return comparisons;
    }

    /** Why the challenger may not serve; empty if it may. */
    static List<String> reasons(List<Comparison> comparisons) {
        return comparisons.stream()
                .filter(Comparison::isRefused)
                .map(comparison -> comparison.slice() + ": " + comparison.verdict())
                .toList();
    }

    private Map<String, List<ScoredRow>> slices(List<ScoredRow> rows) {
        Map<String, List<ScoredRow>> slices = new LinkedHashMap<>();
        slices.put(OLD, new ArrayList<>());
        slices.put(NEW, new ArrayList<>());
        Map<String, List<ScoredRow>> others = new TreeMap<>();
        for (ScoredRow row : rows) {
            slices.get(row.isNew() ? NEW : OLD).add(row);
            if (!row.label().isEmpty()) {
                others.computeIfAbsent(OF_CLASS + row.label(), name -> new ArrayList<>())
                        .add(row);
            }
            for (int i = 0; i < rules.slices().size(); i++) {
                others.computeIfAbsent(
                                rules.slices().get(i) + " = " + row.slices().get(i), name -> new ArrayList<>())
                        .add(row);
            }
        }
        slices.values().removeIf(List::isEmpty);
        slices.putAll(others);
        return slices;
    }

    private Comparison whole(List<ScoredRow> rows, boolean hasChampion) {
        double challenger = value(metric, rows, false);
        Optional<String> belowFloor = undefined(challenger).or(() -> floor(challenger));
        if (!hasChampion) {
            boolean beats = rules.firstModel() == FirstModel.BEAT && Baseline.isKnownOf(metrics.task());
            return new Comparison(
                    ALL,
                    rows.size(),
                    Double.NaN,
                    challenger,
                    Double.NaN,
                    Double.NaN,
                    beats || rules.floor().isPresent(),
                    belowFloor
                            .or(() ->
                                    beats ? new Baseline(metrics, metric, rules, seed).breach(rows) : Optional.empty())
                            .orElse(""));
        }
        double champion = value(metric, rows, true);
        PairedBootstrap.Interval interval = interval(metric, rows);
        String verdict = belowFloor.or(() -> undefined(champion)).orElse("");
        double improvement = PairedBootstrap.improvement(metric, champion, challenger);
        if (verdict.isEmpty() && !passes(improvement, interval.low())) {
            verdict = rules.margin() < 0 ? notBetter(interval) : worse(rows, improvement, interval);
        }
        return new Comparison(ALL, rows.size(), champion, challenger, interval.low(), interval.high(), true, verdict);
    }

    private String notBetter(PairedBootstrap.Interval interval) {
        return String.format(
                Locale.ROOT,
                "expected at least %s better with %s %% confidence, found an improvement with the interval %+.4f to %+.4f",
                text(-rules.margin()),
                confidence(),
                interval.low(),
                interval.high());
    }

    private String worse(List<ScoredRow> rows, double improvement, PairedBootstrap.Interval interval) {
        return String.format(
                Locale.ROOT,
                "expected at most %s worse with %s %% confidence, found that it may be %s worse (interval of the"
                        + " improvement %+.4f to %+.4f)%s",
                text(rules.margin()),
                confidence(),
                text(-interval.low()),
                interval.low(),
                interval.high(),
                improvement < -rules.margin()
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "; %,d rows are too few to be sure: wait for more rows, or"
                                        + " raise retrain.gate.margin",
                                rows.size()));
    }

    private String confidence() {
        return Setting.hundredths(rules.confidence());
    }

    /**
     * Whether the challenger passes. With few rows the interval is wide, and no model could be shown to be hardly
     * worse. So one that is no worse on these rows passes, unless the gate requires an improvement.
     */
    private boolean passes(double improvement, double low) {
        return low >= -rules.margin() || rules.margin() >= 0 && improvement >= 0;
    }

    private Optional<String> undefined(double value) {
        return Double.isNaN(value)
                ? Optional.of("expected rows for which " + metric.label()
                        + " is defined, found none; wait for more rows, or use another retrain.gate.metric")
                : Optional.empty();
    }

    private Optional<String> floor(double challenger) {
        if (rules.floor().isEmpty()) {
            return Optional.empty();
        }
        double floor = rules.floor().getAsDouble();
        boolean reached = metric.moreIsBetter() ? challenger >= floor : challenger <= floor;
        return reached
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "expected %s of %s %.4f, found %.4f",
                        metric.label(),
                        metric.moreIsBetter() ? "at least" : "at most",
                        floor,
                        challenger));
    }

    /**
     * Compares the models on a slice. As a slice has few rows, it is refused only if the confidence interval lies below
     * 0, too. The rows of one class are compared by accuracy, as other metrics are not defined for them.
     */
    private Comparison slice(String slice, List<ScoredRow> rows, boolean hasChampion) {
        GateMetric by = metric(slice, metric);
        double challenger = value(by, rows, false);
        if (!hasChampion) {
            return new Comparison(slice, rows.size(), Double.NaN, challenger, Double.NaN, Double.NaN, false, "");
        }
        double champion = value(by, rows, true);
        double improvement = PairedBootstrap.improvement(by, champion, challenger);
        double drop = slice.startsWith(OF_CLASS) ? rules.classDrop() : rules.sliceDrop();
        boolean evaluated = rows.size() >= rules.minRows() && !Double.isNaN(improvement);
        String verdict = evaluated && improvement < -drop && interval(by, rows).high() < 0
                ? String.format(
                        Locale.ROOT,
                        "expected at most %s worse, found %s worse (%s %.4f, the champion's is %.4f, %,d rows)",
                        text(by, drop),
                        text(by, -improvement),
                        by.label(),
                        challenger,
                        champion,
                        rows.size())
                : "";
        return new Comparison(slice, rows.size(), champion, challenger, Double.NaN, Double.NaN, evaluated, verdict);
    }

    /** The metric by which a slice is compared: accuracy for the rows of a class. */
    static GateMetric metric(String slice, GateMetric metric) {
        return slice.startsWith(OF_CLASS) ? GateMetric.ACCURACY : metric;
    }

    private PairedBootstrap.Interval interval(GateMetric by, List<ScoredRow> rows) {
        return new PairedBootstrap(
                        by, metrics.of(by.metric(), rows, true), metrics.of(by.metric(), rows, false), weights(rows))
                .interval(rules.samples(), rules.confidence(), seed);
    }

    private String text(double improvement) {
        return text(metric, improvement);
    }

    /** Formats an improvement: in percentage points if more is better, else in per cent of the champion's metric. */
    static String text(GateMetric metric, double improvement) {
        return String.format(Locale.ROOT, metric.moreIsBetter() ? "%.2f points" : "%.2f %%", 100 * improvement);
    }

    private double value(GateMetric by, List<ScoredRow> rows, boolean ofChampion) {
        return metrics.of(by.metric(), rows, ofChampion).of(weights(rows));
    }

    static double[] weights(List<ScoredRow> rows) {
        return rows.stream().mapToDouble(ScoredRow::weight).toArray();
    }
}
