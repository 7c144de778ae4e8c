package org.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.thalweg.math.Philox;
import org.thalweg.model.Task;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Network;

class EvaluationTest {
    private static Evaluation of(Activation output, int outputs, Task task) {
        return new Evaluation(Network.of(1, List.of(), Activation.TANH, outputs, output), task);
    }

    /** True classes 0 0 1 1 2, predicted 0 1 1 1 0, weights 1 2 3 1 1. */
    @Test
    void classificationIsCountedByWeight() {
        Evaluation evaluation = of(Activation.SOFTMAX, 3, Task.CLASSIFICATION);
        float[] a = {.8f, .1f, .1f, .2f, .5f, .3f, 0, 1, 0, .2f, .4f, .4f, .5f, .2f, .3f};
        evaluation.add(16, 5, a, new float[] {0, 0, 1, 1, 2}, new float[] {1, 2, 3, 1, 1});
        assertThat(evaluation.rows()).isEqualTo(5);
        assertThat(evaluation.weight()).isEqualTo(8);
        assertThat(evaluation.loss()).isEqualTo(2);
        assertThat(evaluation.classes()).isEqualTo(3);
        assertThat(evaluation.byClass().confusion(0, 1)).isEqualTo(2);
        assertThat(evaluation.byClass().confusion(1, 0)).isZero();
        assertThat(evaluation.byClass().confusion(2, 0)).isEqualTo(1);
        assertThat(evaluation.accuracy()).isEqualTo(5.0 / 8);
        assertThat(evaluation.byClass().precision(1)).isEqualTo(4.0 / 6);
        assertThat(evaluation.byClass().recall(1)).isEqualTo(1);
        assertThat(evaluation.byClass().f1(1)).isCloseTo(0.8, within(1e-12));
        assertThat(evaluation.byClass().recall(0)).isEqualTo(1.0 / 3);
        assertThat(evaluation.byClass().precision(2)).isZero();
        assertThat(evaluation.byClass().f1(2)).isZero();
        assertThat(evaluation.byClass().support(0)).isEqualTo(3);
    }

    @Test
    void oneSigmoidOutputIsTwoClasses() {
        Evaluation evaluation = of(Activation.SIGMOID, 1, Task.CLASSIFICATION);
        evaluation.add(1, 4, new float[] {.5f, .49f, .9f, .1f}, new float[] {1, 1, 0, 0}, new float[] {1, 1, 1, 1});
        assertThat(evaluation.classes()).isEqualTo(2);
        assertThat(evaluation.byClass().confusion(1, 1)).isEqualTo(1);
        assertThat(evaluation.byClass().confusion(1, 0)).isEqualTo(1);
        assertThat(evaluation.byClass().confusion(0, 1)).isEqualTo(1);
        assertThat(evaluation.accuracy()).isEqualTo(0.5);
        assertThat(of(Activation.SIGMOID, 1, Task.MULTILABEL).classes()).isZero();
        assertThat(of(Activation.SIGMOID, 1, Task.REGRESSION).classes()).isZero();
    }

    /**
     * Confidences .95 right (weight 1), .99 wrong (2), 1 right (1) in the last bin; .4 wrong (4) in bin 6; of one sigmoid
     * .2, so .8 of class 0, right.
     */
    @Test
    void confidencesAreBinnedByWeight() {
        Evaluation evaluation = of(Activation.SOFTMAX, 3, Task.CLASSIFICATION);
        float[] a = {.95f, .05f, 0, .99f, .01f, 0, 0, 1, 0, .3f, .4f, .3f};
        evaluation.add(1, 4, a, new float[] {0, 1, 1, 2}, new float[] {1, 2, 1, 4});
        Calibration calibration = evaluation.calibration();
        assertThat(calibration.weight(14)).isEqualTo(4);
        assertThat(calibration.accuracy(14)).isEqualTo(0.5);
        assertThat(calibration.confidence(14)).isCloseTo((0.95 + 2 * 0.99 + 1) / 4, within(1e-7));
        assertThat(calibration.weight(6)).isEqualTo(4);
        assertThat(calibration.accuracy(6)).isZero();
        assertThat(calibration.confidence(0)).isNaN();
        assertThat(calibration.expectedError()).isCloseTo(0.5 * (3.93 / 4 - 0.5) + 0.5 * 0.4, within(1e-7));
        Evaluation sigmoid = of(Activation.SIGMOID, 1, Task.CLASSIFICATION);
        assertThat(sigmoid.calibration().expectedError()).isNaN();
        sigmoid.add(1, 1, new float[] {.2f}, new float[] {0}, new float[] {1});
        assertThat(sigmoid.calibration().weight(12)).isEqualTo(1);
        assertThat(sigmoid.calibration().expectedError()).isCloseTo(0.2, within(1e-7));
        assertThatThrownBy(of(Activation.SIGMOID, 1, Task.MULTILABEL)::calibration)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("evaluation: expected one of classes, found task multilabel");
    }

