package org.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.thalweg.data.TargetScaling;
import org.thalweg.model.Task;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Network;

class ErrorCountsTest {
    private static final Network ONE = Network.of(1, List.of(), Activation.TANH, 1, Activation.IDENTITY);

    private static Evaluation of(TargetScaling scaling, List<ErrorRange> ranges, float[] predicted, float[] actual) {
        Evaluation evaluation = new Evaluation(ONE, Task.REGRESSION, scaling, EvaluationForm.PLAIN.withErrors(ranges));
        float[] weights = new float[predicted.length];
        Arrays.fill(weights, 2);
        evaluation.add(0, predicted.length, predicted, actual, weights);
        return evaluation;
    }

    /** Cells of 1, bins of half a unit; what lies beyond counts at the edge. */
    @Test
    void rowsCountInTheirCellAndBin() {
        List<ErrorRange> ranges = List.of(new ErrorRange(0, 32, 10));
        ErrorCounts counts = of(
                        TargetScaling.NONE, ranges, new float[] {3.5f, 40, -7, 3.9f}, new float[] {5, 31.5f, 0, 5.9f})
                .errorCounts()
                .orElseThrow();
        assertThat(counts.cell(0, 5, 3)).isEqualTo(4);
        assertThat(counts.cell(0, 31, 31)).isEqualTo(2);
        assertThat(counts.cell(0, 0, 0)).isEqualTo(2);
        assertThat(counts.cell(0, 3, 5)).isZero();
        assertThat(counts.bin(0, 23)).as("1.5 below actual").isEqualTo(2);
        assertThat(counts.bin(0, 24)).as("2 below actual").isEqualTo(2);
        assertThat(counts.bin(0, 3)).as("8.5 above actual").isEqualTo(2);
        assertThat(counts.bin(0, 34)).isEqualTo(2);
        assertThat(counts.range(0)).isEqualTo(ranges.get(0));
    }

    @Test
    void scaledTargetsCountInTheirOwnUnits() {
        TargetScaling scaling = new TargetScaling(new float[] {100}, new float[] {10});
        ErrorCounts counts = of(scaling, List.of(new ErrorRange(84, 116, 20)), new float[] {-1}, new float[] {0.5f})
                .errorCounts()
                .orElseThrow();
        assertThat(counts.cell(0, 105 - 84, 90 - 84)).isEqualTo(2);
        assertThat(counts.bin(0, 35)).isEqualTo(2);
    }

    @Test
    void rangeIsOfTheTargetsAndOfFewDeviations() {
        float[] actual = new float[100];
        float[] predicted = new float[100];
        Arrays.fill(actual, 1);
        actual[0] = 1001;
        predicted[1] = 2;
        Arrays.fill(predicted, 2, 100, 1);
        Evaluation evaluation = of(TargetScaling.NONE, List.of(), predicted, actual);
        ErrorRange range = evaluation.errors().range(0).orElseThrow();
        assertThat(range.low()).isEqualTo(1);
        assertThat(range.high()).isBetween(400.0, 420.0);
        assertThat(range.error()).isEqualTo(4 * evaluation.rmse());
        assertThat(evaluation.errorCounts()).isEmpty();

        Evaluation constant = of(TargetScaling.NONE, List.of(), new float[] {1, 2}, new float[] {3, 3});
        assertThat(constant.errors().range(0)).isEmpty();
        Evaluation right = of(TargetScaling.NONE, List.of(), new float[] {1, 2}, new float[] {1, 2});
        assertThat(right.errors().range(0)).isEmpty();
    }

    @Test
    void partsAddUpToTheWhole() {
        List<ErrorRange> ranges = List.of(new ErrorRange(-1, 1, 1));
        Evaluation sum = of(TargetScaling.NONE, ranges, new float[] {.1f, .2f}, new float[] {.3f, -.4f});
        sum.add(of(TargetScaling.NONE, ranges, new float[] {.5f}, new float[] {.6f}));
        assertThat(sum.errorCounts().orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(of(TargetScaling.NONE, ranges, new float[] {.1f, .2f, .5f}, new float[] {.3f, -.4f, .6f})
                        .errorCounts()
                        .orElseThrow());
    }

    @Test
    void emptyRangesAreRefused() {
        assertThatThrownBy(() -> new ErrorRange(1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ErrorRange(0, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ErrorRange(0, Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ErrorRange(-Double.MAX_VALUE, Double.MAX_VALUE, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
