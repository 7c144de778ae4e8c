package org.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.thalweg.data.Lanes;

class BatchesTest {
    @Test
    void lanesSharesSumToTheBatchAndDifferByAtMostOne() {
        for (int size = 1; size < 700; size++) {
            for (int laneRows : new int[] {1, 7, 128}) {
                Batches batches = Batches.of(size, laneRows);
                int sum = 0;
                int lanes = batches.lanes().count();
                for (int lane = 0; lane < lanes; lane++) {
                    int rows = batches.rowsOf(lane);
                    assertThat(rows).isBetween(Math.max(1, size / lanes), (size + lanes - 1) / lanes);
                    sum += rows;
                }
                assertThat(sum).as("%d rows, %d a lane", size, laneRows).isEqualTo(size);
            }
        }
    }

    @Test
    void laneAddsNoMoreThanLaneRowsWhereAPowerOfTwoAllows() {
        assertThat(Batches.of(1024, 128).lanes().count()).isEqualTo(8);
        assertThat(Batches.of(1025, 128).lanes().count()).isEqualTo(16);
        assertThat(Batches.of(128, 128).lanes().count()).isEqualTo(1);
        assertThat(Batches.of(7, 1).lanes().count()).as("every lane gets a row").isEqualTo(4);
        assertThat(Batches.of(8, 1).lanes().count()).isEqualTo(8);
    }

    @Test
    void largestBatchesDoNotOverflow() {
        Batches batches = new Batches(new Lanes(1 << 20), Integer.MAX_VALUE);
        long sum = 0;
        for (int lane = 0; lane < 1 << 20; lane++) {
            sum += batches.rowsOf(lane);
        }
        assertThat(sum).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void epochLastsUntilTheLongestLaneIsThrough() {
        Batches batches = new Batches(new Lanes(2), 5);
        assertThat(batches.rowsOf(0)).isEqualTo(2);
        assertThat(batches.rowsOf(1)).isEqualTo(3);
        assertThat(batches.stepsPerEpoch(new long[] {4, 6})).isEqualTo(2);
        assertThat(batches.stepsPerEpoch(new long[] {5, 6})).isEqualTo(3);
        assertThat(batches.stepsPerEpoch(new long[] {0, 7})).isEqualTo(3);
        assertThat(batches.stepsPerEpoch(new long[] {0, 0})).isEqualTo(1);
        assertThat(batches.stepsPerEpoch(new long[] {1L << 40, 0})).isEqualTo(1L << 39);
        assertThat(Batches.full().stepsPerEpoch(new long[] {1_000_000, 5})).isEqualTo(1);
    }

    @Test
    void rowsOfTheStepsSumToTheRowsOfTheLanes() {
        long[] laneRows = {0, 1, 17, 200};
        for (Batches batches : new Batches[] {
            new Batches(new Lanes(4), 4), new Batches(new Lanes(4), 7), new Batches(new Lanes(4), 1000), Batches.full()
        }) {
            long sum = 0;
            for (long step = 0; step < batches.stepsPerEpoch(laneRows); step++) {
                assertThat(batches.rowsOfStep(step, laneRows)).isPositive();
                sum += batches.rowsOfStep(step, laneRows);
            }
            assertThat(sum).as("%s", batches).isEqualTo(218);
        }
        assertThat(new Batches(new Lanes(4), 7).rowsOfStep(1, laneRows)).isEqualTo(2 + 2);
    }

    @Test
    void sizesOutOfRangeAreRefused() {
        for (int bad : new int[] {0, -1}) {
            assertThatThrownBy(() -> Batches.of(bad, 128)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Batches.of(128, bad)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new Batches(new Lanes(8), 7)).hasMessageContaining("at least one row for each of 8");
        assertThatThrownBy(() -> new Batches(new Lanes(1), -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
