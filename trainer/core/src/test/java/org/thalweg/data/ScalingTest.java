package org.thalweg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.thalweg.settings.Labelled;

class ScalingTest {
    /** Columns: spread; constant; constant 0; only negative; subnormal range. */
    private static final float[][] X = {
        {1, 7, 0, -8, 0}, {2, 7, 0, -2, Float.MIN_VALUE}, {3, 7, -0f, -4, 0}, {10, 7, 0, -6, Float.MIN_VALUE}
    };

    private static FeatureStatistics statistics() {
        FeatureStatistics statistics = new FeatureStatistics(5);
        for (float[] x : X) {
            statistics.add(new Example(x, new float[1]));
        }
        return statistics;
    }

    private static float[][] scaled(Scaling.Kind kind) {
        Scaling scaling = Scaling.of(kind, statistics());
        float[][] scaled = new float[X.length][];
        for (int r = 0; r < X.length; r++) {
            float[] offset = new float[7];
            System.arraycopy(X[r], 0, offset, 1, 5);
            scaling.applyInPlace(offset, 1);
            assertThat(offset[0] + offset[6]).isZero();
            scaled[r] = java.util.Arrays.copyOfRange(offset, 1, 6);
            for (float x : scaled[r]) {
                assertThat(x).isFinite();
            }
        }
        return scaled;
    }

    @Test
    void scalingIsTakenBackToTheFloatsItCameFrom() {
        Scaling scaling = new Scaling(new float[] {5, -2, 7}, new float[] {0.5f, 4, 0});
        float[] rows = {9, 9, 9, 11, 1.25f, 7};

        scaling.applyInPlace(rows, 3);
        assertThat(rows).containsExactly(9, 9, 9, 3, 13, 0);
        scaling.invertInPlace(rows, 3);

        assertThat(rows).containsExactly(9, 9, 9, 11, 1.25f, 7);
    }

    @Test
    void standardHasMeanZeroAndDeviationOne() {
        FeatureStatistics after = new FeatureStatistics(5);
        for (float[] x : scaled(Scaling.Kind.STANDARD)) {
            after.add(new Example(x, new float[1]));
        }
        for (int i : new int[] {0, 3}) {
            assertThat(after.mean(i)).isCloseTo(0, within(1e-6));
            assertThat(after.deviation(i)).isCloseTo(1, within(1e-6));
        }
        assertConstantsAreZero(scaled(Scaling.Kind.STANDARD));
    }

    @Test
    void minMaxRunsFromZeroToOne() {
        float[][] scaled = scaled(Scaling.Kind.MIN_MAX);
        assertThat(scaled[0][0]).isZero();
        assertThat(scaled[3][0]).isCloseTo(1, within(1e-6f));
        assertThat(scaled[1][0]).isCloseTo(1 / 9f, within(1e-6f));
        assertThat(scaled[0][3]).isZero();
        assertThat(scaled[1][3]).isCloseTo(1, within(1e-6f));
        assertConstantsAreZero(scaled);
    }

    @Test
    void maxAbsKeepsZeroAndSign() {
        float[][] scaled = scaled(Scaling.Kind.MAX_ABS);
        assertThat(scaled[3][0]).isCloseTo(1, within(1e-6f));
        assertThat(scaled[0][3]).isEqualTo(-1);
        assertThat(scaled[1][3]).isEqualTo(-0.25f);
        for (float[] row : scaled) {
            assertThat(row[1]).as("a constant's greatest magnitude is 1, too").isCloseTo(1, within(1e-6f));
            assertThat(row[2]).isZero();
        }
    }

    private static void assertConstantsAreZero(float[][] scaled) {
        for (float[] row : scaled) {
            assertThat(row[1]).isZero();
            assertThat(row[2]).isZero();
        }
    }

    @Test
    void noneLeavesRowsAsTheyAre() {
        assertThat(scaled(Scaling.Kind.NONE)).isDeepEqualTo(X);
        assertThat(Scaling.of(Scaling.Kind.NONE, statistics())).isEqualTo(Scaling.NONE);
    }

