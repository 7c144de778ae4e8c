package org.thalweg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.thalweg.data.FeatureColumn.Hashed;
import org.thalweg.data.FeatureColumn.Numeric;
import org.thalweg.data.FeatureColumn.OneHot;

class RowEncoderTest {
    private static final FeatureEncoding WHOLE = new FeatureEncoding(
            List.of(
                    new Numeric("age", 1, List.of()),
                    new OneHot("color", List.of("blue", "red"), false),
                    new Hashed("city", 4)),
            false);
    private static final FeatureEncoding FILLED = new FeatureEncoding(
            List.of(
                    new Numeric("age", 1, List.of(0)),
                    new Numeric("pair", 2, List.of(1)),
                    new OneHot("color", List.of("blue", "red"), true),
                    new OneHot("size", List.of("7", "10"), false),
                    new Hashed("city", 4)),
            true);

    @Test
    void numbersAreKeptAndCategoriesBecomeOnes() {
        assertThat(WHOLE.inputNames())
                .containsExactly("age", "color=blue", "color=red", "city#0", "city#1", "city#2", "city#3");
        assertThat(WHOLE.inputs()).isEqualTo(7);
        assertThat(WHOLE.numbers().stream()).containsExactly(0);
        float[] row = WHOLE.encoder().inputs("12.5", "red", "Rome");
        assertThat(Arrays.copyOf(row, 3)).containsExactly(12.5f, 0, 1);
        assertThat(WHOLE.encoder().inputs(true, "blue", "Rome")[0]).isEqualTo(1);
    }

    /** MurmurHash3 of "city=Rome" and of the others, x86, 32 bits, seed 0, as computed by mmh3 and scikit-learn. */
    @Test
    void bucketIsTheHashOfNameAndText() {
        assertThat(bucket("Rome", 1024)).isEqualTo(bucketOf("city=Rome", 1024));
        assertThat(bucket("São Paulo", 1024)).isEqualTo(bucketOf("city=São Paulo", 1024));
        assertThat(bucket(7.0, 1000)).isEqualTo(bucketOf("city=7", 1000));
        assertThat(bucket(null, 1000)).isEqualTo(bucketOf("city", 1000));
        assertThat(IntStream.range(0, 500).map(i -> bucket("c" + i, 64)).distinct())
                .hasSizeGreaterThan(60);
    }

    private static int bucket(Object cell, int buckets) {
        float[] row = new FeatureEncoding(List.of(new Hashed("city", buckets)), true)
                .encoder()
                .inputs(cell);
        assertThat(IntStream.range(0, buckets).filter(i -> row[i] != 0)).hasSize(1);
        return IntStream.range(0, buckets).filter(i -> row[i] == 1).findFirst().getAsInt();
    }

    /** A plain implementation of Austin Appleby's MurmurHash3_x86_32. */
    private static int bucketOf(String text, int buckets) {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        int h = 0;
        int k = 0;
        for (int i = 0; i < bytes.length; i++) {
            k |= (bytes[i] & 0xFF) << 8 * (i % 4);
            if (i % 4 == 3 || i == bytes.length - 1) {
                h ^= Integer.rotateLeft(k * 0xcc9e2d51, 15) * 0x1b873593;
                h = i % 4 == 3 ? Integer.rotateLeft(h, 13) * 5 + 0xe6546b64 : h;
                k = 0;
            }
        }
        h ^= bytes.length;
        h = (h ^ h >>> 16) * 0x85ebca6b;
        h = (h ^ h >>> 13) * 0xc2b2ae35;
        return (int) (Integer.toUnsignedLong(h ^ h >>> 16) % buckets);
    }

    @Test
    void whatIsMissingIsReportedApart() {
        assertThat(FILLED.inputNames().subList(0, 10))
                .containsExactly(
                        "age",
                        "age is missing",
                        "pair[0]",
                        "pair[1]",
                        "pair[1] is missing",
                        "color=blue",
                        "color=red",
                        "color is missing",
                        "size=7",
                        "size=10");
        assertThat(FILLED.numbers().stream()).containsExactly(0, 2, 3);
        float nan = Float.NaN;
        for (Object missing : Arrays.asList(null, "", "  ", Double.NaN, Float.NaN)) {
            float[] row = FILLED.encoder().inputs(missing, missing, missing, missing, missing);
            assertThat(Arrays.copyOf(row, 10)).containsExactly(nan, 1, nan, nan, 1, 0, 0, 1, 0, 0);
        }
        assertThat(Arrays.copyOf(FILLED.encoder().inputs("NaN", new double[] {2, Double.NaN}, "red", 10.0, "Rome"), 10))
                .containsExactly(nan, 1, 2, nan, 1, 0, 1, 0, 0, 1);
        assertThat(Arrays.copyOf(FILLED.encoder().inputs(3, Arrays.asList(2, 4L), "green", "7", "Rome"), 10))
                .containsExactly(3, 0, 2, 4, 0, 0, 0, 0, 1, 0);
    }

