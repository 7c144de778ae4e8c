package org.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochsTest {
    @ParameterizedTest
    @CsvSource({
        "1, 64",
        "1_000, 64", // 32 steps an epoch: 2,048
        "10_000, 64", // 79 steps: 5,056
        "100_000, 52", // 98 steps: 5,096
        "128_000, 40", // 125 steps, exactly 5,000
        "512_000, 10", // 500 steps, exactly 5,000
        "1_000_000, 10", // 977 steps
        "1_000_000_000_000, 10"
    })
    void automaticNumberMakesFiveThousandStepsInTenTo64Epochs(String rows, int epochs) {
        assertThat(Epochs.auto().countFor(Long.parseLong(rows.replace("_", "")), Batches.auto()))
                .isEqualTo(epochs);
    }

    @Test
    void stepsCountAsTheBatchMakesThem() {
        assertThat(Epochs.auto().countFor(1_000, Batches.of(200))).isEqualTo(64);
        assertThat(Epochs.auto().countFor(1_000, Batches.of(10))).isEqualTo(50);
        assertThat(Epochs.auto().countFor(1_000, Batches.of(1))).isEqualTo(10);
        assertThat(Epochs.auto().countFor(7, Batches.full())).isEqualTo(200);
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
