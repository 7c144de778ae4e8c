package org.thalweg.parity;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.thalweg.data.Example;
import org.thalweg.nn.Backpropagation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;

/** Passes over batches of a list's rows, each of weight 1. Not thread-safe. */
final class BatchPass {
    private final List<Example> rows;
    private final Backpropagation pass;

    BatchPass(Network network, Loss loss, List<Example> rows, int maxRows) {
        this.rows = rows;
        this.pass = new Backpropagation(network, loss, maxRows);
        Arrays.fill(pass.weights(), 1);
    }

    /** Writes the sum of the gradients of the rows order[from] … order[to − 1]. */
    void gradientInto(float[] gradient, float[] parameters, int[] order, int from, int to) {
        copy(order, from, to);
        pass.gradient(parameters, to - from, gradient, false);
    }

    /** All rows' mean loss. */
    double meanLoss(float[] parameters) {
        int[] order = IntStream.range(0, rows.size()).toArray();
        double sum = 0;
        for (int from = 0; from < order.length; from += pass.maxRows()) {
            int to = Math.min(order.length, from + pass.maxRows());
            copy(order, from, to);
            sum += pass.loss(parameters, to - from);
        }
        return sum / order.length;
    }

    private void copy(int[] order, int from, int to) {
        if (pass.features().length == 0) {
            pass.sparseFeatures().clear();
        }
        for (int i = from; i < to; i++) {
            Example row = rows.get(order[i]);
            if (row.isSparse()) {
                pass.sparseFeatures().add(row.indices(), row.features(), 0, row.features().length);
            } else {
                System.arraycopy(row.features(), 0, pass.features(), (i - from) * row.inputs(), row.inputs());
            }
            int width = row.targets().length;
            System.arraycopy(row.targets(), 0, pass.targets(), (i - from) * width, width);
        }
    }
}
