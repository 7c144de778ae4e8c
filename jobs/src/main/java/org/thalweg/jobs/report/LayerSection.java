package org.thalweg.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.thalweg.train.EpochResult;
import org.thalweg.train.LayerSummary;

/** Statistics of the layers: curves over the epochs, one line a layer, and a table of the last epoch. */
final class LayerSection {
    /** Points of all lines of a chart together: with many layers, fewer each. */
    private static final int POINTS = 3000;

    private static final int MOST = 500;
    private static final int LEAST = 50;

    private LayerSection() {}

    static List<Section> of(ReportPage page) {
        List<EpochResult> measured = page.epochs().stream()
                .filter(epoch -> !epoch.layers().isEmpty())
                .toList();
        if (measured.isEmpty()) {
            return List.of();
        }
        EpochResult last = measured.get(measured.size() - 1);
        int layers = last.layers().size();
        EvenSample<EpochResult> epochs = EvenSample.of(measured, Math.max(LEAST, Math.min(MOST, POINTS / layers)));
        List<Chart> charts = charts(epochs.shown(), layers);
        charts.removeIf(Chart::isEmpty);
        return List.of(new Section(
                "layers",
                "Layers",
                Html.note(
                                "Measured at each epoch’s first step. A unit is saturated for a row if its activation’s slope is"
                                        + " about 0, and dead if it is saturated for every row measured; a softmax layer has neither.")
                        + Chart.html(charts)
                        + epochs.note("epochs")
                        + "<h3>At epoch " + Numbers.of(last.epoch() + 1) + "</h3>"
                        + table(last.layers()),
                charts));
    }

    private static List<Chart> charts(List<EpochResult> epochs, int layers) {
        List<Chart> charts = new ArrayList<>();
        charts.add(chart(epochs, layers, "mean", "Activations, mean", "mean", LayerSummary::mean));
        charts.add(chart(
                epochs, layers, "deviation", "Activations, spread", "standard deviation", LayerSummary::deviation));
        charts.add(chart(epochs, layers, "saturated", "Saturated", "activations, %", layer -> 100 * layer.saturated()));
        charts.add(chart(epochs, layers, "dead", "Dead", "units, %", layer -> 100 * layer.dead()));
        charts.add(chart(epochs, layers, "weights", "Weight norm", "‖W‖₂", LayerSummary::weightNorm));
        charts.add(chart(epochs, layers, "gradients", "Gradient norm", "‖∂C/∂W‖₂", LayerSummary::gradientNorm));
        return charts;
    }

    private static Chart chart(
            List<EpochResult> epochs,
            int layers,
            String id,
            String title,
            String unit,
            ToDoubleFunction<LayerSummary> statistic) {
        Chart chart = new Chart(
                "layer-" + id, title, "epoch", unit, TrainingCurvesSection.values(epochs, epoch -> epoch.epoch() + 1));
        for (int l = 0; l < layers; l++) {
            int layer = l;
            chart.line(
                    name(l),
                    TrainingCurvesSection.values(
                            epochs,
                            epoch -> layer < epoch.layers().size()
                                    ? statistic.applyAsDouble(epoch.layers().get(layer))
                                    : Double.NaN));
        }
        return chart;
    }

    private static String name(int layer) {
        return "layer " + (layer + 1);
    }

    private static String table(List<LayerSummary> layers) {
        HtmlTable table = new HtmlTable("Layers", "")
                .textHead("layer")
                .heads("mean", "deviation", "saturated", "dead", "weight norm", "gradient norm", "rows measured");
        for (int l = 0; l < layers.size(); l++) {
            LayerSummary layer = layers.get(l);
            table.row(name(l))
                    .numbers(
                            Numbers.of(layer.mean()),
                            Numbers.of(layer.deviation()),
                            Numbers.percent(layer.saturated()),
                            Numbers.percent(layer.dead()),
                            Numbers.of(layer.weightNorm()),
                            Numbers.of(layer.gradientNorm()),
                            Numbers.of(layer.rows()));
        }
        return table.html();
    }
}
