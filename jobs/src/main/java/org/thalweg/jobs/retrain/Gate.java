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

/** Decides whether a challenger may serve: by both models' scores of the same rows, which neither has learned. */
final class Gate {
    static final String ALL = "all";
    static final String OLD = "old";
    static final String NEW = "new";
    private static final String OF_CLASS = "class ";

    private final GateSection rules;
    private final GateMetric metric;
    private final RowMetrics metrics;
    private final long seed;

    /** @param metrics of rows such as will be compared */
    Gate(GateSection rules, RowMetrics metrics, long seed) {
        this.rules = rules;
        this.metric = rules.metric();
        this.metrics = metrics;
        this.seed = seed;
    }

    /**
     * The comparison of every slice, the whole first.
     *
     * @param rows in an order that depends on nothing but them
     * @param hasChampion whether there is a model that serves
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
                    "expected rows that no version has learned to compare on, found none; let more come in, or raise"
                            + " retrain.holdOut in a new store"));
        }
        comparisons.add(whole(rows, hasChampion));
        slices(rows).forEach((slice, of) -> comparisons.add(slice(slice, of, hasChampion)));
        return comparisons;
    }

    /** Why the challenger may not serve; none where it may. */
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
        if (verdict.isEmpty() && !earned(improvement, interval.low())) {
            verdict = rules.margin() < 0 ? notBetter(interval) : worse(rows, improvement, interval);
        }
        return new Comparison(ALL, rows.size(), champion, challenger, interval.low(), interval.high(), true, verdict);
    }

    private String notBetter(PairedBootstrap.Interval interval) {
        return String.format(
                Locale.ROOT,
                "expected at least %s better with %s %% confidence, found an interval of the improvement from %+.4f to %+.4f",
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
                                "; %,d rows are too few to tell it from one that is as good: let more come in, or"
                                        + " raise retrain.gate.margin",
                                rows.size()));
    }

    private String confidence() {
        return Setting.hundredths(rules.confidence());
    }

    /**
     * Of few rows the interval is wide, and no model could be sure to be hardly worse: one that is no worse on them may serve,
     * unless an improvement is asked for.
     */
    private boolean earned(double improvement, double low) {
        return low >= -rules.margin() || rules.margin() >= 0 && improvement >= 0;
    }

    private Optional<String> undefined(double value) {
        return Double.isNaN(value)
                ? Optional.of("expected rows of which " + metric.label()
                        + " is defined, found none; let more come in, or" + " take another retrain.gate.metric")
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
     * A slice has few rows: it has fallen by more than it may if the interval lies below 0, too, and chance is not to blame.
     * Of the rows of one class, the share that is right is judged: other metrics are not defined for them.
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

    /** What a slice is compared by: the rows of a class by accuracy. */
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

    /** In points where more is better, otherwise in per cent of the champion's. */
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
