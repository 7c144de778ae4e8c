package org.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.thalweg.data.LaneLayout;
import org.thalweg.data.Lanes;
import org.thalweg.math.Philox;

class EpochOrderTest {
    private static EpochOrder order(int batch, int group, long... laneRows) {
        Lanes lanes = new Lanes(laneRows.length);
        return new EpochOrder(Batches.of(batch), new LaneLayout(lanes, group, lanes), 5, laneRows);
    }

    private static long[] randomLanes(int lanes, int most, long seed) {
        Philox random = new Philox(seed, lanes);
        long[] rows = new long[lanes];
        Arrays.setAll(rows, lane -> random.nextInt(4) == 0 ? 0 : random.nextInt(most + 1));
        rows[0]++;
        return rows;
    }

    /** Batches of 1, larger than all rows, lanes without rows, more lanes than rows, groups of 1 and of all lanes. */
    @Test
    void everyRowIsTakenOnceInStepsThatDifferByOneRowAtMost() {
        for (long seed = 0; seed < 12; seed++) {
            for (int lanes : new int[] {1, 2, 16, 64}) {
                long[] laneRows = randomLanes(lanes, (int) (1 + seed * seed * 3), seed);
                for (int group = 1; group <= lanes; group *= 4) {
                    for (int batch : new int[] {1, 3, 64, 100_000}) {
                        assertExact(order(batch, group, laneRows), batch, (int) seed);
                    }
                }
            }
        }
    }

    private static void assertExact(EpochOrder order, int batch, int epoch) {
        long n = order.rows();
        long steps = (n + batch - 1) / batch;
        assertThat(order.steps()).isEqualTo(steps);
        long[] next = new long[order.laneRows().length];
        for (long index = 0; index < steps; index++) {
            Step step = new Step(epoch, index);
            long rows = 0;
            int before = -1;
            for (LaneShare share : order.shares(step, 0, next.length)) {
                assertThat(share.leaf()).isGreaterThan(before);
                before = share.leaf();
                if (share.rows() > 0) {
                    assertThat(share.from())
                            .as("lane %d of %s", share.lane(), step)
                            .isEqualTo(next[share.lane()]);
                    next[share.lane()] = share.end();
                }
                rows += share.rows();
            }
            assertThat(before).isLessThan(order.leaves(step));
            assertThat(rows).isEqualTo(order.rowsOf(index)).isBetween(n / steps, (n + steps - 1) / steps);
        }
        assertThat(next).isEqualTo(order.laneRows());
    }

    /** The definition, by sorting all rows of a group: least (2 j + 1) / n_l, then the lowest lane. */
    @Test
    void lanesTakeTurnsByWhoIsFurthestBehindItsShare() {
        for (long seed = 0; seed < 20; seed++) {
            long[] laneRows = randomLanes(8, 40, seed);
            EpochOrder order = order(1, 8, laneRows);
            record Turn(int lane, long taken, long rows) {}
            List<Turn> turns = new ArrayList<>();
            for (int lane = 0; lane < 8; lane++) {
                for (long j = 0; j < laneRows[lane]; j++) {
                    turns.add(new Turn(lane, j, laneRows[lane]));
                }
            }
            turns.sort(Comparator.<Turn>comparingDouble(turn -> (2.0 * turn.taken() + 1) / turn.rows())
                    .thenComparing(Turn::lane));
            for (int rank = 0; rank < turns.size(); rank++) {
                Turn expected = turns.get(rank);
                LaneShare found = order.shares(new Step(0, rank), 0, 8).stream()
                        .filter(share -> share.rows() > 0)
                        .findFirst()
                        .orElseThrow();
                assertThat(found.lane()).as("seed %d, rank %d", seed, rank).isEqualTo(expected.lane());
                assertThat(found.from()).isEqualTo(expected.taken());
            }
        }
    }

    /** Rows dealt to lanes by chance: at the end of every step each lane has given its share, but for a row or so. */
    @Test
    void everyLaneIsNearItsShareAtEveryStep() {
        Philox random = new Philox(7, 0);
        long[] laneRows = new long[64];
        for (int row = 0; row < 5000; row++) {
            laneRows[random.nextInt(64)]++;
        }
        EpochOrder order = order(64, 64, laneRows);
        assertThat(order.steps()).isEqualTo(79);
        for (long index = 0; index < order.steps(); index++) {
            double done = (double) (order.rowsOf(0) * index) / 5000;
            for (LaneShare share : order.shares(new Step(0, index), 0, 64)) {
                assertThat((double) share.from())
                        .isBetween(done * laneRows[share.lane()] - 2, done * laneRows[share.lane()] + 3);
            }
        }
    }

    @Test
    void groupsFollowEachOtherInAnOrderOfEachEpoch() {
        long[] laneRows = new long[64];
        Arrays.fill(laneRows, 10);
        EpochOrder order = order(20, 2, laneRows);
        List<List<Integer>> orders = new ArrayList<>();
        for (int epoch = 0; epoch < 4; epoch++) {
            List<Integer> groups = new ArrayList<>();
            for (long index = 0; index < order.steps(); index++) {
                int[] ofStep = order.groups(new Step(epoch, index));
                assertThat(ofStep).hasSize(1);
                groups.add(ofStep[0]);
            }
            assertThat(groups).hasSize(32).doesNotHaveDuplicates();
            orders.add(groups);
        }
        assertThat(orders).doesNotHaveDuplicates();
        assertThat(order.groups(new Step(2, 5))).containsExactly(orders.get(2).get(5));
    }

    /** Whoever holds a part of the lanes holds a part of every group. */
    @Test
    void groupsAreSpreadEvenlyOverTheLanes() {
        EpochOrder order = order(8, 4, new long[32]);
        for (int group = 0; group < 8; group++) {
            for (int place = 0; place < 4; place++) {
                assertThat(order.lane(group, place)).isBetween(8 * place, 8 * place + 7);
            }
        }
    }

    @Test
    void rangesOfLanesHaveTheSharesOfTheWhole() {
        EpochOrder order = order(30, 4, randomLanes(16, 50, 3));
        for (long index = 0; index < order.steps(); index++) {
            Step step = new Step(1, index);
            List<LaneShare> parts = new ArrayList<>();
            for (int first = 0; first < 16; first += 4) {
                parts.addAll(order.shares(step, first, first + 4));
            }
            assertThat(parts).containsExactlyInAnyOrderElementsOf(order.shares(step, 0, 16));
        }
    }

    @Test
    void lanesOfABillionRowsDoNotOverflow() {
        EpochOrder order = order(1024, 2, 1L << 30, (1L << 30) - 7);
        long last = order.steps() - 1;
        assertThat(order.shares(new Step(0, last), 0, 2))
                .extracting(LaneShare::end)
                .containsExactly(1L << 30, (1L << 30) - 7);
        assertThatThrownBy(() -> order(1024, 1, (1L << 30) + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 0 to 2^30 rows");
    }

    @Test
    void fullBatchesTakeAllRowsOfEveryLane() {
        long[] laneRows = {3, 0, 9, 1};
        Lanes lanes = new Lanes(4);
        EpochOrder order = new EpochOrder(Batches.full(), new LaneLayout(lanes, 4, lanes), 5, laneRows);
        assertThat(order.steps()).isEqualTo(1);
        assertThat(order.shares(new Step(9, 0), 0, 4))
                .extracting(LaneShare::end)
                .containsExactly(3L, 0L, 9L, 1L);
    }
}
