package org.thalweg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.thalweg.math.Philox;

class LanesTest {
    @Test
    void partsCoverAllLanesOnceAndEvenly() {
        for (int count : new int[] {1, 2, 8, 64, 128}) {
            Lanes lanes = new Lanes(count);
            for (int parts = 1; parts <= count; parts++) {
                assertThat(lanes.firstOf(0, parts)).isZero();
                assertThat(lanes.firstOf(parts, parts)).isEqualTo(count);
                for (int part = 0; part < parts; part++) {
                    int first = lanes.firstOf(part, parts);
                    int end = lanes.firstOf(part + 1, parts);
                    assertThat(end - first).isBetween(count / parts, (count + parts - 1) / parts);
                }
            }
        }
    }

    @Test
    void partsOfTheMostLanesDoNotOverflow() {
        Lanes lanes = new Lanes(1 << 20);
        assertThat(lanes.firstOf(999_982, 999_983)).isBetween((1 << 20) - 2, (1 << 20) - 1);
        assertThat(lanes.firstOf(1 << 20, 1 << 20)).isEqualTo(1 << 20);
    }

    @Test
    void lanesAtRestAreSmall() {
        assertThat(Lanes.forTraining(0, 0, 65_536).count()).isEqualTo(1);
        assertThat(Lanes.forTraining(65_536, 1 << 20, 65_536).count()).isEqualTo(1);
        assertThat(Lanes.forTraining(65_537, 1 << 20, 65_536).count()).isEqualTo(2);
        assertThat(Lanes.forTraining(2_000_000, 1 << 20, 65_536).count()).isEqualTo(32);
        assertThat(Lanes.forTraining(1000, 1L << 30, 65_536).count())
                .as("64 MiB")
                .isEqualTo(16);
        assertThat(Lanes.forTraining(1_000_000_000_000L, 1L << 50, 65_536).count())
                .isEqualTo(Lanes.MAX_COUNT);
    }

    @Test
    void evaluationIsSharedByAsManyLanesAsHaveRowsEnough() {
        assertThat(Lanes.forEvaluation(0, 0, 65_536).count()).isEqualTo(1);
        assertThat(Lanes.forEvaluation(1024, 1 << 20, 65_536).count()).isEqualTo(1);
        assertThat(Lanes.forEvaluation(10_000, 1 << 20, 65_536).count()).isEqualTo(16);
        assertThat(Lanes.forEvaluation(1_000_000, 1 << 20, 65_536).count()).isEqualTo(64);
        assertThat(Lanes.forEvaluation(100_000_000, 1 << 20, 65_536).count()).isEqualTo(2048);
    }

    @Test
    void lanesFollowTheUnsignedOrderOfKeys() {
        Philox random = new Philox(1, 0);
        for (int count : new int[] {1, 2, 64, 1 << 20}) {
            Lanes lanes = new Lanes(count);
            assertThat(lanes.of(0)).isZero();
            assertThat(lanes.of(-1)).isEqualTo(count - 1);
            assertThat(lanes.of(Long.MIN_VALUE)).isEqualTo(count / 2);
            assertThat(lanes.of(Long.MAX_VALUE)).isEqualTo((count - 1) / 2);
            for (int i = 0; i < 1000; i++) {
                long one = random.nextLong();
                long other = random.nextLong();
                assertThat(lanes.of(one)).isBetween(0, count - 1);
                if (Long.compareUnsigned(one, other) < 0) {
                    assertThat(lanes.of(one)).isLessThanOrEqualTo(lanes.of(other));
                }
            }
        }
    }

    /** Bounds of five standard deviations. */
    @Test
    void rowsAreSpreadEvenly() {
        int[] counts = new int[32];
        RandomRows.of(16_000, 3, 2, false, 4)
                .forEach(row -> counts[
                        new Lanes(32)
                                .of(EqualRows.of(8, HoldOut.NONE, new MarkedExample(row))
                                        .key())]++);
        for (int count : counts) {
            assertThat(count).isBetween(500 - 112, 500 + 112);
        }
    }

    @Test
    void rowsAreSharedByTheFewestLanesThatHoldThem() {
        for (int laneRows : new int[] {1, 7, 128}) {
            for (int rows = 1; rows < 1500; rows++) {
                int count = Lanes.forRows(rows, laneRows).count();
                assertThat(Integer.bitCount(count)).isEqualTo(1);
                assertThat((long) count * laneRows)
                        .as("%d rows, %d a lane", rows, laneRows)
                        .isGreaterThanOrEqualTo(rows);
                assertThat(count == 1 || (long) count / 2 * laneRows < rows).isTrue();
            }
        }
        assertThat(Lanes.forRows(0, 128).count()).isEqualTo(1);
        assertThat(Lanes.forRows(128L << 20, 128).count()).isEqualTo(1 << 20);
        assertThatThrownBy(() -> Lanes.forRows((128L << 20) + 1, 128))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use a larger laneRows");
    }

    @Test
    void countThatIsNoPowerOfTwoIsRefused() {
        for (int count : new int[] {0, -1, 3, 6, 1 << 21, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> new Lanes(count))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("lanes: expected a power of two up to 2^20, found " + count);
        }
    }
}
