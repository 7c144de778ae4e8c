package org.thalweg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LaneLayoutTest {
    @Test
    void layoutsThatDoNotFitAreRefused() {
        Lanes four = new Lanes(4);
        assertThat(new LaneLayout(four, 2, new Lanes(8)).groups()).isEqualTo(2);
        for (int bad : new int[] {0, -1, 3, 8}) {
            assertThatThrownBy(() -> new LaneLayout(four, bad, four))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a power of two up to 4 lanes, found " + bad);
        }
        assertThatThrownBy(() -> new LaneLayout(four, 2, new Lanes(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 4 or more, found 2");
    }
}
