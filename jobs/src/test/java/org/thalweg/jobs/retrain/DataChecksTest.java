package org.thalweg.jobs.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thalweg.jobs.config.ChecksSection;
import org.thalweg.jobs.config.JobFileReader;
import org.thalweg.jobs.profile.Bins;
import org.thalweg.jobs.profile.ColumnProfile;
import org.thalweg.jobs.profile.DataProfile;
import org.thalweg.spark.config.Purpose;

/** Checks of new labels against earlier ones. */
class DataChecksTest {
    private static final String JOB = "{ task: classification, data: { format: csv, path: a, label: b },"
            + " network: { hidden: [] }, retrain: { store: s } }";

    private static final double NONE = Double.NaN;

    private static ChecksSection rules(String... overrides) {
        return JobFileReader.read(JOB, "checks.yaml", List.of(overrides), Purpose.RETRAIN)
                .retrain()
                .orElseThrow()
                .checks();
    }

    private static DataProfile labels(long... counts) {
        List<String> classes =
                IntStream.range(0, counts.length).mapToObj(c -> "c" + c).toList();
        List<Long> withOthers = new ArrayList<>();
        long rows = 0;
        for (long count : counts) {
            withOthers.add(count);
            rows += count;
        }
        withOthers.add(0L);
        return new DataProfile(
                rows,
                List.of(),
                List.of(new ColumnProfile("kind", new Bins.Texts(classes), withOthers, 0, 0, NONE, NONE, NONE, NONE)));
    }

    private static List<String> breaches(ChecksSection rules, DataProfile then, DataProfile now) {
        return new DataChecks(rules, Optional.of(then), now, List::of).breaches();
    }

    @Test
    void rowsAreComparedWhereThereAreSomeToCompareWithAndARuleIsOn() {
        DataProfile rows = labels(100, 100);
        String[] off = Stream.of("missing", "outOfRange", "unseen", "labelShift", "labelRatio", "psi", "effect")
                .map(rule -> "retrain.checks." + rule + "=off")
                .toArray(String[]::new);
        assertThat(compares(Optional.of(rows))).isTrue();
        assertThat(compares(Optional.empty())).isFalse();
        assertThat(compares(Optional.of(rows), off)).isFalse();
        for (int kept = 0; kept < off.length; kept++) {
            List<String> others = new ArrayList<>(List.of(off));
            String rule = others.remove(kept);
            assertThat(compares(Optional.of(rows), others.toArray(String[]::new)))
                    .as(rule)
                    .isTrue();
        }
    }

    private static boolean compares(Optional<DataProfile> then, String... sets) {
        return new DataChecks(rules(sets), then, labels(100, 100), List::of).compares();
    }

    @Test
    void aNightWhoseRareRowsAllChangedTheirClassIsStopped() {
        DataProfile then = labels(192_000, 8_000);
        assertThat(breaches(rules(), then, labels(2000, 0)))
                .containsExactly(
                        "kind: labelRatio: expected c1 to become at most 3 times rarer, found 0.00 % now and 4.00 % before");
        assertThat(breaches(rules(), then, labels(1600, 400)))
                .containsExactly(
                        "kind: labelRatio: expected c1 to become at most 3 times more frequent, found 20.00 % now"
                                + " and 4.00 % before");
        assertThat(breaches(rules("retrain.checks.labelRatio=off"), then, labels(2000, 0)))
                .isEmpty();
        assertThat(breaches(rules("retrain.checks.labelRatio=1.2"), then, labels(1960, 40)))
                .as("half as many as before")
                .hasSize(1);
        assertThat(breaches(rules(), then, labels(1960, 40))).isEmpty();
    }

    private static DataProfile numbers(List<Double> edges, List<Long> counts, double mean, double deviation) {
        return new DataProfile(
                counts.stream().mapToLong(Long::longValue).sum(),
                List.of(),
                List.of(new ColumnProfile("y", new Bins.Numbers(edges), counts, 0, 0, mean, deviation, -1000, 1000)));
    }

    @Test
    void aRareLabelOfSeveralIsHeldToItsRatioToo() {
        ChecksSection rules = rules("task=multilabel", "data.label=[y, z]");
        DataProfile then = numbers(List.of(0.0), List.of(19_200L, 800L), 0.04, 0.196);
        assertThat(breaches(rules, then, numbers(List.of(0.0), List.of(2000L, 0L), 0, 0)))
                .containsExactly(
                        "y: labelRatio: expected rows that have it to become at most 3 times rarer, found 0.00 % now"
                                + " and 4.00 % before");
        assertThat(breaches(rules, then, numbers(List.of(0.0), List.of(1900L, 100L), 0.05, 0.218)))
                .isEmpty();
        assertThat(breaches(
                        rules,
                        numbers(List.of(), List.of(20_000L), 0, 0),
                        numbers(List.of(), List.of(2000L), 0.04, 0.196)))
                .as("a label that no row had")
                .singleElement()
                .asString()
                .contains("more frequent, found 4.00 % now and 0.00 % before");
    }

    @Test
    void theMeanOfATargetMayMoveByItsEffectSize() {
        ChecksSection rules = rules("task=regression");
        List<Double> edges = List.of(0.0);
        DataProfile then = numbers(edges, List.of(5000L, 5000L), 100, 20);
        assertThat(breaches(rules, then, numbers(edges, List.of(500L, 500L), 110, 20)))
                .isEmpty();
        assertThat(breaches(rules, then, numbers(edges, List.of(500L, 500L), 120, 20)))
                .containsExactly("y: effect: expected at most 0.8000 (plus 0.10 of sampling noise), found 1.000");
        assertThat(breaches(
                        rules("task=regression", "retrain.checks.effect=off"),
                        then,
                        numbers(edges, List.of(500L, 500L), 120, 20)))
                .isEmpty();
    }

    /**
     * At most one in a thousand runs is stopped, if classes are as frequent as before, or by half rarer or more
     * frequent.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0.0005, 0.005, 0.04, 0.3})
    void ordinaryNightsPass(double share) {
        Random random = new Random(7);
        DataProfile then = runNumberOf(random, 20_000, share);
        int stopped = 0;
        int nights = 2000;
        for (int runNumber = 0; runNumber < nights; runNumber++) {
            double tonight = share * (0.5 + random.nextDouble());
            DataProfile now = runNumberOf(random, 100 + random.nextInt(1000), tonight);
            stopped += breaches(rules(), then, now).isEmpty() ? 0 : 1;
        }
        assertThat(stopped).isLessThanOrEqualTo(nights / 1000);
    }

    private static DataProfile runNumberOf(Random random, int rows, double share) {
        long rare = IntStream.range(0, rows)
                .filter(row -> random.nextDouble() < share)
                .count();
        return labels(rows - rare, rare);
    }
}