    @Test
    void sparseRowHoldsTheSameWithoutItsZeros() {
        Object[] cells = {0, "red", "Rome"};
        RowEncoder encoder = WHOLE.encoder();
        CompressedRows sparse = new CompressedRows(WHOLE.inputs());
        assertThat(encoder.encodeInto(0, cells[0], sparse, 0)).isTrue();
        assertThat(encoder.encodeInto(1, cells[1], sparse, 1)).isTrue();
        assertThat(encoder.encodeInto(2, cells[2], sparse, 3)).isTrue();
        sparse.endRow();
        float[] dense = encoder.inputs(cells);
        assertThat(sparse.numbers()).isEqualTo(2);
        for (int k = 0; k < 2; k++) {
            assertThat(sparse.values()[k]).isEqualTo(1).isEqualTo(dense[sparse.indices()[k]]);
        }
        assertThat(encoder.encodeInto(1, "green", sparse, 1)).isFalse();
        sparse.endRow();
        assertThat(sparse.numbers()).isEqualTo(2);
    }

    @Test
    void unseenCategoryIsAllZerosAndReported() {
        float[] to = {9, 9, 9, 9};
        assertThat(WHOLE.encoder().encodeInto(1, "green", to, 1)).isFalse();
        assertThat(to).containsExactly(9, 0, 0, 9);
        assertThat(WHOLE.encoder().encodeInto(1, "red", to, 1)).isTrue();
        assertThat(to).containsExactly(9, 0, 1, 9);
        assertThat(FILLED.encoder().encodeInto(3, null, to, 1)).isFalse();
        assertThat(to).containsExactly(9, 0, 0, 9);
    }

    @Test
    void sevenIsOneCategoryHoweverItCame() {
        OneHot size = new OneHot("size", List.of("7", "0.5"), false);
        RowEncoder encoder = new FeatureEncoding(List.of(size), false).encoder();
        for (Object seven : List.of(7, 7L, 7.0, 7f, (short) 7, new BigDecimal("7.00"), "7")) {
            assertThat(encoder.inputs(seven)).containsExactly(1, 0);
        }
        assertThat(encoder.inputs(0.5)).containsExactly(0, 1);
    }

    @Test
    void cellsThatDoNotFitAreRefused() {
        RowEncoder whole = WHOLE.encoder();
        assertRefused("row: expected 3 cells ([age, color, city]), found 2", () -> whole.inputs(1, "red"));
        assertRefused("age: expected a number, found \"old\"", () -> whole.inputs("old", "red", "Rome"));
        assertRefused("age: expected a number, found nothing", () -> whole.inputs(null, "red", "Rome"));
        assertRefused("age: expected a finite number, found NaN", () -> whole.inputs(Double.NaN, "red", "Rome"));
        assertRefused("color: expected a category, found nothing", () -> whole.inputs(1, null, "Rome"));
        assertRefused("city: expected a category, found nothing", () -> whole.inputs(1, "red", ""));
        assertRefused("city: expected a category, found NaN", () -> whole.inputs(1, "red", Float.NaN));
        assertRefused(
                "pair: expected 2 numbers, found 3", () -> FILLED.encoder().inputs(1, new float[3], "red", 7, ""));
        assertRefused("age: expected a finite number, found \"inf\"", () -> FILLED.encoder()
                .inputs("inf", new float[2], "red", 7, ""));
    }

    private static void assertRefused(String message, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void columnsThatCannotBeAreRefused() {
        assertRefused("a: expected 2 or more buckets, found 1", () -> new Hashed("a", 1));
        assertRefused(
                "a: expected distinct categories, found a duplicate",
                () -> new OneHot("a", List.of("x", "y", "x"), false));
        assertRefused(
                "a: expected ascending indices of missing values below 2, found 2",
                () -> new Numeric("a", 2, List.of(2)));
        assertRefused(
                "a: expected ascending indices of missing values below 3, found 0",
                () -> new Numeric("a", 3, List.of(1, 0)));
        assertRefused("a: expected 1 to 2^31 numbers, found 0", () -> new Numeric("a", 0, List.of()));
        assertRefused(
                "features: expected at most 2^31 inputs, found 4000000000",
                () -> new FeatureEncoding(
                        List.of(new Hashed("a", 2_000_000_000), new Hashed("b", 2_000_000_000)), false));
    }
}
