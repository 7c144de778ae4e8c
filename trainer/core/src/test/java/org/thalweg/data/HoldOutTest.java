package org.thalweg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.thalweg.data.HoldOut.By;
import org.thalweg.data.HoldOut.Part;

class HoldOutTest {
    private static final int ROWS = 20_000;

    private static Example row(float feature, float target) {
        return new Example(new float[] {feature}, new float[] {target});
    }

    /** The number of rows in each split, for distinct or equal rows. */
    private static long[] counts(HoldOut holdOut, long seed, int distinct) {
        long[] sum = new long[3];
        for (int i = 0; i < distinct; i++) {
            EqualRows rows =
                    EqualRows.of(seed, holdOut, new MarkedExample(row(i, 0))).plus(ROWS / distinct - 1);
            long[] counts = holdOut.counts(rows);
            for (int s = 0; s < 3; s++) {
                sum[s] += counts[s];
            }
        }
        return sum;
    }

    private static void assertShare(long count, double rows, double share, String what) {
        double margin = 5 * Math.sqrt(rows * share * (1 - share));
        assertThat((double) count).as(what).isBetween(rows * share - margin, rows * share + margin);
    }

    /** Bounds of five standard deviations. */
    @Test
    void shareOfRowsIsThatOfIndependentDrawsForAnyData() {
        for (int distinct : new int[] {1, 10, 1000, ROWS}) {
            for (long seed = 0; seed < 3; seed++) {
                for (double share : new double[] {0, 0.001, 0.1, 0.5, 0.9}) {
                    long[] counts = counts(HoldOut.ofRows(share), seed, distinct);
                    assertShare(counts[1], ROWS, share, distinct + " rows, share " + share + ", seed " + seed);
                    assertThat(counts[0] + counts[1]).isEqualTo(ROWS);
                }
                HoldOut both = new HoldOut(new Part(0.2, By.ROWS), new Part(0.3, By.ROWS));
                long[] counts = counts(both, seed, distinct);
                assertShare(counts[1], ROWS, 0.2, "validation");
                assertShare(counts[2], ROWS, 0.3, "test");
            }
        }
    }

    /** Lanes are the key's top bits, which must not determine which rows are held out. */
    @Test
    void heldOutRowsAreSpreadOverTheLanes() {
        Lanes lanes = new Lanes(16);
        int[] heldOut = new int[16];
        HoldOut half = HoldOut.ofRows(0.5);
        for (int i = 0; i < 16_000; i++) {
            EqualRows row = EqualRows.of(5, half, new MarkedExample(row(i, 0)));
            heldOut[lanes.of(row.key())] += (int) half.counts(row)[1];
        }
        for (int count : heldOut) {
            assertThat(count).isBetween(500 - 115, 500 + 115);
        }
    }

    @Test
    void byContentRowsOfEqualFeaturesAreOnOneSideWhateverTheirTargets() {
        HoldOut byContent = new HoldOut(new Part(0.3, By.CONTENT), new Part(0.1, By.CONTENT));
        long[] contents = new long[3];
        for (int i = 0; i < ROWS; i++) {
            HoldOut.Side side = byContent.side(9, new MarkedExample(row(i, 0)));
            assertThat(byContent.side(9, new MarkedExample(row(i, 1)))).isEqualTo(side);
            assertThat(byContent.side(9, new MarkedExample(new Example(new float[] {i}, new float[] {1}, 3))))
                    .isEqualTo(side);
            contents[side.split().ordinal()]++;
        }
        assertShare(contents[1], ROWS, 0.3, "validation");
        assertShare(contents[2], ROWS, 0.1, "test");
        assertThat(byContent.side(9, new MarkedExample(row(-0f, 0))))
                .isEqualTo(byContent.side(9, new MarkedExample(row(0, 0))));
    }

    @Test
    void markDecidesBeforeAllElse() {
        for (HoldOut holdOut : List.of(
                HoldOut.NONE,
                new HoldOut(new Part(0.9, By.CONTENT), Part.NONE),
                new HoldOut(new Part(0.9, By.ROWS), Part.NONE))) {
            for (HoldOut.Side side : List.of(HoldOut.Side.TRAINING, HoldOut.Side.VALIDATION, HoldOut.Side.TEST)) {
                assertThat(holdOut.side(1, new MarkedExample(row(1, 2), side))).isEqualTo(side);
            }
        }
    }

    /**
     * Half of the rows are marked as test rows; a tenth of all rows, a fifth of the others, is drawn for validation.
     */
    @Test
    void shareIsOneOfAllRowsAlsoWhereOthersAreChosenOtherwise() {
        for (By by : List.of(By.ROWS, By.CONTENT)) {
            HoldOut holdOut = new HoldOut(new Part(0.1, by), new Part(0.5, By.MARKS));
            long[] counts = new long[3];
            for (int i = 0; i < ROWS; i++) {
                HoldOut.Side mark = i % 2 == 0 ? HoldOut.Side.TEST : HoldOut.Side.RANDOM;
                EqualRows rows = EqualRows.of(4, holdOut, new MarkedExample(row(i, 0), mark));
                long[] of = holdOut.counts(rows);
                for (int s = 0; s < 3; s++) {
                    counts[s] += of[s];
                }
            }
            assertThat(counts[2]).isEqualTo(ROWS / 2);
            assertShare(counts[1], ROWS / 2.0, 0.2, "validation " + by);
        }
    }

    /** Equal rows on different sides are numbered separately, so that one side does not affect the other's lanes. */
    @Test
    void copiesAreNumberedWithinTheirSplit() {
        EqualRows rows = EqualRows.of(4, HoldOut.NONE, new MarkedExample(row(1, 0), HoldOut.Side.VALIDATION));
        EqualRows others = EqualRows.of(4, HoldOut.NONE, new MarkedExample(row(1, 0), HoldOut.Side.TRAINING));
        assertThat(rows.key()).isEqualTo(others.key());
        assertThat(rows.equalsRowsOf(others)).isFalse();
        List<Long> keys = new ArrayList<>();
        for (long number = 0; number < 3; number++) {
            keys.add(others.copy(Split.TRAINING, number).key());
        }
        assertThat(rows.copy(Split.VALIDATION, 0).key()).isEqualTo(keys.get(0));
        assertThat(keys).doesNotContain(rows.copy(Split.VALIDATION, 1).key());
    }

    @Test
    void sharesThatLeaveNothingToTrainOnAreRefused() {
        for (double bad : new double[] {-0.1, 1, Double.NaN}) {
            assertThatThrownBy(() -> HoldOut.ofRows(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("from 0 to below 1, found " + bad);
        }
        assertThatThrownBy(() -> new HoldOut(new Part(0.5, By.ROWS), new Part(0.5, By.ROWS)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("below 1 together, found 0.5 and 0.5");
    }
}
