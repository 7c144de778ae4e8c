package org.thalweg.jobs.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.thalweg.jobs.json.JsonException;
import org.thalweg.jobs.json.JsonObject;

class DriftTest {
    private static ColumnProfile numbers(double[] values, Bins bins, double[] range) {
        ColumnCount count = new ColumnCount("x", bins, range);
        for (double value : values) {
            count.add(value);
        }
        return count.profile();
    }

    private static double[] normal(int count, double mean, long seed) {
        Random random = new Random(seed);
        return random.doubles(count).map(unused -> mean + random.nextGaussian()).toArray();
    }

    @Test
    void binsOfASampleHoldTenthsOfIt() {
        double[] sample = normal(5000, 0, 1);
        Bins.Numbers bins = Bins.Numbers.ofSample(sample, 10);
        ColumnProfile profile = numbers(sample, bins, null);
        assertThat(profile.counts()).hasSize(10).allMatch(count -> Math.abs(count - 500) < 10);
        assertThat(profile.present()).isEqualTo(5000);
        assertThat(Bins.Numbers.ofSample(new double[] {3, 3, 3}, 10).count())
                .as("of one value")
                .isEqualTo(1);
        assertThat(Bins.Numbers.ofSample(new double[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 10)
                        .edges())
                .containsExactly(0.0);
    }

    @Test
    void meanDeviationAndRangeAreThoseOfTheNumbers() {
        ColumnProfile profile =
                numbers(new double[] {1, 2, 3, 6, Double.NaN}, new Bins.Numbers(List.of(2.5)), new double[] {1.5, 4});
        assertThat(profile.mean()).isEqualTo(3);
        assertThat(profile.deviation()).isCloseTo(Math.sqrt((4 + 1 + 0 + 9) / 4.0), within(1e-8));
        assertThat(profile.least()).isEqualTo(1);
        assertThat(profile.greatest()).isEqualTo(6);
        assertThat(profile.counts()).containsExactly(2L, 2L);
        assertThat(profile.missingShare()).isEqualTo(0.2);
        assertThat(profile.outsideShare()).isEqualTo(0.5);
    }

    @Test
    void countsOfPartsAddUpToThoseOfTheWhole() {
        double[] all = normal(1000, 3, 2);
        Bins bins = Bins.Numbers.ofSample(all, 10);
        ColumnCount whole = new ColumnCount("x", bins, null);
        ColumnCount parts = new ColumnCount("x", bins, null);
        for (int part = 0; part < 7; part++) {
            ColumnCount one = new ColumnCount("x", bins, null);
            for (int i = part * 1000 / 7; i < (part + 1) * 1000 / 7; i++) {
                one.add(all[i]);
                whole.add(all[i]);
            }
            parts.add(one);
        }
        parts.add(new ColumnCount("x", bins, null));
        assertThat(parts.profile()).isEqualTo(whole.profile());
    }

    /** Shares of 0.5 and 0.5, and of 0.2 and 0.8: (0.2 − 0.5) ln(0.2 / 0.5) + (0.8 − 0.5) ln(0.8 / 0.5) = 0.4159. */
    @Test
    void psiIsThatOfTheFormula() {
        ColumnProfile then = texts(Map.of("a", 50_000L, "b", 50_000L));
        ColumnProfile now = texts(Map.of("a", 20_000L, "b", 80_000L));
        assertThat(Drift.psi(then, now)).isCloseTo(0.41589, within(2e-4));
        assertThat(Drift.psi(then, then)).isZero();
        assertThat(Drift.cohensW(then, now)).isCloseTo(0.6, within(1e-3));
    }

    private static ColumnProfile texts(Map<String, Long> counts) {
        ColumnCount count = new ColumnCount("t", new Bins.Texts(List.of("a", "b")), null);
        counts.forEach((text, times) -> {
            for (long i = 0; i < times; i++) {
                count.add(text);
            }
        });
        return count.profile();
    }

    @Test
    void effectOfNumbersIsTheDifferenceInDeviations() {
        double[] old = normal(20_000, 0, 3);
        Bins bins = Bins.Numbers.ofSample(old, 10);
        ColumnProfile then = numbers(old, bins, null);
        ColumnProfile now = numbers(normal(20_000, 0.5, 4), bins, null);
        assertThat(Drift.cohensD(then, now)).isCloseTo(0.5, within(0.03));
        assertThat(Drift.cohensD(then, then)).isZero();
        double[] constant = new double[10];
        assertThat(Drift.cohensD(numbers(constant, bins, null), numbers(new double[] {1}, bins, null)))
                .isInfinite();
    }

    @Test
    void textsThatWereNeverSeenAreCounted() {
        ColumnProfile then = texts(Map.of("a", 10L, "b", 10L));
        ColumnProfile now = texts(Map.of("a", 10L, "c", 10L));
        Drift drift = Drift.of(then, now);
        assertThat(drift.unseen()).isEqualTo(0.5);
        assertThat(drift.bins()).isEqualTo(3);
        assertThat(drift.ofNumbers()).isFalse();
    }

    @Test
    void aProfileIsReadBackFromItsFile() {
        DataProfile profile = new DataProfile(
                20,
                List.of(
                        numbers(normal(20, 1, 5), new Bins.Numbers(List.of(0.5, 1.25)), null),
                        numbers(new double[0], new Bins.Numbers(List.of()), null)),
                List.of(texts(Map.of("a", 7L, "z", 2L))));
        byte[] bytes = JsonObject.bytes(profile.json());
        assertThat(DataProfile.of(JsonObject.parse(bytes, "data.json"))).isEqualTo(profile);
        String cut = new String(bytes, java.nio.charset.StandardCharsets.UTF_8)
                .replaceFirst("\"counts\" : \\[ [0-9]+, ", "\"counts\" : [ ");
        assertThatThrownBy(() -> DataProfile.of(
                        JsonObject.parse(cut.getBytes(java.nio.charset.StandardCharsets.UTF_8), "data.json")))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("counts: expected 3 numbers, found 2 (data.json)");
    }
}
