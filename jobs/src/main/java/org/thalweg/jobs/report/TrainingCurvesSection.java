package org.thalweg.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.thalweg.model.Task;
import org.thalweg.train.EpochResult;
import org.thalweg.train.Metric;
import org.thalweg.train.MetricValues;

/** The course of training: curves over the epochs, and a table of their values. */
final class TrainingCurvesSection {
    /** The most points of a curve: more than a screen can show apart add nothing. */
    private static final int POINTS = 500;

    private static final int LINES = 100;

    private TrainingCurvesSection() {}

    static List<Section> of(ReportPage page) {
        if (page.epochs().isEmpty()) {
            return List.of();
        }
        EvenSample<EpochResult> epochs = EvenSample.of(page.epochs(), POINTS);
        List<Chart> charts = charts(epochs.shown(), bestEpoch(page.metrics()));
        charts.removeIf(Chart::isEmpty);
        return List.of(new Section(
                "training",
                "Training",
                Chart.html(charts)
                        + epochs.note("epochs")
                        + Html.details("The epochs in numbers", table(EvenSample.of(page.epochs(), LINES))),
                charts));
    }

    private static List<Chart> charts(List<EpochResult> epochs, OptionalDouble best) {
        List<Double> xs = values(epochs, epoch -> epoch.epoch() + 1);
        List<Chart> charts = new ArrayList<>();
        charts.add(new Chart("loss", "Loss", "epoch", "loss per row", xs)
                .line("train", values(epochs, EpochResult::trainLoss))
                .dashed("validation", values(epochs, epoch -> epoch.validation()
                        .map(MetricValues::loss)
                        .orElse(Double.NaN)))
                .marked(best));
        charts.addAll(metrics(epochs, xs, best));
        charts.add(new Chart("learning-rate", "Learning rate", "epoch", "learning rate", xs)
                .line("learning rate", values(epochs, EpochResult::learningRate)));
        charts.add(new Chart("gradient-norm", "Gradient norm, before clipping", "epoch", "mean of the steps", xs)
                .line("gradient norm", values(epochs, EpochResult::gradientNorm)));
        return charts;
    }

    private static List<Chart> metrics(List<EpochResult> epochs, List<Double> xs, OptionalDouble best) {
        List<Chart> charts = new ArrayList<>();
        for (Metric metric : measured(epochs)) {
            boolean share = metric.isShare();
            String name = metric.title();
            charts.add(new Chart(
                            "measure-" + metric.label(),
                            Character.toUpperCase(name.charAt(0)) + name.substring(1),
                            "epoch",
                            share ? name + ", %" : name,
                            xs)
                    .dashed("validation", values(epochs, epoch -> epoch.validation()
                            .map(values -> (share ? 100 : 1) * values.of(metric))
                            .orElse(Double.NaN)))
                    .marked(best));
        }
        return charts;
    }

    /** The metrics, other than the loss, that any of the epochs has. */
    private static List<Metric> measured(List<EpochResult> epochs) {
        return epochs.stream()
                .flatMap(epoch -> epoch.validation().stream())
                .map(MetricValues::task)
                .findFirst()
                .map(task -> Metric.of(task).stream()
                        .filter(metric ->
                                !(task == Task.CLASSIFICATION && metric == Metric.LOG_LOSS)) // the loss itself
                        .filter(metric -> epochs.stream()
                                .flatMap(epoch -> epoch.validation().stream())
                                .anyMatch(values -> !Double.isNaN(values.of(metric))))
                        .toList())
                .orElse(List.of());
    }

    static List<Double> values(List<EpochResult> epochs, ToDoubleFunction<EpochResult> of) {
        return epochs.stream().map(of::applyAsDouble).toList();
    }

    /** The best epoch, if it is not the last one. */
    private static OptionalDouble bestEpoch(Map<String, Object> metrics) {
        return metrics.get("bestEpoch") instanceof Number best
                        && metrics.get("epochs") instanceof Number epochs
                        && best.longValue() != epochs.longValue()
                ? OptionalDouble.of(best.doubleValue())
                : OptionalDouble.empty();
    }

    private static String table(EvenSample<EpochResult> epochs) {
        boolean validated =
                epochs.shown().stream().anyMatch(epoch -> epoch.validation().isPresent());
        List<Metric> metrics = measured(epochs.shown());
        HtmlTable table = new HtmlTable("Epochs", "").textHead("epoch").heads("train loss");
        if (validated) {
            table.heads("validation loss");
            metrics.forEach(metric -> table.heads("validation " + metric.title()));
        }
        table.heads("learning rate", "gradient norm", "seconds");
        for (EpochResult epoch : epochs.shown()) {
            table.row(Numbers.of(epoch.epoch() + 1)).numbers(Numbers.of(epoch.trainLoss()));
            Optional<MetricValues> validation = epoch.validation();
            if (validated) {
                table.numbers(
                        validation.map(values -> Numbers.of(values.loss())).orElse(Numbers.NONE));
                metrics.forEach(metric -> table.numbers(validation
                        .map(values -> SummarySection.value(metric, values.of(metric)))
                        .orElse(Numbers.NONE)));
            }
            table.numbers(
                    Numbers.of(epoch.learningRate()),
                    Numbers.of(epoch.gradientNorm()),
                    Numbers.of(Math.round(epoch.seconds() * 1000) / 1000.0));
        }
        return table.html() + epochs.note("epochs");
    }
}
