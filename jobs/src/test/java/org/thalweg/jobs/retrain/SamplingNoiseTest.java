package org.thalweg.jobs.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SamplingNoiseTest {
    /** χ² of 9 degrees of freedom is above 27.877 once in a thousand. */
    @Test
    void psiOfSamplesOfOneDistributionIsBoundedByChiSquared() {
        assertThat(new SamplingNoise(100, 400).psi(10)).isCloseTo((0.01 + 0.0025) * 27.877, within(1e-4));
        assertThat(new SamplingNoise(100, 400).psi(1)).isZero();
    }

    @Test
    void moreRowsLeaveLessToChance() {
        SamplingNoise few = new SamplingNoise(100, 100);
        SamplingNoise many = new SamplingNoise(10_000, 10_000);
        assertThat(many.psi(10)).isCloseTo(few.psi(10) / 100, within(1e-12));
        assertThat(many.cohensD()).isCloseTo(few.cohensD() / 10, within(1e-12));
        assertThat(many.shift()).isCloseTo(few.shift() / 10, within(1e-12));
        assertThat(many.cohensW(10, 0.8)).isLessThan(few.cohensW(10, 0.8));
        assertThat(SamplingNoise.share(0.05, 400)).isCloseTo(3.09 * Math.sqrt(0.05 * 0.95 / 400), within(1e-12));
        assertThat(SamplingNoise.share(0, 0)).isZero();
    }

    /** Of a class that is found as often as before, so many times rarer, and so on, each sample is Poisson. */
    @Test
    void aClassIsRarerWhereChanceMakesThatOnceInAThousand() {
        SamplingNoise noise = new SamplingNoise(200_000, 600);
        assertThat(noise.isRarer(8000, 0, 3)).as("8 expected of a third: e^-8").isTrue();
        assertThat(noise.isRarer(8000, 1, 3)).as("9 e^-8").isFalse();
        assertThat(new SamplingNoise(200_000, 500).isRarer(8000, 0, 3))
                .as("e^-6.7")
                .isFalse();
        assertThat(noise.isMoreFrequent(8000, 72 + 30, 3)).isTrue();
        assertThat(noise.isMoreFrequent(8000, 72 + 20, 3)).isFalse();
        assertThat(new SamplingNoise(100, 100).isRarer(0, 0, 3)).isFalse();
        assertThat(new SamplingNoise(100, 100).isMoreFrequent(0, 0, 3)).isFalse();
        SamplingNoise huge = new SamplingNoise(40_000_000_000L, 3_000_000_000L);
        assertThat(huge.isRarer(20_000_000_000L, 400_000_000L, 3)).isTrue();
        assertThat(huge.isRarer(20_000_000_000L, 600_000_000L, 3)).isFalse();
        assertThat(huge.isMoreFrequent(20_000_000_000L, 1_500_000_000L, 3)).isFalse();
        assertThat(new SamplingNoise(89, 120).isMoreFrequent(0, 5, 3))
                .as("none of a few before")
                .isFalse();
    }
}
