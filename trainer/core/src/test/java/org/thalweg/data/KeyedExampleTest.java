package org.thalweg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.thalweg.math.Philox;

class KeyedExampleTest {
    private static Example row(float weight, float target, float... features) {
        return new Example(features, new float[] {target}, weight);
    }

    private static EqualRows equal(long seed, Example row) {
        return EqualRows.of(seed, HoldOut.NONE, new MarkedExample(row));
    }

    private static long key(long seed, Example row) {
        return equal(seed, row).key();
    }

    private static KeyedExample keyed(long key, Example row) {
        return new KeyedExample(key, Split.TRAINING, row);
    }

    @Test
    void keyIsAFunctionOfSeedAndContent() {
        Set<Long> keys = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            keys.add(key(1, row(1, 2, 3, 4)));
        }
        assertThat(keys).hasSize(1);
        for (Example other : List.of(
                row(2, 2, 3, 4),
                row(1, 3, 3, 4),
                row(1, 2, 4, 3),
                row(1, 2, 3, Math.nextUp(4f)),
                row(1, 2, -3, 4),
                row(1, 2, 0, 0))) {
            assertThat(keys.add(key(1, other))).as("key of %s", other).isTrue();
        }
        assertThat(keys.add(key(2, row(1, 2, 3, 4)))).isTrue();
        assertThat(keys.add(key(1 | 1L << 32, row(1, 2, 3, 4)))).isTrue();
    }

    /** Checkpoints and later versions rely on the same lanes and the same held-out rows. */
    @Test
    void keysNeverChange() {
        assertThat(key(42, row(1, 2, 3, 4))).isEqualTo(-8267835334822149619L);
        assertThat(key(-1, row(0.5f, -2))).isEqualTo(1693012483960664613L);
        assertThat(KeyedExample.key(42, Split.TRAINING, 0)).isEqualTo(42);
        assertThat(KeyedExample.key(42, Split.TRAINING, 1)).isEqualTo(5668425836099995960L);
        assertThat(KeyedExample.key(42, Split.VALIDATION, 1)).isNotEqualTo(5668425836099995960L);
    }

    @Test
    void minusZeroCountsAsZero() {
        assertThat(key(7, row(1, -0f, -0f, 1))).isEqualTo(key(7, row(1, 0f, 0f, 1)));
        assertThat(key(7, row(1, 0, 0, -1))).isNotEqualTo(key(7, row(1, 0, 0, 1)));
        assertThat(equal(7, row(1, -0f, -0f, 1)).equalsRowsOf(equal(7, row(1, 0f, 0f, 1))))
                .isTrue();
    }

    @Test
    void rowsWithDifferentContentHaveDifferentKeys() {
        Set<Long> keys = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            keys.add(key(3, row(1, i % 10, i, i / 2)));
        }
        assertThat(keys).hasSize(100_000);
    }

    @Test
    void copiesOfARowHaveDifferentKeys() {
        Set<Long> keys = new HashSet<>();
        EqualRows rows = equal(3, row(1, 2, 3));
        for (Split split : List.of(Split.TRAINING, Split.VALIDATION)) {
            for (int number = 1; number < 50_000; number++) {
                keys.add(rows.copy(split, number).key());
            }
        }
        assertThat(keys).hasSize(2 * 49_999);
    }

    @Test
    void orderIsByUnsignedKeyThenByContentThenBySplit() {
        Example row = row(1, 0, 1);
        assertThat(keyed(1, row)).isLessThan(keyed(2, row));
        assertThat(keyed(Long.MAX_VALUE, row)).isLessThan(keyed(Long.MIN_VALUE, row));
        assertThat(keyed(5, row(9, 9, 1, 2))).isLessThan(keyed(5, row(1, 0, 1, 3)));
        assertThat(keyed(5, row(9, 1, 1))).isLessThan(keyed(5, row(1, 2, 1)));
        assertThat(keyed(5, row(1, 1, 1))).isLessThan(keyed(5, row(2, 1, 1)));
        assertThat(keyed(5, row)).isLessThan(new KeyedExample(5, Split.VALIDATION, row));
    }

    @Test
    void orderIsTotalAndConsistentWithEquals() {
        Philox random = new Philox(1, 1);
        List<KeyedExample> rows = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            float zero = random.nextInt(2) == 0 ? 0f : -0f;
            Example example = row(1 + random.nextInt(2), random.nextInt(2), random.nextInt(2) - 1, zero);
            rows.add(new KeyedExample(random.nextInt(3) - 1, Split.values()[random.nextInt(3)], example));
        }
        for (KeyedExample a : rows) {
            for (KeyedExample b : rows) {
                assertThat(Integer.signum(a.compareTo(b))).isEqualTo(-Integer.signum(b.compareTo(a)));
                assertThat(a.compareTo(b) == 0).as("%s and %s", a, b).isEqualTo(a.equals(b));
                if (a.equals(b)) {
                    assertThat(a).hasSameHashCodeAs(b);
                }
                for (KeyedExample c : rows) {
                    assertThat(a.compareTo(b) <= 0 && b.compareTo(c) <= 0 && a.compareTo(c) > 0)
                            .isFalse();
                }
            }
        }
        List<KeyedExample> sorted = rows.stream().sorted().toList();
        for (long seed = 0; seed < 5; seed++) {
            Collections.shuffle(rows, new java.util.Random(seed));
            assertThat(rows.stream().sorted().toList()).as("seed %d", seed).isEqualTo(sorted);
        }
    }

    @Test
    void exampleThatIsNotFiniteOrHasNoWeightIsRefused() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            if (!Float.isNaN(bad)) {
                assertThatThrownBy(() -> row(1, 0, 1, bad))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("features: expected finite numbers, found " + bad + " at 1");
            }
            assertThatThrownBy(() -> row(1, bad, 1)).hasMessageContaining("targets");
            assertThatThrownBy(() -> row(bad, 0, 1)).hasMessageContaining("weight");
        }
        assertThatThrownBy(() -> row(0, 0, 1)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> row(-1, 0, 1)).hasMessageContaining("above 0");
    }

    /** Any NaN is the same missing value. */
    @Test
    void missingValuesAreEqualWhateverTheirBits() {
        float other = Float.intBitsToFloat(0x7FC00123);
        assertThat(key(1, row(1, 0, Float.NaN)))
                .isEqualTo(key(1, row(1, 0, other)))
                .isNotEqualTo(key(1, row(1, 0, 0)));
        assertThat(equal(1, row(1, 0, Float.NaN)).compareTo(equal(1, row(1, 0, other))))
                .isZero();
    }
}
