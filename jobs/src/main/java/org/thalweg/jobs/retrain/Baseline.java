package org.thalweg.jobs.retrain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.thalweg.jobs.config.GateMetric;
import org.thalweg.jobs.config.GateSection;
import org.thalweg.model.Task;
import org.thalweg.model.Threshold;
import org.thalweg.train.Metric;

/**
 * The baseline that a first model has to beat: a prediction without features. For classes and labels it is their
 * shares, and so the most frequent one; for numbers the mean, or the median for absolute errors, or the quantile that
 * the loss is for.
 *
 * <p>Accuracy does not show what a model knows of a rare class, and the RMSE does not show how good a quantile is. So
 * beating the baseline by the gate's metric or by a second one is enough: log loss for classes and labels, mean
 * absolute error or quantile loss for numbers. The baseline is beaten if the confidence interval of the improvement
 * lies above 0.
 */
final class Baseline {
    private static final double MEDIAN = 0.5;

    private final RowMetrics metrics;
    private final GateMetric metric;
    private final GateSection rules;
    private final long seed;

    Baseline(RowMetrics metrics, GateMetric metric, GateSection rules, long seed) {
        this.metrics = metrics;
        this.metric = metric;
        this.rules = rules;
        this.seed = seed;
    }

    /** Whether there is a baseline for a task: there is none for an autoencoder. */
    static boolean isKnownOf(Task task) {
        return task != Task.AUTOENCODER;
    }

    /** Why a first model may not serve; empty if it may. */
    Optional<String> breach(List<ScoredRow> rows) {
        List<String> found = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        boolean better = false;
        for (GateMetric by : new LinkedHashSet<>(List.of(metric, second()))) {
            List<ScoredRow> beside = beside(rows, by.metric());
            RowMetric of = metrics.of(by.metric(), beside, true);
            RowMetric model = metrics.of(by.metric(), beside, false);
            double[] weights = Gate.weights(rows);
            double without = of.of(weights);
            double with = model.of(weights);
            if (PairedBootstrap.improvement(by, without, with) > 0) {
                better = true;
                double low = new PairedBootstrap(by, of, model, weights)
                        .interval(rules.samples(), rules.confidence(), seed)
                        .low();
                if (low > 0) {
                    return Optional.empty();
                }
            }
            found.add(String.format(Locale.ROOT, "%s %.4g", by.label(), with));
            expected.add(String.format(Locale.ROOT, "%s %.4g", by.label(), without));
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "expected a first model that does better than %s (%s), found %s on %,d rows%s; wait for more rows, check the"
                        + " features or the training settings, or set retrain.gate.baseline: off",
                metrics.task() == Task.REGRESSION ? "the mean of the target" : "the majority class",
                String.join(", ", expected),
                String.join(", ", found),
                rows.size(),
                better ? ", which may be random" : ""));
    }

    private GateMetric second() {
        return new GateMetric(
                metrics.task() != Task.REGRESSION
                        ? Metric.LOG_LOSS
                        : metrics.quantile().isPresent() ? Metric.PINBALL_LOSS : Metric.MAE);
    }

    /** The rows with the baseline as the champion. */
    private List<ScoredRow> beside(List<ScoredRow> rows, Metric by) {
        return switch (metrics.task()) {
            case CLASSIFICATION -> besideShares(rows);
            case MULTILABEL -> besideLabels(rows);
            case REGRESSION, AUTOENCODER -> besideNumbers(rows, by);
        };
    }

    private List<ScoredRow> besideShares(List<ScoredRow> rows) {
        List<String> classes = metrics.classes();
        double[] shares = new double[classes.size()];
        double weight = rows.stream().mapToDouble(ScoredRow::weight).sum();
        for (ScoredRow row : rows) {
            int of = classes.indexOf(row.label());
            if (of >= 0) {
                shares[of] += row.weight() / weight;
            }
        }
        int most = IntStream.range(0, shares.length)
                .boxed()
                .max(Comparator.comparingDouble(c -> shares[c]))
                .orElseThrow();
        RowOutputs kept = RowOutputs.of(classes, metric.metric());
        return rows.stream()
                .map(row -> row.beside(
                        row.label().equals(classes.get(most)) ? 1 : 0,
                        kept.ofClasses(shares, classes, most, row.label())))
                .toList();
    }

    private static List<ScoredRow> besideLabels(List<ScoredRow> rows) {
        double[] shares = means(rows);
        return rows.stream()
                .map(row -> {
                    boolean right = IntStream.range(0, shares.length)
                            .allMatch(l -> Threshold.NONE.isReached((float) shares[l])
                                    == Threshold.NONE.isReached((float) row.truth()[l]));
                    return row.beside(right ? 1 : 0, shares);
                })
                .toList();
    }

    private List<ScoredRow> besideNumbers(List<ScoredRow> rows, Metric by) {
        double[] means = means(rows);
        double[] predicted =
                switch (by) {
                    case RMSE, R2 -> means;
                    case PINBALL_LOSS -> quantiles(rows, metrics.quantile().orElse(MEDIAN));
                    default -> quantiles(rows, MEDIAN);
                };
        return rows.stream()
                .map(row -> row.beside(
                        IntStream.range(0, means.length)
                                .mapToDouble(i -> Math.pow(row.truth()[i] - means[i], 2))
                                .average()
                                .orElseThrow(),
                        predicted))
                .toList();
    }

    private static double[] means(List<ScoredRow> rows) {
        double[] means = new double[rows.get(0).truth().length];
        double weight = rows.stream().mapToDouble(ScoredRow::weight).sum();
        for (ScoredRow row : rows) {
            for (int i = 0; i < means.length; i++) {
                means[i] += row.weight() / weight * row.truth()[i];
            }
        }
        return means;
    }

    /** The quantile of each target: the least value with that share of the weight at or below it. */
    private static double[] quantiles(List<ScoredRow> rows, double share) {
        double weight = rows.stream().mapToDouble(ScoredRow::weight).sum();
        double[] quantiles = new double[rows.get(0).truth().length];
        Arrays.setAll(quantiles, i -> {
            List<ScoredRow> sorted = new ArrayList<>(rows);
            sorted.sort(Comparator.comparingDouble(row -> row.truth()[i]));
            double below = 0;
            int at = -1;
            while (below < share * weight && at + 1 < sorted.size()) {
                at++;
                below += sorted.get(at).weight();
            }
            return sorted.get(Math.max(0, at)).truth()[i];
        });
        return quantiles;
    }
}
