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
 * Checks whether a metric of the serving model drops so much from earlier to new rows that something must be wrong with
 * the new ones, for example with their labels, which statistics of columns do not show.
 *
 * <p>Rows of one class, or with one label, may be checked separately, as accuracy over all rows does not show changes
 * of few of them.
 *
 * <p>With few rows the metric may drop by sampling noise. A drop is too large if it exceeds the permitted one by more
 * than the noise that one pair of samples in a thousand has. The standard deviation of an accuracy p of n rows is √(p
 * (1 − p) / n), for the p at which the drop is just permitted. That of a mean squared error is estimated from the
 * sample; the relative deviation of its root is half of that. That of any other metric is estimated by {@link
 * DropSamples}.
 */
final class ServingDrop {
    private final RowMetrics metrics;
    private final GateMetric metric;
    private final double most;
    private final long seed;

    /**
     * A check.
     *
     * @param metrics metrics of the serving model
     * @param metric the metric to compare
     * @param most the largest permitted drop: a difference if more is better, otherwise a share of the earlier
     *     rows' metric
     */
    ServingDrop(RowMetrics metrics, GateMetric metric, double most, long seed) {
        this.metrics = metrics;
        this.metric = metric;
        this.most = most;
        this.seed = seed;
    }

    /** Checks all rows; see {@link #breach(List, String, String)}. */
    Optional<String> breach(List<ScoredRow> rows) {
        return breach(rows, "servingDrop", "rows");
    }

    /**
     * Checks the rows of each class or with each label, by the share of correct predictions.
     *
     * @param most the largest permitted drop of the share
     * @param labels names of the labels of multi-label rows
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
                    boolean reached = metrics.ofChampion().isReached((float) row.byChampion()[label]);
                    byClass.get(labels.get(label)).add(row.beside(reached ? 1 : 0, row.byChampion()));
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
     * A message if the drop is too large; empty if it is not, or if there are no rows to compare. Rows of classes that
     * the model does not know are ignored: it is wrong about all of them, which says nothing about the rows.
     *
     * @param rows held-out rows with the outputs of the serving model
     * @param rule name of the rule, for the message
     * @param which name of the rows, for the message
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
                "%s: expected the serving model to do at most %s worse on new %s than before (plus %s of sampling noise),"
                        + " found %s %.4f on %,d of the new ones that are held out, and %.4f on %,d earlier ones",
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

    /** Whether the metric needs the probability of every class. */
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

    /** The relative variance of the mean squared error; infinite if a single row does not allow an estimate. */
    private static double relativeVariance(List<ScoredRow> rows) {
        if (rows.size() < 2) {
            return Double.POSITIVE_INFINITY;
        }
        double[] errors = RowMetrics.numbers(rows, ScoredRow::champion);
        double mean = StatUtils.mean(errors);
        return mean == 0 ? 0 : StatUtils.variance(errors, mean) / errors.length / (mean * mean);
    }
}
