package org.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochsTest {
    @ParameterizedTest
    @CsvSource({
        "1, 200", // one step an epoch: no more than 200 epochs
        "100, 200", // 4 steps
        "320, 200", // 10 steps, exactly 2,000
        "1_000, 63", // 32 steps: 2,016
        "10_000, 26", // 79 steps of 127 rows: 2,054
        "100_000, 21", // 98 steps
        "204_800, 10", // 200 steps, exactly 2,000
        "1_000_000, 10", // 977 steps
        "1_000_000_000_000, 10"
    })
    void automaticNumberMakesTwoThousandStepsFromTenTo200Epochs(String rows, int epochs) {
        assertThat(Epochs.auto().countFor(Long.parseLong(rows.replace("_", "")), Batches.auto()))
                .isEqualTo(epochs);
    }

    @Test
    void stepsCountAsTheBatchMakesThem() {
        assertThat(Epochs.auto().countFor(1_000, Batches.of(200))).isEqualTo(200);
        assertThat(Epochs.auto().countFor(1_000, Batches.of(10))).isEqualTo(20);
        assertThat(Epochs.auto().countFor(1_000, Batches.of(1))).isEqualTo(10);
        assertThat(Epochs.auto().countFor(1_000_000, Batches.full())).isEqualTo(200);
    }

    @Test
    void numberThatIsGivenHoldsForAnyRows() {
        assertThat(Epochs.of(7).countFor(1, Batches.auto())).isEqualTo(7);
        assertThat(Epochs.of(1_000).countFor(1_000_000, Batches.full())).isEqualTo(1_000);
    }

    @Test
    void numberBelowOneIsRefused() {
        assertThatThrownBy(() -> Epochs.of(0)).hasMessage("epochs: expected 1 or more, found 0");
        assertThatThrownBy(() -> Epochs.of(Epochs.AUTO)).hasMessage("epochs: expected 1 or more, found -1");
        assertThatThrownBy(() -> new Epochs(-2)).hasMessage("epochs: expected 1 or more, found -2");
    }
}
