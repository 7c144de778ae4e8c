package org.thalweg.jobs.retrain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.stat.StatUtils;
import org.thalweg.jobs.config.GateMetric;

/**
 * Whether the model that serves does so much worse on new rows than on those before, by some metric, that something is
 * wrong with the new ones: with their labels, say, which no count of columns shows.
 *
 * <p>Rows of one class, or with one label, may be compared by themselves: accuracy over all rows does not show what becomes of
 * few of them.
 *
 * <p>Of few rows it may do worse by chance. The drop is too great if it is greater than permitted by more than a pair of
 * samples in a thousand would be: the deviation of an accuracy p of n rows is √(p (1 − p) / n), taken where the drop is just
 * permitted; that of a mean squared error is the sample's own, of its root the half of it in proportion; that of any other
 * metric is found by {@link DropSamples}.
 */
final class ServingDrop {
    private final RowMetrics metrics;
    private final GateMetric metric;
    private final double most;
    private final long seed;

    /**
     * A check.
     *
     * @param metrics of the model that serves
     * @param metric by which it is compared with itself
     * @param most a difference where more is better, otherwise a share of the metric on the rows before
     */
    ServingDrop(RowMetrics metrics, GateMetric metric, double most, long seed) {
        this.metrics = metrics;
        this.metric = metric;
        this.most = most;
        this.seed = seed;
    }

    /** What is wrong with all rows; see {@link #breach(List, String, String)}. */
    Optional<String> breach(List<ScoredRow> rows) {
        return breach(rows, "servingDrop", "rows");
    }

    /**
     * What is wrong with the rows of single classes, or with single labels, by the share that is right.
     *
     * @param most a difference of shares
     * @param labels by name, of rows that have several
     */
    static List<String> ofClasses(RowMetrics metrics, double most, List<String> labels, List<ScoredRow> rows) {
        ServingDrop drop = new ServingDrop(metrics, GateMetric.ACCURACY, most, 0);
        Map<String, List<ScoredRow>> byClass = new LinkedHashMap<>();
        metrics.classes().forEach(name -> byClass.put(name, new ArrayList<>()));
        labels.forEach(name -> byClass.put(name, new ArrayList<>()));
        for (ScoredRow row : rows) {
            if (byClass.containsKey(row.label())) {
                byClass.get(row.label()).add(row);
            }
            for (int label = 0; label < labels.size(); label++) {
                if (row.truth()[label] >= 0.5) {
                    boolean found = metrics.ofChampion().isReached((float) row.byChampion()[label]);
                    byClass.get(labels.get(label)).add(row.beside(found ? 1 : 0, row.byChampion()));
                }
            }
        }
        List<String> breaches = new ArrayList<>();
        byClass.forEach((name, of) -> drop.breach(
                        of, "classDrop", labels.isEmpty() ? "rows of class " + name : "rows with label " + name)
                .ifPresent(breaches::add));
        return breaches;
    }

    /**
     * What is wrong; empty where nothing is, or where there are no rows to judge it by. Rows of classes that the model does
     * not know are left out: it can be right about none of them, which says nothing of the rows.
     *
     * @param rows with the outputs of the model that serves, which has learned none of them
     * @param rule that is broken
     * @param which rows they are
     */
    private Optional<String> breach(List<ScoredRow> rows, String rule, String which) {
        List<String> classes = metrics.classes();
        List<ScoredRow> known = rows.stream()
                .filter(row -> classes.isEmpty() || classes.contains(row.label()))
                .toList();
        List<ScoredRow> now = known.stream().filter(ScoredRow::isNew).toList();
        List<ScoredRow> before = known.stream().filter(row -> !row.isNew()).toList();
        if (now.isEmpty() || before.isEmpty()) {
            return Optional.empty();
        }
        double then = value(before);
        double found = value(now);
        double drop = -PairedBootstrap.improvement(metric, then, found);
        if (!(drop > most)) {
            return Optional.empty();
        }
        double noise = noise(before, now, then, drop);
        if (!(drop > most + noise)) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "%s: expected the serving model to do at most %s worse on new %s than before (and %s by chance),"
                        + " found %s %.4f on %,d of them that are held apart, and %.4f on %,d of those before",
                rule,
                Gate.text(metric, most),
                which,
                Gate.text(metric, noise),
                metric.label(),
                found,
                now.size(),
                then,
                before.size()));
    }

    /** Whether it takes the probability of every class. */
    boolean isOfArea() {
        return RowOutputs.of(metrics.classes(), metric.metric()).probabilities();
    }

    private double value(List<ScoredRow> rows) {
        return metrics.of(metric.metric(), rows, true).of(Gate.weights(rows));
    }

    private double noise(List<ScoredRow> before, List<ScoredRow> now, double then, double drop) {
        return switch (metric.metric()) {
            case ACCURACY, SUBSET_ACCURACY ->
                new SamplingNoise(before.size(), now.size()).shift(Math.max(0, then - most));
            case RMSE -> (1 + most) * SamplingNoise.of(relativeVariance(before) + relativeVariance(now)) / 2;
            default -> {
                List<ScoredRow> rows = new ArrayList<>(before);
                rows.addAll(now);
                yield SamplingNoise.of(new DropSamples(
                                metric, metrics.of(metric.metric(), rows, true), Gate.weights(rows), before.size())
                        .variance(most / drop, seed));
            }
        };
    }

    /** Of the mean of squared errors: of one alone it may be anything. */
    private static double relativeVariance(List<ScoredRow> rows) {
        if (rows.size() < 2) {
            return Double.POSITIVE_INFINITY;
        }
        double[] errors = RowMetrics.numbers(rows, ScoredRow::champion);
        double mean = StatUtils.mean(errors);
        return mean == 0 ? 0 : StatUtils.variance(errors, mean) / errors.length / (mean * mean);
    }
}