    /** Confidences and weights that sum exactly, so that the order cannot show. */
    @Test
    void calibrationOfPartsIsThatOfOnePass() {
        int rows = 200;
        float[] a = new float[rows];
        float[] y = new float[rows];
        float[] w = new float[rows];
        for (int r = 0; r < rows; r++) {
            a[r] = (r * 37 % 257) / 256f;
            y[r] = r * 11 % 3 == 0 ? 1 : 0;
            w[r] = 1 + r % 4;
        }
        Evaluation whole = of(Activation.SIGMOID, 1, Task.CLASSIFICATION);
        whole.add(1, rows, a, y, w);
        Evaluation parts = of(Activation.SIGMOID, 1, Task.CLASSIFICATION);
        for (int from : new int[] {0, 80, 200}) {
            int to = from == 0 ? 80 : rows;
            Evaluation part = of(Activation.SIGMOID, 1, Task.CLASSIFICATION);
            part.add(
                    1,
                    to - from,
                    java.util.Arrays.copyOfRange(a, from, to),
                    java.util.Arrays.copyOfRange(y, from, to),
                    java.util.Arrays.copyOfRange(w, from, to));
            parts.add(part);
        }
        assertThat(parts.calibration()).usingRecursiveComparison().isEqualTo(whole.calibration());
        assertThat(parts.calibration().expectedError()).isBetween(0.01, 0.99);
    }

    /** Regression of 300 rows and two outputs, in one and in three parts, one of them empty. */
    @Test
    void regressionIsThatOfTwoPassesHoweverItIsSplit() {
        Philox random = new Philox(1, 2);
        int rows = 300;
        float[] a = new float[2 * rows];
        float[] y = new float[2 * rows];
        float[] w = new float[rows];
        for (int i = 0; i < 2 * rows; i++) {
            y[i] = (float) (1000 + random.nextNormal());
            a[i] = (float) (y[i] + 0.3 * random.nextNormal());
            w[i / 2] = 0.5f + random.nextFloat();
        }
        Evaluation whole = of(Activation.IDENTITY, 2, Task.REGRESSION);
        whole.add(5, rows, a, y, w);
        Evaluation parts = of(Activation.IDENTITY, 2, Task.REGRESSION);
        parts.add(of(Activation.IDENTITY, 2, Task.REGRESSION));
        for (int from : new int[] {0, 100, 200}) {
            Evaluation part = of(Activation.IDENTITY, 2, Task.REGRESSION);
            part.add(
                    5.0 / 3,
                    100,
                    java.util.Arrays.copyOfRange(a, 2 * from, 2 * from + 200),
                    java.util.Arrays.copyOfRange(y, 2 * from, 2 * from + 200),
                    java.util.Arrays.copyOfRange(w, from, from + 100));
            parts.add(part);
        }
        double allSquares = 0;
        double allAbsolute = 0;
        double allR2 = 0;
        double weight = 0;
        for (float one : w) {
            weight += one;
        }
        for (int o = 0; o < 2; o++) {
            double mean = 0;
            double squares = 0;
            double absolute = 0;
            for (int r = 0; r < rows; r++) {
                mean += w[r] * (double) y[2 * r + o] / weight;
                squares += w[r] * Math.pow((double) a[2 * r + o] - y[2 * r + o], 2);
                absolute += w[r] * Math.abs((double) a[2 * r + o] - y[2 * r + o]);
            }
            double spread = 0;
            for (int r = 0; r < rows; r++) {
                spread += w[r] * Math.pow(y[2 * r + o] - mean, 2);
            }
            for (Evaluation evaluation : List.of(whole, parts)) {
                assertThat(evaluation.errors().rmse(o)).isCloseTo(Math.sqrt(squares / weight), within(1e-9));
                assertThat(evaluation.errors().mae(o)).isCloseTo(absolute / weight, within(1e-9));
                assertThat(evaluation.errors().r2(o)).isCloseTo(1 - squares / spread, within(1e-9));
            }
            allSquares += squares;
            allAbsolute += absolute;
            allR2 += (1 - squares / spread) / 2;
        }
        for (Evaluation evaluation : List.of(whole, parts)) {
            assertThat(evaluation.rows()).isEqualTo(rows);
            assertThat(evaluation.loss()).isCloseTo(5 / weight, within(1e-12));
            assertThat(evaluation.rmse()).isCloseTo(Math.sqrt(allSquares / weight / 2), within(1e-9));
            assertThat(evaluation.mae()).isCloseTo(allAbsolute / weight / 2, within(1e-9));
            assertThat(evaluation.r2()).isCloseTo(allR2, within(1e-9));
        }
    }

