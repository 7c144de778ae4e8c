package org.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.thalweg.model.Task;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Network;

class ConfusionMatrixTest {
    @Test
    void weightsAreThoseOfADenseMatrix() {
        int classes = 70;
        double[][] dense = new double[classes][classes];
        ConfusionMatrix matrix = new ConfusionMatrix(classes);
        ConfusionMatrix other = new ConfusionMatrix(classes);
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            int trueClass = random.nextInt(classes);
            int predicted = random.nextInt(5) == 0 ? random.nextInt(classes) : trueClass;
            double weight = random.nextInt(8) / 4.0; // sums are exact in any order
            dense[trueClass][predicted] += weight;
            (i % 3 == 0 ? other : matrix).add(trueClass, predicted, weight);
        }
        matrix.add(other);
        double[][] found = new double[classes][classes];
        int[] last = {-1};
        matrix.forEach((trueClass, predicted, weight) -> {
            found[trueClass][predicted] = weight;
            assertThat(trueClass * classes + predicted).isGreaterThan(last[0]);
            last[0] = trueClass * classes + predicted;
        });
        assertThat(found).isDeepEqualTo(dense);
        assertThat(matrix.weight(3, 3)).isEqualTo(dense[3][3]);
        assertThat(new ConfusionMatrix(2).weight(0, 1)).isZero();
    }

    /** A dense matrix would have more cells than an array may, and overflow the product. */
    @Test
    void manyClassesTakeMemoryByTheirRowsAlone() {
        int classes = 100_000;
        Network network = Network.of(1, List.of(), Activation.TANH, classes, Activation.SOFTMAX);
        Evaluation evaluation = new Evaluation(network, Task.CLASSIFICATION);
        int rows = 5;
        float[] a = new float[rows * classes];
        float[] targets = {0, 1, 99_999, 99_999, 7};
        int[] predicted = {0, 99_998, 99_999, 5, 7};
        for (int r = 0; r < rows; r++) {
            a[r * classes + predicted[r]] = 1;
        }
        evaluation.add(5, rows, a, targets, new float[] {1, 1, 1, 1, 1});
        ClassMetrics metrics = evaluation.byClass();
        assertThat(metrics.accuracy()).isEqualTo(0.6);
        assertThat(metrics.confusion(99_999, 5)).isEqualTo(1);
        assertThat(metrics.recall(99_999)).isEqualTo(0.5);
        assertThat(metrics.precision(99_999)).isEqualTo(1);
        assertThat(metrics.balancedAccuracy()).isEqualTo((1 + 0 + 0.5 + 1) / 4);
        assertThat(metrics.majorityShare()).isEqualTo(0.4);
        assertThat(metrics.f1()).isEqualTo((1 + 2.0 / 3 + 1) / 6);
    }
}
