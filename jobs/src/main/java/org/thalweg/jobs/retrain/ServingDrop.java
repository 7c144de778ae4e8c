package org.thalweg.jobs.retrain;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.thalweg.jobs.config.GateMetric;

/**
 * Whether the model that serves does so much worse on new rows than on those before that something is wrong with the new
 * ones: with their labels, say, which no count of columns tells.
 *
 * <p>Of few rows it may do worse by chance. The drop is too great if it is greater than permitted by more than a pair of
 * samples in a thousand would be: the deviation of an accuracy p of n rows is √(p (1 − p) / n), taken where the drop is just
 * permitted; that of a mean squared error is the sample's own, of its root the half of it in proportion.
 */
final class ServingDrop {
    private static final double NORMAL_QUANTILE = 3.09;

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
    Optional<String> breach(List<Gate.Scored> rows, List<String> classes) {
        List<Gate.Scored> known = rows.stream()
                .filter(row -> classes.isEmpty() || classes.contains(row.label()))
                .toList();
        List<Gate.Scored> now = known.stream().filter(Gate.Scored::isNew).toList();
        List<Gate.Scored> before = known.stream().filter(row -> !row.isNew()).toList();
        if (now.isEmpty() || before.isEmpty()) {
            return Optional.empty();
        }
        double then = value(before);
        double found = value(now);
        double drop = -PairedBootstrap.improvement(metric, then, found);
        double chance = metric.moreIsBetter() ? ofShares(then, before.size(), now.size()) : ofErrors(before, now);
        if (!(drop > most + chance)) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "servingDrop: expected the serving model to do at most %s worse on new rows than before (and %s by chance),"
                        + " found %s %.4f on %,d of them that are held apart, and %.4f on %,d of those before",
                Gate.told(metric, most),
                Gate.told(metric, chance),
                metric.yamlName(),
                found,
                now.size(),
                then,
                before.size()));
    }

    private double value(List<Gate.Scored> rows) {
        return PairedBootstrap.value(metric, scores(rows), weights(rows));
    }

    private static double[] scores(List<Gate.Scored> rows) {
        return rows.stream().mapToDouble(Gate.Scored::champion).toArray();
    }

    private static double[] weights(List<Gate.Scored> rows) {
        return rows.stream().mapToDouble(Gate.Scored::weight).toArray();
    }

    private double ofShares(double then, int before, int now) {
        double share = Math.max(0, then - most);
        return NORMAL_QUANTILE * Math.sqrt(share * (1 - share) * (1.0 / before + 1.0 / now));
    }

    private double ofErrors(List<Gate.Scored> before, List<Gate.Scored> now) {
        double variance = relativeVariance(scores(before)) + relativeVariance(scores(now));
        return (1 + most) * NORMAL_QUANTILE * Math.sqrt(variance) / 2;
    }

    /** Of the mean of numbers that are 0 or more: of one number alone it may be anything. */
    private static double relativeVariance(double[] numbers) {
        if (numbers.length < 2) {
            return Double.POSITIVE_INFINITY;
        }
        double mean = 0;
        for (double number : numbers) {
            mean += number / numbers.length;
        }
        double sum = 0;
        for (double number : numbers) {
            sum += (number - mean) * (number - mean);
        }
        return mean == 0 ? 0 : sum / (numbers.length - 1.0) / numbers.length / (mean * mean);
    }
}
