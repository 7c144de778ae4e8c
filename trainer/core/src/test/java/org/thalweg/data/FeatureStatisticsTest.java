package org.thalweg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureStatisticsTest {
    private static FeatureStatistics of(List<Example> rows, int inputs) {
        FeatureStatistics statistics = new FeatureStatistics(inputs);
        rows.forEach(statistics::add);
        return statistics;
    }

    /** With this offset, the textbook formula Σx² − n·mean² fails. */
    private static List<Example> rows(int count, boolean weighted) {
        List<Example> rows = new ArrayList<>();
        for (Example row : RandomRows.of(count, 3, 2, weighted, 6)) {
            float[] x = row.features();
            rows.add(new Example(new float[] {x[0], 4096 + x[1] / 8, -1e6f}, row.targets(), row.weight()));
        }
        return rows;
    }

    private static void assertTwoPass(FeatureStatistics found, List<Example> rows) {
        assertThat(found.rows()).isEqualTo(rows.size());
        double weight = rows.stream().mapToDouble(Example::weight).sum();
        for (int i = 0; i < 3; i++) {
            float any = rows.get(0).features()[i];
            double mean = any;
            float minimum = Float.POSITIVE_INFINITY;
            float maximum = Float.NEGATIVE_INFINITY;
            for (Example row : rows) {
                mean += row.weight() * ((double) row.features()[i] - any) / weight;
                minimum = Math.min(minimum, row.features()[i]);
                maximum = Math.max(maximum, row.features()[i]);
            }
            double squares = 0;
            for (Example row : rows) {
                squares += row.weight() * Math.pow(row.features()[i] - mean, 2);
            }
            assertThat(found.mean(i)).isCloseTo(mean, within(1e-12 * Math.max(1, Math.abs(mean))));
            assertThat(found.deviation(i)).isCloseTo(Math.sqrt(squares / weight), within(1e-9));
            assertThat(found.minimum(i)).isEqualTo(minimum);
            assertThat(found.maximum(i)).isEqualTo(maximum);
        }
    }

    @Test
    void statisticsAreThoseOfTwoPasses() {
        for (boolean weighted : new boolean[] {false, true}) {
            for (int count : new int[] {1, 2, 3, 1000}) {
                assertTwoPass(of(rows(count, weighted), 3), rows(count, weighted));
            }
        }
    }

    @Test
    void mergedPartsAreTheWhole() {
        List<Example> rows = rows(1000, true);
        for (int cut : new int[] {0, 1, 300, 999, 1000}) {
            FeatureStatistics left = of(rows.subList(0, cut), 3);
            FeatureStatistics right = of(rows.subList(cut, 1000), 3);
            FeatureStatistics rightBefore = of(rows.subList(cut, 1000), 3);
            left.merge(right);
            assertTwoPass(left, rows);
            assertThat(right)
                    .as("the other is unchanged")
                    .usingRecursiveComparison()
                    .isEqualTo(rightBefore);
        }
    }

    @Test
    void weightTwoIsTheRowTwice() {
        List<Example> twice = new ArrayList<>();
        List<Example> heavy = new ArrayList<>();
        for (Example row : rows(200, false)) {
            boolean doubled = row.features()[0] > 0;
            heavy.add(new Example(row.features(), row.targets(), doubled ? 2 : 1));
            twice.add(row);
            if (doubled) {
                twice.add(row);
            }
        }
        FeatureStatistics one = of(twice, 3);
        FeatureStatistics other = of(heavy, 3);
        for (int i = 0; i < 3; i++) {
            assertThat(other.mean(i)).isCloseTo(one.mean(i), within(1e-12 * Math.abs(one.mean(i))));
            assertThat(other.deviation(i)).isCloseTo(one.deviation(i), within(1e-12 * Math.max(1, one.deviation(i))));
        }
    }

    @Test
    void constantFeatureHasExactlyNoDeviation() {
        FeatureStatistics statistics = of(rows(777, true), 3);
        statistics.merge(of(rows(123, true), 3));
        assertThat(statistics.mean(2)).isEqualTo(-1e6);
        assertThat(statistics.deviation(2)).isZero();
        assertThat(Scaling.constantFeatures(statistics)).containsExactly(2);
    }

    @Test
    void noRowsHaveMeanAndDeviationZero() {
        FeatureStatistics none = new FeatureStatistics(2);
        none.merge(new FeatureStatistics(2));
        assertThat(none.rows()).isZero();
        assertThat(none.mean(1)).isZero();
        assertThat(none.deviation(1)).isZero();
        assertThat(none.minimum(1)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(none.maximum(1)).isEqualTo(Float.NEGATIVE_INFINITY);
    }

    @Test
    void sparseRowsHaveTheStatisticsOfTheirDenseForms() {
        List<Example> rows = RandomRows.of(300, 4, 2, true, 3).stream()
                .map(row -> {
                    float[] x = row.features();
                    return new Example(
                            new float[] {x[0] > 0.5 ? x[0] : 0, 3 + x[1] * x[1], 0, x[3]}, row.targets(), row.weight());
                })
                .toList();
        List<Example> sparse = rows.stream().map(Example::toSparse).toList();
        FeatureStatistics expected = of(rows, 4);
        for (int cut : new int[] {0, 1, 120, 300}) {
            FeatureStatistics found = FeatureStatistics.of(new RowShape(4, 1, true));
            sparse.subList(0, cut).forEach(found::add);
            FeatureStatistics rest = found.ofNoRows();
            sparse.subList(cut, 300).forEach(rest::add);
            found.merge(rest);
            for (int i = 0; i < 4; i++) {
                assertThat(found.mean(i)).isCloseTo(expected.mean(i), within(1e-12));
                assertThat(found.deviation(i)).isCloseTo(expected.deviation(i), within(1e-9));
                assertThat(found.minimum(i)).isEqualTo(expected.minimum(i));
                assertThat(found.maximum(i)).isEqualTo(expected.maximum(i));
            }
            assertThat(Scaling.constantFeatures(found)).containsExactly(2);
            assertThat(found.storedShare(0)).isBetween(0.2, 0.4);
            assertThat(found.storedShare(1)).isEqualTo(1);
        }
    }

    @Test
    void sparseRowsAreScaledWithoutAShift() {
        FeatureStatistics statistics = FeatureStatistics.of(new RowShape(3, 1, true));
        statistics.add(new Example(new float[] {4, 0, 7}, new float[1]).toSparse());
        statistics.add(new Example(new float[] {0, 0, 7}, new float[1]).toSparse());
        Scaling standard = Scaling.of(Scaling.Kind.STANDARD, statistics);
        assertThat(standard).isEqualTo(new Scaling(new float[3], new float[] {0.5f, 1, 1}));
        assertThat(Scaling.of(Scaling.Kind.MAX_ABS, statistics).factor()).containsExactly(0.25f, 1, 1 / 7f);
        assertThatThrownBy(() -> Scaling.of(Scaling.Kind.MIN_MAX, statistics)).hasMessageContaining("found minMax");
    }

    /** A missing feature of a sparse row is not a zero. */
    @Test
    void sparseRowsWithMissingValuesHaveTheStatisticsOfTheirDenseForms() {
        List<Example> rows = new ArrayList<>();
        for (Example row : RandomRows.of(300, 4, 2, true, 5)) {
            float[] x = row.features().clone();
            x[0] = rows.size() % 3 == 0 ? Float.NaN : x[0] > 0 ? x[0] : 0;
            x[1] = rows.size() % 7 == 0 ? Float.NaN : 3 + x[1];
            x[2] = Float.NaN;
            rows.add(new Example(x, row.targets(), row.weight()));
        }
        FeatureStatistics expected = of(rows, 4);
        FeatureStatistics found = FeatureStatistics.of(new RowShape(4, 1, true));
        rows.subList(0, 90).forEach(row -> found.add(row.toSparse()));
        FeatureStatistics rest = found.ofNoRows();
        rows.subList(90, 300).forEach(row -> rest.add(row.toSparse()));
        found.merge(rest);
        for (int i = 0; i < 4; i++) {
            assertThat(found.mean(i)).isCloseTo(expected.mean(i), within(1e-12));
            assertThat(found.deviation(i)).isCloseTo(expected.deviation(i), within(1e-9));
            assertThat(found.minimum(i)).isEqualTo(expected.minimum(i));
            assertThat(found.maximum(i)).isEqualTo(expected.maximum(i));
            assertThat(found.hasValue(i)).isEqualTo(expected.hasValue(i));
        }
        assertThat(found.storedShare(0)).isBetween(0.4, 0.6);
        assertThat(found.storedShare(1)).isEqualTo(1);
    }

    @Test
    void denseRowsAmongSparseOnesAreRefused() {
        FeatureStatistics sparse = FeatureStatistics.of(new RowShape(2, 1, true));
        assertThatThrownBy(() -> sparse.add(new Example(new float[2], new float[1])))
                .hasMessage("rows: expected all sparse or all dense, found a mixture");
    }

    @Test
    void rowOfAnotherWidthIsRefused() {
        assertThatThrownBy(() -> new FeatureStatistics(2).add(new Example(new float[3], new float[1])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("features of a row: expected 2, found 3");
    }

    /** Each feature on its own, over the rows that have it. */
    @Test
    void rowWithoutAValueDoesNotCountForThatFeature() {
        List<Example> rows = RandomRows.of(400, 3, 2, true, 8);
        List<Example> gaps = new ArrayList<>();
        for (int r = 0; r < rows.size(); r++) {
            float[] x = rows.get(r).features().clone();
            x[1] = r % 3 == 1 ? Float.NaN : x[1];
            x[2] = Float.NaN;
            gaps.add(new Example(x, rows.get(r).targets(), rows.get(r).weight()));
        }
        FeatureStatistics found = new FeatureStatistics(3);
        for (int from = 0; from < 400; from += 100) {
            found.merge(of(gaps.subList(from, from + 100), 3));
        }
        FeatureStatistics whole = new FeatureStatistics(3);
        FeatureStatistics present = new FeatureStatistics(3);
        for (int from = 0; from < 400; from += 100) {
            whole.merge(of(rows.subList(from, from + 100), 3));
            FeatureStatistics part = new FeatureStatistics(3);
            for (int r = from; r < from + 100; r++) {
                if (r % 3 != 1) {
                    part.add(rows.get(r));
                }
            }
            present.merge(part);
        }
        assertThat(found.rows()).isEqualTo(400);
        assertThat(found.mean(0)).as("the same bits").isEqualTo(whole.mean(0));
        assertThat(found.deviation(0)).isEqualTo(whole.deviation(0));
        assertThat(found.mean(1)).isEqualTo(present.mean(1));
        assertThat(found.deviation(1)).isEqualTo(present.deviation(1));
        assertThat(found.minimum(1)).isEqualTo(present.minimum(1));
        assertThat(found.maximum(1)).isEqualTo(present.maximum(1));
        assertThat(List.of(found.hasValue(0), found.hasValue(1), found.hasValue(2)))
                .containsExactly(true, true, false);
        assertThat(found.mean(2)).isZero();
        assertThat(found.deviation(2)).isZero();
    }

    @Test
    void weightedMeanOfThePresentValuesByHand() {
        FeatureStatistics statistics = new FeatureStatistics(1);
        statistics.add(new Example(new float[] {2}, new float[1], 3));
        statistics.add(new Example(new float[] {Float.NaN}, new float[1], 100));
        statistics.add(new Example(new float[] {6}, new float[1], 1));
        assertThat(statistics.mean(0)).isEqualTo(3);
        assertThat(statistics.deviation(0)).isEqualTo(Math.sqrt(3));
    }
}
