package org.thalweg.jobs.retrain;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.math3.stat.StatUtils;
import org.thalweg.jobs.config.GateMetric;

/**
 * Whether the model that serves does so much worse on new rows than on those before that something is wrong with the new
 * ones: with their labels, say, which no count of columns tells.
 *
 * <p>Of few rows it may do worse by {@link Chance}. The drop is too great if it is greater than permitted by more than a pair of
 * samples in a thousand would be: the deviation of an accuracy p of n rows is √(p (1 − p) / n), taken where the drop is just
 * permitted; that of a mean squared error is the sample's own, of its root the half of it in proportion.
 */
final class ServingDrop {
    private final GateMetric metric;
    private final double most;

    /** @param most in points of accuracy, of RMSE as a share of what it is on the rows before */
    ServingDrop(GateMetric metric, double most) {
        this.metric = metric;
        this.most = most;
    }

    /**
     * What is wrong; empty where nothing is, or there are no rows to tell by.
     *
     * @param rows with the scores of the model that serves, which has learned none of them
     * @param classes that it knows: of others it can be right about none, which says nothing of the rows; empty where
     *     there are no classes
     */
    Optional<String> breach(List<Scored> rows, List<String> classes) {
        List<Scored> known = rows.stream()
                .filter(row -> classes.isEmpty() || classes.contains(row.label()))
                .toList();
        List<Scored> now = known.stream().filter(Scored::isNew).toList();
        List<Scored> before = known.stream().filter(row -> !row.isNew()).toList();
        if (now.isEmpty() || before.isEmpty()) {
            return Optional.empty();
        }
        double then = value(before);
        double found = value(now);
        double drop = -PairedBootstrap.improvement(metric, then, found);
        double chance = metric.moreIsBetter()
                ? new Chance(before.size(), now.size()).shift(Math.max(0, then - most))
                : ofErrors(before, now);
        if (!(drop > most + chance)) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "servingDrop: expected the serving model to do at most %s worse on new rows than before (and %s by chance),"
                        + " found %s %.4f on %,d of them that are held apart, and %.4f on %,d of those before",
                Gate.text(metric, most),
                Gate.text(metric, chance),
                metric.label(),
                found,
                now.size(),
                then,
                before.size()));
    }

    private double value(List<Scored> rows) {
        double[] scores = RowMetrics.numbers(rows, Scored::champion);
        RowMetric of = metric.moreIsBetter() ? RowMetric.mean(scores) : RowMetric.root(scores);
        return of.of(Gate.weights(rows));
    }

    private double ofErrors(List<Scored> before, List<Scored> now) {
        return (1 + most) * Chance.of(relativeVariance(before) + relativeVariance(now)) / 2;
    }

    /** Of the mean of squared errors: of one alone it may be anything. */
    private static double relativeVariance(List<Scored> rows) {
        if (rows.size() < 2) {
            return Double.POSITIVE_INFINITY;
        }
        double[] errors = RowMetrics.numbers(rows, Scored::champion);
        double mean = StatUtils.mean(errors);
        return mean == 0 ? 0 : StatUtils.variance(errors, mean) / errors.length / (mean * mean);
    }
}
