package org.thalweg.spark.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.thalweg.settings.Setting;

class LiteralTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "-3, -3",
        "0, 0",
        "-0.0, 0",
        "0.001, 0.001",
        "2e-3, 0.002",
        "1e-8, 1e-8",
        "1.5e-7, 1.5e-7",
        "0.1, 0.1",
        "2e23, 2e23",
        "123456.789, 123456.789",
        "4.9e-324, 5e-324",
        "1.7976931348623157e308, 1.7976931348623157e308",
        "999999999999999, 999999999999999",
        "1e15, 1e15",
        "0.30000000000000004, 0.30000000000000004",
        "Infinity, Infinity"
    })
    void numberIsWrittenInItsFewestDigits(double value, String text) {
        assertThat(Setting.text(value)).isEqualTo(text);
    }

    @Test
    void everyNumberReadsBackToTheSameBits() {
        long seed = 20260114;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Literal.real(Setting.text(value)).orElseThrow())
                        .as("seed %d, case %d", seed, i)
                        .isEqualTo(value);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1,000", "1__0", "_1", "1_", "0x1F", "0o17", ".", "e5", "1e", "1e99999", ".inf", "NaN", "1 "
            })
    void whatIsNoNumberIsRefused(String written) {
        assertThat(Literal.real(written)).isEmpty();
        assertThat(Literal.whole(written)).isEmpty();
    }

    @Test
    void wordsAreJoinedWithOr() {
        assertThat(Literal.either(List.of("a"))).isEqualTo("a");
        assertThat(Literal.either(List.of("a", "b"))).isEqualTo("a or b");
        assertThat(Literal.either(List.of("a", "b", "c"))).isEqualTo("a, b or c");
    }
}
