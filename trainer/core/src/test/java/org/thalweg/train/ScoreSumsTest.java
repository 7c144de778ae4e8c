package org.thalweg.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thalweg.math.TreeSum;

/** Areas under curves beside those of all pairs of rows, and of all thresholds. */
class ScoreSumsTest {
    record Scored(float score, boolean positive, float weight) {}

    /** Scores of a classifier of a rare class, many of them near 0; of few rows every fifth ties with others. */
    private static List<Scored> rows(int count, long seed, boolean weighted) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Scored> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean positive = random.nextDouble() < 0.1;
            double logit = (positive ? -1 : -3) + 2 * (random.nextDouble() + random.nextDouble() - 1);
            float score = (float) (1 / (1 + Math.exp(-logit)));
            score = i % 5 == 0 && count < 10_000 ? Math.round(score * 20) / 20f : score;
            rows.add(new Scored(score, positive, weighted ? 0.25f + random.nextInt(8) : 1));
        }
        return rows;
    }

    /** Σ over all pairs of a positive and a negative row, ties half. */
    static double pairs(List<Scored> rows) {
        double right = 0;
        double all = 0;
        for (Scored one : rows) {
            for (Scored other : rows) {
                if (one.positive() && !other.positive()) {
                    double weight = (double) one.weight() * other.weight();
                    all += weight;
                    right += one.score() > other.score() ? weight : one.score() == other.score() ? weight / 2 : 0;
                }
            }
        }
        return right / all;
    }

    /** The same of many rows, by their order. */
    private static double sortedPairs(List<Scored> rows) {
        List<Scored> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparing(Scored::score));
        double below = 0;
        double right = 0;
        double positives = 0;
        for (int i = 0; i < sorted.size(); ) {
            int end = i;
            double of = 0;
            double others = 0;
            for (;
                    end < sorted.size()
                            && sorted.get(end).score() == sorted.get(i).score();
                    end++) {
                of += sorted.get(end).positive() ? sorted.get(end).weight() : 0;
                others += sorted.get(end).positive() ? 0 : sorted.get(end).weight();
            }
            right += of * (below + others / 2);
            below += others;
            positives += of;
            i = end;
        }
        return right / (positives * below);
    }

    /** Σ (Rₙ − Rₙ₋₁) Pₙ over every score as a threshold, from the greatest down. */
    static double averagePrecision(List<Scored> rows) {
        List<Float> thresholds = rows.stream()
                .map(Scored::score)
                .distinct()
                .sorted(Comparator.reverseOrder())
                .toList();
        List<Scored> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.comparing(Scored::score).reversed());
        double positives = rows.stream()
                .filter(Scored::positive)
                .mapToDouble(Scored::weight)
                .sum();
        double before = 0;
        double sum = 0;
        double hits = 0;
        double predicted = 0;
        int at = 0;
        for (float threshold : thresholds) {
            for (; at < sorted.size() && sorted.get(at).score() >= threshold; at++) {
                predicted += sorted.get(at).weight();
                hits += sorted.get(at).positive() ? sorted.get(at).weight() : 0;
            }
            sum += (hits / positives - before) * hits / predicted;
            before = hits / positives;
        }
        return sum;
    }

    static ScoreSums sums(List<Scored> rows, int fineness) {
        ScoreSums sums = new ScoreSums(fineness);
        rows.forEach(row -> sums.add(row.score(), row.positive(), row.weight()));
        return sums;
    }

    /** As lanes of rows are added. */
    private static ScoreSums ofLanes(List<Scored> rows, int laneRows, int fineness) {
        TreeSum<ScoreSums> tree = new TreeSum<>((left, right) -> {
            left.add(right);
            return left;
        });
        int lanes = 2 * Integer.highestOneBit(rows.size() / laneRows); // a power of two
        for (int lane = lanes - 1; lane >= 0; lane--) {
            int from = Math.min(rows.size(), lane * laneRows);
            int end = Math.min(rows.size(), (lane + 1) * laneRows);
            tree.put(0, lane, sums(rows.subList(from, end), fineness));
        }
        return tree.total(lanes);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void areasOfFewRowsAreExact(boolean weighted) {
        List<Scored> rows = rows(1500, 3, weighted);
        CurveAreas areas = sums(rows, 10).areas();
        assertThat(areas.roc()).isCloseTo(pairs(rows), within(1e-12));
        assertThat(areas.precision()).isCloseTo(averagePrecision(rows), within(1e-12));
        assertThat(areas.rocBound()).isZero();
        assertThat(areas.precisionBound()).isZero();
        assertThat(ofLanes(rows, 97, 10).areas()).isEqualTo(areas);
        assertThat(areas.roc()).isBetween(0.7, 0.99);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 6, 10})
    void areasOfManyRowsAreWithinTheirOwnBounds(int fineness) {
        List<Scored> rows = rows(150_000, 5, true);
        ScoreSums sums = ofLanes(rows, 700, fineness);
        CurveAreas areas = sums.areas();
        assertThat(sums.isBinned()).isTrue();
        assertThat(areas.rocBound()).isBetween(1e-9, 0.2 / (1 << fineness));
        assertThat(areas.precisionBound()).isBetween(1e-9, 0.5 / (1 << fineness));
        assertThat(Math.abs(areas.roc() - sortedPairs(rows))).isBetween(0.0, areas.rocBound());
        assertThat(Math.abs(areas.precision() - averagePrecision(rows))).isBetween(0.0, areas.precisionBound());
    }

    @Test
    void rowsAreKeptUpToTheLimitAndNoFurther() {
        ScoreSums sums = new ScoreSums(1);
        for (int i = 0; i < sums.limit(); i++) {
            sums.add(i / (float) sums.limit(), i % 3 == 0, 1);
        }
        assertThat(sums.isBinned()).isFalse();
        assertThat(sums.areas().rocBound()).isZero();
        ScoreSums one = new ScoreSums(1);
        one.add(0.5f, true, 1);
        ScoreSums both = new ScoreSums(1);
        both.add(one);
        both.add(sums);
        assertThat(both.isBinned()).isTrue();
        assertThat(both.areas().rocBound()).isPositive();
        sums.add(0.5f, true, 1);
        assertThat(sums.isBinned()).isTrue();
        assertThat(sums.areas().roc()).isCloseTo(both.areas().roc(), within(1e-12));
        assertThat(one.isBinned()).as("the other is unchanged").isFalse();
    }

    @Test
    void rowsWithoutAnOtherKindHaveNoAreas() {
        assertThat(new ScoreSums(4).areas().roc()).isNaN();
        for (boolean positive : new boolean[] {false, true}) {
            ScoreSums sums = new ScoreSums(4);
            sums.add(0.3f, positive, 1);
            assertThat(sums.areas().roc()).isNaN();
            assertThat(sums.areas().precision()).isNaN();
        }
    }

    @Test
    void allTiedRowsAreHalfRight() {
        ScoreSums sums = new ScoreSums(4);
        sums.add(0, true, 3);
        sums.add(-0f, false, 5);
        assertThat(sums.areas().roc()).isEqualTo(0.5);
        assertThat(sums.areas().precision()).isEqualTo(3.0 / 8);
    }

    /** Never lower for a greater score, and as narrow as is said. */
    @ParameterizedTest
    @ValueSource(ints = {1, 6, 10})
    void binsFollowTheScores(int fineness) {
        ScoreSums sums = new ScoreSums(fineness);
        SplittableRandom random = new SplittableRandom(1);
        float[] scores = new float[20_000];
        for (int i = 0; i < scores.length; i++) {
            double near = random.nextDouble() * Math.pow(2, -random.nextInt(60));
            scores[i] = (float) (i % 2 == 0 ? near : 1 - near);
        }
        scores[0] = 0;
        scores[1] = 1;
        scores[2] = 0.5f;
        scores[3] = Math.nextDown(0.5f);
        scores[4] = Math.nextDown(1f);
        scores[5] = 1e-38f;
        java.util.Arrays.sort(scores);
        for (int i = 1; i < scores.length; i++) {
            int bin = sums.bin(scores[i]);
            assertThat(bin).isBetween(sums.bin(scores[i - 1]), sums.limit() - 1);
            float distance = Math.min(scores[i], 1 - scores[i]);
            if (bin == sums.bin(scores[i - 1]) && scores[i] > 0x1p-41f) {
                assertThat(scores[i] - scores[i - 1]).isLessThanOrEqualTo(2 * distance / (1 << fineness));
            }
        }
        assertThat(sums.bin(0)).isZero();
        assertThat(sums.bin(1)).isEqualTo(sums.limit() - 1);
    }
}
