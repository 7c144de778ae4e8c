package org.thalweg.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statistical bounds are at least five standard deviations wide; the seeds are fixed. */
class PermutationTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 15, 16, 17, 64, 65, 1000, 100_003})
    void everyNumberStandsAtOnePlace(int size) {
        for (long seed : new long[] {0, 1, -1, 42, Long.MIN_VALUE}) {
            Permutation order = new Permutation(size, seed);
            BitSet seen = new BitSet();
            for (int place = 0; place < size; place++) {
                long number = order.at(place);
                assertThat(number).isBetween(0L, size - 1L);
                assertThat(seen.get((int) number))
                        .as("%d again, seed %d", number, seed)
                        .isFalse();
                seen.set((int) number);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 16, 17, 40})
    void everyNumberIsEquallyLikelyAtEveryPlace(int size) {
        int seeds = 4000;
        int[] counts = new int[size * size];
        for (int seed = 0; seed < seeds; seed++) {
            Permutation order = new Permutation(size, seed);
            for (int place = 0; place < size; place++) {
                counts[place * size + (int) order.at(place)]++;
            }
        }
        double freedom = (size - 1.0) * (size - 1.0);
        assertThat(PhiloxTest.chiSquare(counts, (double) seeds * size))
                .isBetween(freedom - 6 * Math.sqrt(2 * freedom), freedom + 6 * Math.sqrt(2 * freedom) + 10);
    }

    /** Places alone would also be uniform in a mere rotation; neighbours would not. */
    @ParameterizedTest
    @ValueSource(ints = {3, 5, 7, 16, 17})
    void everyPairOfNeighboursIsEquallyLikely(int size) {
        int seeds = 20_000;
        int[] counts = new int[size * (size - 1)];
        for (int seed = 0; seed < seeds; seed++) {
            Permutation order = new Permutation(size, seed);
            int first = (int) order.at(0);
            int second = (int) order.at(1);
            counts[first * (size - 1) + (second < first ? second : second - 1)]++;
        }
        double freedom = counts.length - 1;
        assertThat(PhiloxTest.chiSquare(counts, seeds)).isLessThan(freedom + 6 * Math.sqrt(2 * freedom));
    }

    @Test
    void allSixOrdersOfThreeAreEquallyLikely() {
        int seeds = 12_000;
        int[] counts = new int[9];
        for (int seed = 0; seed < seeds; seed++) {
            Permutation order = new Permutation(3, seed);
            counts[(int) (order.at(0) * 3 + order.at(1))]++;
        }
        for (int first = 0; first < 3; first++) {
            for (int second = 0; second < 3; second++) {
                if (first != second) {
                    assertThat(counts[first * 3 + second]).isBetween(2000 - 250, 2000 + 250);
                }
            }
        }
    }

    /** A random order has one fixed point on average, and one neighbour that stays a neighbour. */
    @Test
    void largeOrderHasNoPattern() {
        int size = 1000;
        int seeds = 400;
        int fixed = 0;
        int successors = 0;
        double correlation = 0;
        for (int seed = 0; seed < seeds; seed++) {
            Permutation order = new Permutation(size, seed);
            long last = -5;
            for (int place = 0; place < size; place++) {
                long number = order.at(place);
                fixed += number == place ? 1 : 0;
                successors += number == last + 1 ? 1 : 0;
                correlation += (place - 499.5) * (number - 499.5);
                last = number;
            }
        }
        assertThat(fixed).isBetween(300, 500);
        assertThat(successors).isBetween(300, 500);
        double variance = (size * (double) size - 1) / 12;
        assertThat(correlation / variance / size / seeds).isCloseTo(0, within(5 / Math.sqrt((double) size * seeds)));
    }

    @Test
    void seedsGiveUnrelatedOrders() {
        int size = 1000;
        for (long seed = 0; seed < 50; seed++) {
            Permutation one = new Permutation(size, seed);
            Permutation other = new Permutation(size, seed + 1);
            long same = LongStream.range(0, size)
                    .filter(place -> one.at(place) == other.at(place))
                    .count();
            assertThat(same).as("seed %d", seed).isLessThan(10);
        }
    }

    /** Resuming a run needs the same orders from every later version. */
    @Test
    void ordersNeverChange() {
        Permutation order = new Permutation(10, 42);
        assertThat(LongStream.range(0, 10).map(order::at).toArray()).containsExactly(7, 8, 1, 0, 6, 3, 4, 5, 2, 9);
    }

    @Test
    void billionsOfNumbersNeedNoTable() {
        for (long size : new long[] {(1L << 31) - 1, 1L << 40, (1L << 59) + 1, 1L << 60}) {
            Permutation order = new Permutation(size, 3);
            long distinct = LongStream.range(0, 10_000)
                    .map(place -> order.at(place * (size / 10_000)))
                    .peek(number -> assertThat(number).isBetween(0L, size - 1))
                    .distinct()
                    .count();
            assertThat(distinct).isEqualTo(10_000);
        }
    }

    @Test
    void placesAndSizesOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new Permutation(-1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Permutation((1L << 60) + 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Permutation(0, 0).at(0)).isInstanceOf(IndexOutOfBoundsException.class);
        Permutation three = new Permutation(3, 0);
        for (long place : new long[] {-1, 3, Long.MAX_VALUE}) {
            assertThatThrownBy(() -> three.at(place))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessageContaining("found " + place);
        }
    }

    @Test
    void placesTogetherAreThoseOneByOneAlsoInUsedMemory() {
        Permutation used = new Permutation(3, 1);
        for (long size : new long[] {1, 2, 5, 16, 17, 257, 5000, 1L << 40}) {
            Permutation order = new Permutation(size, 7);
            used.become(size, 7);
            int count = (int) Math.min(size, 300);
            long from = size - count;
            long[] places = new long[count + 1];
            places[count] = -1;
            used.atInto(from, count, places);
            for (int i = 0; i < count; i++) {
                assertThat(places[i]).as("place %d of %d", from + i, size).isEqualTo(order.at(from + i));
            }
            assertThat(places[count]).isEqualTo(-1);
        }
        assertThatThrownBy(() -> used.atInto(1L << 40, 1, new long[1])).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> used.atInto(0, 2, new long[1])).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
