package org.thalweg.spark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReductionTrialTest {
    private static final int LARGE = 10_000_000; // 40 MB
    private static final long HEAP = 4_000_000_000L;

    private static ReductionTrial auto(int senders, long heap) {
        return new ReductionTrial(Reduction.AUTO, senders, heap);
    }

    private static Reduction after(ReductionTrial choosing, int numbers, double gathered, double sliced) {
        for (int step = 0; step < 20; step++) {
            choosing.took(choosing.next(numbers) == Reduction.GATHER ? gathered : sliced);
        }
        return choosing.next(numbers);
    }

    @Test
    void theFasterOfBothIsKept() {
        assertThat(after(auto(4, HEAP), LARGE, 0.5, 0.3)).isEqualTo(Reduction.SLICES);
        assertThat(after(auto(4, HEAP), LARGE, 0.3, 0.5)).isEqualTo(Reduction.GATHER);
    }

    @Test
    void whyIsSaidOnceItIsKnown() {
        ReductionTrial choosing = auto(4, HEAP);
        choosing.next(LARGE);
        assertThat(choosing.chosen()).isEmpty();

        after(choosing, LARGE, 0.5, 0.3);

        assertThat(choosing.chosen()).contains(Reduction.SLICES);
        assertThat(choosing.reason()).isEqualTo("a step takes 500.0 ms gathered, and 300.0 ms in slices");
    }

    @Test
    void slowFirstStepsDoNotCount() {
        ReductionTrial choosing = auto(4, HEAP);
        double[] seconds = {9, 9, 1, 9, 5, 3, 3, 3};
        for (double each : seconds) {
            choosing.next(LARGE);
            choosing.took(each);
        }
        assertThat(choosing.next(LARGE)).isEqualTo(Reduction.GATHER);
    }

    @Test
    void smallSumsAndASingleSenderAreGathered() {
        assertThat(after(auto(4, HEAP), 500_000, 0.5, 0.3)).isEqualTo(Reduction.GATHER);
        assertThat(after(auto(1, HEAP), LARGE, 0.5, 0.3)).isEqualTo(Reduction.GATHER);
    }

    @Test
    void whatTheHeapHasNoRoomForIsSliced() {
        ReductionTrial choosing = auto(64, HEAP);

        assertThat(after(choosing, LARGE, 0.3, 0.5)).isEqualTo(Reduction.SLICES);
        assertThat(choosing.reason()).isEqualTo("gathering them would take 5,120 MB of the driver's heap of 4,000 MB");
    }

    @Test
    void whatIsAskedForIsTaken() {
        for (Reduction asked : new Reduction[] {Reduction.GATHER, Reduction.SLICES}) {
            assertThat(after(new ReductionTrial(asked, 64, HEAP), LARGE, 0.3, 0.5))
                    .isEqualTo(asked);
        }
    }

    @Test
    void anotherLengthIsAnotherChoice() {
        ReductionTrial choosing = auto(4, HEAP);
        after(choosing, LARGE, 0.5, 0.3);

        assertThat(choosing.next(3 * LARGE)).isEqualTo(Reduction.GATHER);
        assertThat(choosing.chosen()).isEmpty();
    }
}
