package org.thalweg.ml;

import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.thalweg.math.Elementary;
import org.thalweg.spark.fit.BlockOutputs;
import org.thalweg.spark.fit.ModelColumns;

/** The cells that a classifier adds, in the order of spark.ml; columns without a name are left out. */
final class ClassCells implements ModelColumns.Cells {
    private static final long serialVersionUID = 1;

    private final boolean raw;
    private final boolean probability;
    private final boolean prediction;
    private final boolean label;
    private final String[] labels;
    private final double[] numbers; // the predictions, by class
    private final double[] thresholds; // null for the network's own thresholds

    ClassCells(
            boolean raw,
            boolean probability,
            boolean prediction,
            boolean label,
            List<String> labels,
            double[] thresholds) {
        this.raw = raw;
        this.probability = probability;
        this.prediction = prediction;
        this.label = label;
        this.labels = labels.toArray(String[]::new);
        this.numbers = numbers(labels);
        this.thresholds = thresholds;
    }

    /** The predictions by class: the classes themselves if all are numbers, else their indices. */
    static double[] numbers(List<String> labels) {
        double[] numbers = new double[labels.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i;
        }
        try {
            return labels.stream().mapToDouble(Double::parseDouble).toArray();
        } catch (NumberFormatException e) {
            return numbers;
        }
    }

    /** The natural logarithms of probabilities. */
    static Vector logarithms(double[] probabilities) {
        double[] raw = new double[probabilities.length];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = Elementary.log(Math.max(probabilities[i], Float.MIN_VALUE));
        }
        return Vectors.dense(raw);
    }

    /** The class with the greatest ratio of probability to threshold; the first one of several. */
    static int byThresholds(double[] probabilities, double[] thresholds) {
        int best = 0;
        double greatest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < probabilities.length; i++) {
            double scaled = thresholds[i] == 0 ? Double.POSITIVE_INFINITY : probabilities[i] / thresholds[i];
            if (scaled > greatest) {
                greatest = scaled;
                best = i;
            }
        }
        return best;
    }

    private static double[] probabilities(BlockOutputs block, int row) {
        double[] outputs = block.outputs(row);
        return outputs.length == 1 ? new double[] {1 - block.output(row, 0), outputs[0]} : outputs;
    }

    @Override
    public void addTo(List<Object> cells, BlockOutputs block, int row) {
        double[] probabilities = raw || probability || thresholds != null ? probabilities(block, row) : null;
        if (raw) {
            cells.add(logarithms(probabilities));
        }
        if (probability) {
            cells.add(Vectors.dense(probabilities));
        }
        if (!prediction && !label) {
            return;
        }
        int predicted = thresholds == null ? block.predictedClass(row) : byThresholds(probabilities, thresholds);
        if (prediction) {
            cells.add(numbers[predicted]);
        }
        if (label) {
            cells.add(labels[predicted]);
        }
    }
}
