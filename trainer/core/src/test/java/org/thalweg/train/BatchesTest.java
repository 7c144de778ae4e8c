package org.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.thalweg.data.FeatureStatistics;
import org.thalweg.data.LaneLayout;
import org.thalweg.data.RowContent;
import org.thalweg.data.RowSurvey;
import org.thalweg.math.TreeSum;

class BatchesTest {
    /** Rows of 20 numbers, as many as said, and as many held out. */
    private static RowSurvey rows(long training, long heldOut) {
        return new RowSurvey(
                new long[] {training, heldOut, 0},
                new long[] {20 * training, 20 * heldOut, 0},
                List.of(new TreeSum.Node<>(0, 0, new FeatureStatistics(19))),
                RowContent.NONE);
    }

    private static LaneLayout layout(Batches batches, long rows) {
        return batches.layout(rows(rows, 0));
    }

    @Test
    void laneAddsNoMoreThanLaneRowsWhereAPowerOfTwoAllows() {
        assertThat(layout(Batches.of(1024, 128), 10_240).groupSize()).isEqualTo(8);
        assertThat(layout(Batches.of(1025, 128), 10_250).groupSize()).isEqualTo(16);
        assertThat(layout(Batches.of(128, 128), 1280).groupSize()).isEqualTo(1);
        assertThat(layout(Batches.of(7, 1), 70).groupSize())
                .as("every lane gets a row")
                .isEqualTo(4);
        assertThat(layout(Batches.of(8, 1), 80).groupSize()).isEqualTo(8);
    }

    @Test
    void lanesOfAStepFollowFromTheBatchAlone() {
        assertThat(layout(Batches.of(32), 10_000).groupSize()).isEqualTo(1);
        assertThat(layout(Batches.of(256), 10_240).groupSize()).isEqualTo(4);
        assertThat(layout(Batches.of(1024), 102_400).groupSize()).isEqualTo(4);
        assertThat(layout(Batches.of(1024), 60_000).groupSize())
                .as("59 steps of 1017 rows: a few rows fewer do not halve a lane")
                .isEqualTo(4);
        assertThat(layout(Batches.of(700), 7000).groupSize()).isEqualTo(4);
        assertThat(layout(Batches.of(680), 6800).groupSize()).isEqualTo(8);
        assertThat(layout(Batches.of(4096), 409_600).groupSize()).isEqualTo(8);
        assertThat(layout(Batches.of(65_536), 65_536_000).groupSize()).isEqualTo(128);
    }

    @Test
    void lanesAtRestFollowFromTheRows() {
        assertThat(layout(Batches.of(256), 2_000_000)).satisfies(lanes -> {
            assertThat(lanes.training().count()).isEqualTo(32);
            assertThat(lanes.groups()).isEqualTo(8);
        });
        assertThat(layout(Batches.of(1024), 1_000_000_000).training().count()).isEqualTo(16_384);
        assertThat(layout(Batches.full(), 1000).groupSize()).isEqualTo(64);
        assertThat(layout(Batches.full(), 100_000_000)).satisfies(lanes -> {
            assertThat(lanes.training().count()).isEqualTo(2048);
            assertThat(lanes.groups()).as("a full batch goes over all lanes").isEqualTo(1);
        });
        assertThat(Batches.of(32).layout(rows(10_000, 200_000)).heldOut().count())
                .isEqualTo(64);
        assertThat(Batches.of(65_536).layout(rows(1_000_000, 10)).heldOut().count())
                .as("no fewer than the training rows'")
                .isEqualTo(128);
        assertThat(Batches.layoutToEvaluate(rows(10_000, 0)).training().count()).isEqualTo(16);
    }

    @Test
    void epochHasAsManyStepsAsBatchesAndNoLess() {
        assertThat(Batches.of(64).stepsFor(1)).isEqualTo(1);
        assertThat(Batches.of(64).stepsFor(64)).isEqualTo(1);
        assertThat(Batches.of(64).stepsFor(65)).isEqualTo(2);
        assertThat(Batches.of(1).stepsFor(1L << 40)).isEqualTo(1L << 40);
        assertThat(Batches.of(Integer.MAX_VALUE).stepsFor(7)).isEqualTo(1);
        assertThat(Batches.full().stepsFor(1_000_000)).isEqualTo(1);
    }

    @Test
    void autoGivesAnEpochFiftyStepsWhereItCan() {
        assertThat(Batches.auto().sizeFor(1)).isEqualTo(32);
        assertThat(Batches.auto().sizeFor(1000)).isEqualTo(32);
        assertThat(Batches.auto().sizeFor(10_000)).isEqualTo(128);
        assertThat(Batches.auto().sizeFor(60_000)).isEqualTo(1024);
        assertThat(Batches.auto().sizeFor(1L << 40)).isEqualTo(1024);
        for (long rows = 1600; rows < 1_000_000; rows = rows * 9 / 8) {
            assertThat(Batches.auto().stepsFor(rows)).as("%d rows", rows).isGreaterThanOrEqualTo(50);
        }
    }

    @Test
    void sizesOutOfRangeAreRefused() {
        for (int bad : new int[] {0, -1, -2}) {
            assertThatThrownBy(() -> Batches.of(bad, 128)).isInstanceOf(IllegalArgumentException.class);
        }
        for (int bad : new int[] {0, -2}) {
            assertThatThrownBy(() -> Batches.of(128, bad)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