    /** Labels borne 10 11 00 01, predicted 10 01 00 11, weights 1 2 3 4; in one and in two parts. */
    @Test
    void severalLabelsAreCountedByWeightHoweverTheRowsAreSplit() {
        float[] a = {.9f, .1f, .4f, .5f, 0, .49f, .6f, 1};
        float[] y = {1, 0, 1, 1, 0, 0, 0, 1};
        float[] w = {1, 2, 3, 4};
        Evaluation whole = of(Activation.SIGMOID, 2, Task.MULTILABEL);
        whole.add(20, 4, a, y, w);
        Evaluation parts = of(Activation.SIGMOID, 2, Task.MULTILABEL);
        parts.add(5, 1, a, y, w);
        Evaluation rest = of(Activation.SIGMOID, 2, Task.MULTILABEL);
        rest.add(
                15,
                3,
                java.util.Arrays.copyOfRange(a, 2, 8),
                java.util.Arrays.copyOfRange(y, 2, 8),
                java.util.Arrays.copyOfRange(w, 1, 4));
        parts.add(rest);
        for (Evaluation evaluation : List.of(whole, parts)) {
            LabelStatistics labels = evaluation.labels();
            assertThat(evaluation.loss()).isEqualTo(2);
            assertThat(labels.subsetAccuracy()).isEqualTo(0.4);
            assertThat(labels.hammingLoss()).isEqualTo(6.0 / 20);
            assertThat(labels.precision(0)).isEqualTo(1.0 / 5);
            assertThat(labels.recall(0)).isEqualTo(1.0 / 3);
            assertThat(labels.f1(0)).isEqualTo(2.0 / 8);
            assertThat(labels.support(0)).isEqualTo(3);
            assertThat(labels.f1(1)).isEqualTo(1);
            assertThat(labels.microF1()).isEqualTo(14.0 / 20);
            assertThat(labels.macroF1()).isEqualTo(0.625);
        }
    }

    @Test
    void labelThatIsNeverBorneNorPredictedHasAnF1OfZero() {
        Evaluation evaluation = of(Activation.SIGMOID, 2, Task.MULTILABEL);
        evaluation.add(1, 1, new float[] {.9f, .1f}, new float[] {1, 0}, new float[] {1});
        LabelStatistics labels = evaluation.labels();
        assertThat(labels.precision(1)).isZero();
        assertThat(labels.recall(1)).isZero();
        assertThat(labels.f1(1)).isZero();
        assertThat(labels.subsetAccuracy()).isEqualTo(1);
        assertThatThrownBy(of(Activation.IDENTITY, 2, Task.REGRESSION)::labels)
                .isInstanceOf(IllegalStateException.class);
    }

    /** One of the two inputs never changes. */
    @Test
    void anAutoencodersR2IsTheShareOfAllInputsSpread() {
        Evaluation evaluation = of(Activation.IDENTITY, 2, Task.AUTOENCODER);
        evaluation.add(1, 2, new float[] {1, 5, 2, 6}, new float[] {1, 5, 5, 5}, new float[] {1, 1});
        assertThat(evaluation.r2()).isEqualTo(1 - 10.0 / 8);
        assertThat(evaluation.rmse()).isEqualTo(Math.sqrt(10.0 / 4));
        assertThat(evaluation.mae()).isEqualTo(1);
    }

    @Test
    void constantTargetHasNoR2AndNoRowsHaveNoLoss() {
        Evaluation evaluation = of(Activation.IDENTITY, 1, Task.REGRESSION);
        assertThat(evaluation.loss()).isNaN();
        evaluation.add(1, 2, new float[] {1, 2}, new float[] {3, 3}, new float[] {1, 1});
        assertThat(evaluation.errors().r2(0)).isNaN();
    }
}