    /** Differences of these features overflow a float, although each is finite. */
    @Test
    void widestFeaturesStayFinite() {
        FeatureStatistics statistics = new FeatureStatistics(1);
        for (float x : new float[] {-Float.MAX_VALUE, Float.MAX_VALUE}) {
            statistics.add(new Example(new float[] {x}, new float[1]));
        }
        for (Scaling.Kind kind : Scaling.Kind.values()) {
            for (float x : new float[] {-Float.MAX_VALUE, Float.MAX_VALUE, 0}) {
                float[] row = {x};
                Scaling.of(kind, statistics).applyInPlace(row, 0);
                assertThat(row[0]).as("%s of %s", kind, x).isFinite();
            }
        }
    }

    @Test
    void kindsAreFoundByTheirLabels() {
        for (Scaling.Kind kind : Scaling.Kind.values()) {
            assertThat(Labelled.labelled("scale", kind.label(), Scaling.Kind.values()))
                    .isEqualTo(kind);
        }
        assertThatThrownBy(() -> Labelled.labelled("scale", "log", Scaling.Kind.values()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scale: expected one of [standard, minMax, maxAbs, none], found log");
        assertThatThrownBy(() -> new Scaling(new float[1], new float[2])).isInstanceOf(IllegalArgumentException.class);
    }

    private static FeatureStatistics of(float[]... rows) {
        FeatureStatistics statistics = new FeatureStatistics(rows[0].length);
        for (float[] row : rows) {
            statistics.add(new Example(row, new float[1]));
        }
        return statistics;
    }

    /** A number, its missing-value indicator, and two categories. */
    @Test
    void missingValueBecomesTheMeanAndZerosAndOnesStay() {
        FeatureEncoding encoding = new FeatureEncoding(
                List.of(
                        new FeatureColumn.Numeric("age", 1, List.of(0)),
                        new FeatureColumn.OneHot("color", List.of("blue", "red"), false)),
                true);
        float nan = Float.NaN;
        FeatureStatistics statistics =
                of(new float[] {1, 0, 1, 0}, new float[] {nan, 1, 0, 1}, new float[] {5, 0, 1, 0});
        for (Scaling.Kind kind : Scaling.Kind.values()) {
            Scaling scaling = Scaling.of(kind, statistics, encoding);
            float[] row = {7, nan, 1, 0, 1, 7};
            scaling.applyInPlace(row, 1);
            float mean =
                    switch (kind) {
                        case NONE -> 3;
                        case STANDARD -> 0;
                        case MIN_MAX -> 0.5f;
                        case MAX_ABS -> 0.6f;
                    };
            assertThat(row).as(kind.label()).containsExactly(7, mean, 1, 0, 1, 7);
            float[] there = {5, 0, 1, 0};
            scaling.applyInPlace(there, 0);
            assertThat(there[0]).isEqualTo(kind == Scaling.Kind.NONE ? 5 : 1);
        }
        assertThatThrownBy(() -> Scaling.of(Scaling.Kind.NONE, of(new float[3]), encoding))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("statistics: expected 4 features (the encoding's), found 3");
        assertThatThrownBy(() -> new Scaling(new float[2], new float[2], new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("scaling: expected shift and fill of the same length, found 2 and 3");
    }

    /** The non-zero values of a scaled sparse row equal those of the dense row. */
    @Test
    void sparseRowsAreFilledAndShiftedAsDenseOnesAre() {
        FeatureEncoding encoding = new FeatureEncoding(
                List.of(
                        new FeatureColumn.Hashed("city", 40),
                        new FeatureColumn.Numeric("age", 1, List.of(0)),
                        new FeatureColumn.Numeric("debts", 1, List.of()),
                        new FeatureColumn.OneHot("color", List.of("blue", "red"), false)),
                true);
        Random random = new Random(3);
        List<float[]> rows = new ArrayList<>();
        for (int r = 0; r < 200; r++) {
            float[] row = new float[encoding.inputs()];
            row[random.nextInt(40)] = 1;
            row[40] = r % 5 == 0 ? Float.NaN : 20 + random.nextInt(50);
            row[41] = r % 5 == 0 ? 1 : 0;
            row[42] = random.nextInt(10) == 0 ? 1000 * random.nextFloat() : 0;
            row[43 + random.nextInt(2)] = 1;
            rows.add(row);
        }
        FeatureStatistics dense = of(rows.toArray(float[][]::new));
        FeatureStatistics sparse = FeatureStatistics.of(new RowShape(encoding.inputs(), 1, true));
        rows.forEach(row -> sparse.add(new Example(row, new float[1]).toSparse()));
        for (Scaling.Kind kind : Scaling.Kind.values()) {
            Scaling scaling = Scaling.of(kind, sparse, encoding);
            assertThat(scaling.shift())
                    .containsExactly(Scaling.of(kind, dense, encoding).shift(), within(1e-4f));
            assertThat(scaling.factor())
                    .containsExactly(Scaling.of(kind, dense, encoding).factor(), within(1e-6f));
            assertThat(scaling.fill())
                    .containsExactly(Scaling.of(kind, dense, encoding).fill(), within(1e-4f));
            SparseScaling ofSparse = new SparseScaling(scaling);
            CompressedRows scaled = new CompressedRows(encoding.inputs());
            for (float[] row : rows) {
                Example held = new Example(row, new float[1]).toSparse();
                ofSparse.add(held.indices(), held.features(), 0, held.features().length, scaled);
            }
            for (int r = 0; r < rows.size(); r++) {
                float[] expected = rows.get(r).clone();
                scaling.applyInPlace(expected, 0);
                float[] found = new float[expected.length];
                for (int k = scaled.starts()[r]; k < scaled.starts()[r + 1]; k++) {
                    found[scaled.indices()[k]] = scaled.values()[k];
                }
                assertThat(found).as("%s, row %d", kind.label(), r).isEqualTo(expected);
            }
        }
    }

    /** Shifting a wide column of zeros would store all of them. */
    @Test
    void wideSparseColumnIsNotShifted() {
        FeatureEncoding encoding = new FeatureEncoding(
                List.of(
                        new FeatureColumn.Numeric("clicks", 100, List.of()),
                        new FeatureColumn.Numeric("sizes", 2, List.of())),
                false);
        FeatureStatistics sparse = FeatureStatistics.of(new RowShape(102, 1, true));
        for (int r = 0; r < 100; r++) {
            float[] row = new float[102];
            row[r] = 1 + r;
            row[100] = 3 + r;
            row[101] = r % 2;
            sparse.add(new Example(row, new float[1]).toSparse());
        }
        Scaling standard = Scaling.of(Scaling.Kind.STANDARD, sparse, encoding);
        assertThat(Arrays.copyOf(standard.shift(), 100)).containsOnly(0);
        assertThat(standard.factor()[99]).isEqualTo((float) (1 / sparse.deviation(99)));
        assertThat(Arrays.copyOfRange(standard.shift(), 100, 102)).containsExactly(52.5f, 0.5f);
        assertThat(Scaling.shiftsAll(sparse, encoding)).isFalse();
        assertThatThrownBy(() -> Scaling.of(Scaling.Kind.MIN_MAX, sparse, encoding))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found minMax");
    }

    @Test
    void featureWithoutAnyValueIsFilledWithZero() {
        FeatureEncoding encoding = new FeatureEncoding(List.of(new FeatureColumn.Numeric("age", 1, List.of())), true);
        for (Scaling.Kind kind : Scaling.Kind.values()) {
            float[] row = {Float.NaN};
            Scaling.of(kind, of(new float[] {Float.NaN}), encoding).applyInPlace(row, 0);
            assertThat(row).as(kind.label()).containsExactly(0);
        }
    }
}
