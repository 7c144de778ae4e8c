package org.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.thalweg.data.Example;
import org.thalweg.data.HoldOut;
import org.thalweg.data.HoldOut.By;
import org.thalweg.data.HoldOut.Part;
import org.thalweg.data.MarkedExample;
import org.thalweg.data.RowShape;
import org.thalweg.data.RowTransforms;
import org.thalweg.data.Split;
import org.thalweg.math.Philox;

/**
 * Whatever the rows are, lanes and held-out rows are fair samples of them, and every row is taken once an epoch. Random
 * bounds are five standard deviations.
 */
class DealingTest {
    /** Rows of one feature, by which row of so many has which. */
    private record Data(String name, IntUnaryOperator feature) {}

    private static List<Data> data(int rows) {
        return List.of(
                new Data("all different", row -> row),
                new Data("all equal", row -> 7),
                new Data("ten", row -> row % 10),
                new Data("half is one", row -> row % 2 == 0 ? -1 : row),
                new Data("Zipf 1.1", zipf(1.1, rows)),
                new Data("Zipf 1.5", zipf(1.5, rows)));
    }

    /** Rows of 1,000 contents of the frequencies 1 / rank^s. */
    private static IntUnaryOperator zipf(double s, int rows) {
        double[] sums = new double[1000];
        double sum = 0;
        for (int rank = 0; rank < sums.length; rank++) {
            sum += Math.pow(rank + 1, -s);
            sums[rank] = sum;
        }
        double all = sum;
        Philox random = new Philox(rows, (long) (10 * s));
        int[] ranks = new int[rows];
        for (int row = 0; row < rows; row++) {
            double at = random.nextDouble() * all;
            while (sums[ranks[row]] < at) {
                ranks[row]++;
            }
        }
        return row -> ranks[row];
    }

    private static List<MarkedExample> rows(Data data, int count) {
        List<MarkedExample> rows = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            int feature = data.feature().applyAsInt(row);
            rows.add(new MarkedExample(new Example(new float[] {feature}, new float[] {feature % 3})));
        }
        return rows;
    }

    private static LocalRows packed(List<MarkedExample> rows, Batches batches, HoldOut holdOut, long seed) {
        return LocalRows.pack(rows, seed, batches, holdOut, RowShape.dense(1, 1), s -> RowTransforms.NONE);
    }

    @Test
    void everyRowIsTakenOnceInStepsOfOneSize() {
        int batch = 12;
        for (int count = 1; count <= 3 * batch; count++) {
            for (Data data : data(count)) {
                for (Batches batches :
                        List.of(Batches.of(batch, 3), Batches.of(batch, 3).withRestingRows(4))) {
                    EpochOrder order =
                            packed(rows(data, count), batches, HoldOut.NONE, 1).order();
                    long[] taken = new long[order.laneRows().length];
                    for (long step = 0; step < order.steps(); step++) {
                        long ofStep = 0;
                        for (LaneShare share : order.shares(new Step(3, step), 0, taken.length)) {
                            taken[share.lane()] += share.rows();
                            ofStep += share.rows();
                        }
                        long steps = (count + batch - 1) / batch;
                        assertThat(ofStep)
                                .as("%d rows, %s", count, data.name())
                                .isBetween(count / steps, (count - 1) / steps + 1);
                    }
                    assertThat(taken).as("%d rows, %s", count, data.name()).isEqualTo(order.laneRows());
                    assertThat(order.rows()).isEqualTo(count);
                }
            }
        }
    }

    @Test
    void lanesAreAsLongAsChanceMakesThemForAnyData() {
        int count = 64_000;
        for (Data data : data(count)) {
            for (long seed = 0; seed < 2; seed++) {
                LocalRows rows = packed(rows(data, count), Batches.of(256, 16), HoldOut.NONE, seed);
                long[] lanes = rows.order().laneRows();
                assertThat(lanes).hasSize(16);
                double mean = count / 16.0;
                double margin = 5 * Math.sqrt(mean * 15 / 16);
                for (long lane : lanes) {
                    assertThat((double) lane)
                            .as("%s, seed %d", data.name(), seed)
                            .isBetween(mean - margin, mean + margin);
                }
            }
        }
    }

    @Test
    void heldOutRowsAreAFairSampleForAnyData() {
        int count = 20_000;
        HoldOut both = new HoldOut(new Part(0.1, By.ROWS), new Part(0.2, By.ROWS));
        for (Data data : data(count)) {
            for (long seed = 0; seed < 3; seed++) {
                LocalRows rows = packed(rows(data, count), Batches.of(256), both, seed);
                for (Split split : List.of(Split.VALIDATION, Split.TEST)) {
                    double share = split == Split.TEST ? 0.2 : 0.1;
                    double margin = 5 * Math.sqrt(count * share * (1 - share));
                    assertThat((double) rows.survey().rows(split))
                            .as("%s, %s, seed %d", data.name(), split, seed)
                            .isBetween(count * share - margin, count * share + margin);
                    assertThat(sum(rows.lanes().laneRows(split)))
                            .isEqualTo(rows.survey().rows(split));
                }
                assertThat(rows.survey().all()).isEqualTo(count);
            }
        }
    }

    private static long sum(long[] counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }
}
