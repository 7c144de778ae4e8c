package org.thalweg.jobs.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ChanceTest {
    /** χ² of 9 degrees of freedom is above 27.877 once in a thousand. */
    @Test
    void psiOfSamplesOfOneDistributionIsBoundedByChiSquared() {
        assertThat(new Chance(100, 400).psi(10)).isCloseTo((0.01 + 0.0025) * 27.877, within(1e-4));
        assertThat(new Chance(100, 400).psi(1)).isZero();
    }

    @Test
    void moreRowsLeaveLessToChance() {
        Chance few = new Chance(100, 100);
        Chance many = new Chance(10_000, 10_000);
        assertThat(many.psi(10)).isCloseTo(few.psi(10) / 100, within(1e-12));
        assertThat(many.cohensD()).isCloseTo(few.cohensD() / 10, within(1e-12));
        assertThat(many.shift()).isCloseTo(few.shift() / 10, within(1e-12));
        assertThat(many.cohensW(10, 0.8)).isLessThan(few.cohensW(10, 0.8));
        assertThat(Chance.share(0.05, 400)).isCloseTo(3.09 * Math.sqrt(0.05 * 0.95 / 400), within(1e-12));
        assertThat(Chance.share(0, 0)).isZero();
    }
}
