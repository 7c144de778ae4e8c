package org.thalweg.spark.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

class CanonicalContentTest {
    private static long hash(Object... cells) {
        CanonicalContent content = new CanonicalContent();
        for (Object cell : cells) {
            content.add(cell);
        }
        return content.hash();
    }

    private static void assertOne(Object... cells) {
        for (Object cell : cells) {
            assertThat(hash(cell)).as("%s", cell).isEqualTo(hash(cells[0]));
        }
    }

    private static void assertUnlike(Object... cells) {
        Set<Long> hashes = new HashSet<>();
        for (Object cell : cells) {
            assertThat(hashes.add(hash(cell))).as("%s", cell).isTrue();
        }
    }

    @Test
    void numbersOfOneValueAreOne() {
        assertOne(
                7, 7L, (short) 7, (byte) 7, 7f, 7.0, new BigDecimal("7.000"), "7", " 7.0 ", "7.", "+7", "7e0", "0.7E1");
        assertOne(0, 0.0, -0.0, -0f, "-0", "0.000", new BigDecimal("0E-5"), 1e-300);
        assertOne(0.1, 0.1f, (double) 0.1f, "0.1", ".1", "1e-1", new BigDecimal("0.10"));
        assertOne(1L << 60, (double) (1L << 60), "1152921504606846976", new BigDecimal("1152921504606846976.0"));
        assertOne(1e300, "1e300", Double.MAX_VALUE);
        assertOne(Long.MIN_VALUE, "-9223372036854775808");
        assertUnlike((1L << 53) + 1, 1L << 53, "9007199254740995", Long.MAX_VALUE, Long.MAX_VALUE - 1);
        assertUnlike(7, 8, -7, 7.5, "7a", "0x7", "7f", ".", "-", "1e", "seven");
    }

    @Test
    void whatHoldsNothingIsOne() {
        assertOne(null, "", "  ", Double.NaN, Float.NaN, "NaN", "nan");
        assertUnlike(null, 0, "null", false);
        assertThat(hash(null, 1)).isNotEqualTo(hash(1, null));
    }

    @Test
    void truthsAreOneInAnyCase() {
        assertOne(true, "true", "True", " TRUE");
        assertUnlike(true, false, 1, "yes");
    }

    @Test
    void textsAreOneWithoutTheSpaceAroundThem() {
        assertOne("north", " north ");
        assertUnlike("north", "North", "nor th", "n");
        assertThat(hash("ab", "c")).isNotEqualTo(hash("a", "bc"));
    }

    @Test
    void datesAndTimesAreOneInAnyType() {
        assertOne(
                LocalDate.of(2026, 11, 28),
                Date.valueOf("2026-11-28"),
                "2026-11-28",
                "2026-11-28 00:00:00",
                LocalDateTime.of(2026, 11, 28, 0, 0));
        Instant time = Instant.parse("2026-11-28T10:15:30.123456Z");
        assertOne(
                time,
                Timestamp.from(time),
                "2026-11-28 10:15:30.123456",
                "2026-11-28T10:15:30.123456Z",
                "2026-11-28T11:15:30.123456+01:00",
                LocalDateTime.of(2026, 11, 28, 10, 15, 30, 123_456_000));
        assertUnlike("2026-11-28", "2026-11-29", "2026-11-28x", "2026-13-28", time, time.plusNanos(1000));
    }

    @Test
    void vectorsArraysAndBytesOfEqualElementsAreOne() {
        assertOne(
                Vectors.dense(0, 1.5, 0, 255),
                Vectors.sparse(4, new int[] {1, 3}, new double[] {1.5, 255}),
                Vectors.sparse(4, new int[] {0, 1, 3}, new double[] {0, 1.5, 255}),
                CollectionConverters.asScala(Arrays.asList(0, 1.5f, "0", 255L)),
                RowFactory.create(0, "1.5", 0L, 255));
        assertOne(new byte[] {0, (byte) 255}, Vectors.dense(0, 255), CollectionConverters.asScala(List.of(0, 255)));
        assertUnlike(Vectors.dense(1, 0, 2), Vectors.dense(0, 1, 2), Vectors.dense(1, 2), Vectors.dense(1, Double.NaN));
    }

    @Test
    void columnsThatHoldNothingCountForNothing() {
        CanonicalContent wide = new CanonicalContent();
        wide.add("a", 1);
        wide.add("b", null);
        wide.add("c", "x");
        CanonicalContent narrow = new CanonicalContent();
        narrow.add("a", 1.0);
        narrow.add("c", "x");
        assertThat(wide.hash()).isEqualTo(narrow.hash());
        narrow.clear();
        narrow.add("a", 1.0);
        narrow.add("d", "x");
        assertThat(wide.hash()).isNotEqualTo(narrow.hash());
    }
}
