package org.thalweg.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MeasuredTest {
    private static final Measured RUN = new Measured(
            "", List.of(new Epoch(3, 1, 0.3, 0.9), new Epoch(2, 0.5, 0.2, 0.97), new Epoch(1, 0.5, 0.1, 0.96)), 10);

    @Test
    void secondsToAGoalAreThoseOfTheEpochsUntilItIsReachedFirst() {
        assertThat(RUN.epochsTo(Goal.accuracy(0.97))).hasValue(2);
        assertThat(RUN.secondsTo(Goal.accuracy(0.97))).isEqualTo(6.5);
        assertThat(RUN.secondsTo(Goal.loss(0.1))).isEqualTo(8);
    }

    @Test
    void goalThatIsNotReachedTakesForever() {
        assertThat(RUN.epochsTo(Goal.loss(0.05))).isEmpty();
        assertThat(RUN.secondsTo(Goal.loss(0.05))).isInfinite();
    }

    @Test
    void epochsThatWereNotEvaluatedReachNoGoal() {
        Measured unevaluated = new Measured("", List.of(Epoch.of(1)), 2);
        assertThat(unevaluated.epochsTo(Goal.loss(1))).isEmpty();
        assertThat(unevaluated.epochsTo(Goal.accuracy(0))).isEmpty();
    }

    @Test
    void epochIsTheMedianAndTheRestOfTheProcessIsApart() {
        assertThat(RUN.secondsPerEpoch()).isEqualTo(2);
        assertThat(RUN.secondsBeside()).isEqualTo(2);
    }

    @Test
    void runHasEpochs() {
        assertThatThrownBy(() -> new Measured("", List.of(), 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
