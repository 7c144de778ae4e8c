package org.thalweg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TargetScalingTest {
    private static final RowShape SHAPE = RowShape.dense(1, 2).withTargetStatistics();

    private static List<Example> rows(int count) {
        Random random = new Random(3);
        List<Example> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] targets = {(float) (1e6 + 3e5 * random.nextGaussian()), (float) (2e-3 * random.nextGaussian() - 1)};
            rows.add(new Example(new float[] {random.nextFloat()}, targets, 0.5f + random.nextFloat()));
        }
        return rows;
    }

    private static FeatureStatistics of(List<Example> rows) {
        FeatureStatistics statistics = FeatureStatistics.of(SHAPE);
        rows.forEach(statistics::add);
        return statistics;
    }

    /** In two passes, weighted. */
    @Test
    void statisticsAreWeightedMeanAndDeviation() {
        List<Example> rows = rows(1000);
        FeatureStatistics statistics = of(rows);
        assertThat(statistics.targets()).isEqualTo(2);
        for (int i = 0; i < 2; i++) {
            int target = i;
            double weight = rows.stream().mapToDouble(Example::weight).sum();
            double mean = rows.stream()
                            .mapToDouble(row -> (double) row.weight() * row.targets()[target])
                            .sum()
                    / weight;
            double square = rows.stream()
                            .mapToDouble(row -> row.weight() * Math.pow(row.targets()[target] - mean, 2))
                            .sum()
                    / weight;
            assertThat(statistics.targetMean(i)).isCloseTo(mean, within(1e-12 * Math.abs(mean)));
            assertThat(statistics.targetDeviation(i)).isCloseTo(Math.sqrt(square), within(1e-9 * Math.sqrt(square)));
        }
    }

    @Test
    void statisticsAreTheSameBitsHoweverLanesAreCut() {
        List<EqualRows> sorted = RandomRows.equal(rows(500), 4);
        HoldOut holdOut = HoldOut.ofRows(0.2);
        Lanes lanes = RowSurvey.cells(SHAPE);
        TargetScaling expected = null;
        for (int parts : new int[] {1, 2, 3, 7}) {
            List<RowSurvey> surveys = new ArrayList<>();
            for (int p = 0; p < parts; p++) {
                int first = lanes.firstOf(p, parts);
                int end = lanes.firstOf(p + 1, parts);
                List<EqualRows> part = sorted.stream()
                        .filter(row -> lanes.of(row.key()) >= first && lanes.of(row.key()) < end)
                        .toList();
                surveys.add(RowSurvey.of(part.iterator(), holdOut, first, end, SHAPE));
            }
            FeatureStatistics total = RowSurvey.all(surveys, SHAPE).total();
            TargetScaling found = TargetScaling.standard(total);
            expected = expected == null ? found : expected;
            assertThat(found).isEqualTo(expected);
            List<Example> training = sorted.stream()
                    .filter(row -> holdOut.counts(row)[0] == 1)
                    .map(EqualRows::example)
                    .toList();
            assertThat(total.targetDeviation(0)).isCloseTo(of(training).targetDeviation(0), within(1e-4));
        }
    }

    @Test
    void targetsAreMeasuredOnlyWhereAsked() {
        FeatureStatistics statistics = FeatureStatistics.of(RowShape.dense(1, 2));
        rows(3).forEach(statistics::add);
        assertThat(statistics.targets()).isZero();
        assertThatThrownBy(() -> TargetScaling.standard(statistics))
                .hasMessage("statistics: expected one or more targets, found none");
    }

    @Test
    void scaledTargetsHaveMean0AndDeviation1AndComeBack() {
        List<Example> rows = rows(1000);
        TargetScaling scaling = TargetScaling.standard(of(rows));
        List<Example> scaled = new ArrayList<>();
        for (Example row : rows) {
            float[] padded = {7, row.targets()[0], row.targets()[1]};
            scaling.applyInPlace(padded, 1);
            scaled.add(new Example(row.features(), new float[] {padded[1], padded[2]}, row.weight()));
            scaling.invertInPlace(padded, 1);
            assertThat(padded).containsExactly(new float[] {7, row.targets()[0], row.targets()[1]}, within(0.13f));
            assertThat(padded[0]).isEqualTo(7);
            assertThat(padded[2]).isCloseTo(row.targets()[1], within(1e-6f));
        }
        for (int i = 0; i < 2; i++) {
            assertThat(of(scaled).targetMean(i)).isCloseTo(0, within(1e-4));
            assertThat(of(scaled).targetDeviation(i)).isCloseTo(1, within(1e-4));
        }
    }

    @Test
    void constantTargetIsOnlyShifted() {
        List<Example> rows = new ArrayList<>();
        for (int i = 1; i < 50; i++) {
            rows.add(new Example(new float[] {i}, new float[] {1234567, i}, 0.1f * i));
        }
        TargetScaling scaling = TargetScaling.standard(of(rows));
        assertThat(scaling.mean()[0]).isEqualTo(1234567);
        assertThat(scaling.deviation()[0]).isEqualTo(1);
        assertThat(scaling.deviation()[1]).isNotEqualTo(1);
    }

    @Test
    void rangesAreChecked() {
        assertThatThrownBy(() -> new TargetScaling(new float[1], new float[2]))
                .hasMessageContaining("of the same length");
        for (float wrong : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new TargetScaling(new float[] {0}, new float[] {wrong}))
                    .hasMessageContaining("a finite deviation above 0, found 0.0 and " + wrong);
        }
        assertThatThrownBy(() -> new TargetScaling(new float[] {Float.NaN}, new float[] {1}))
                .hasMessageContaining("expected a finite mean");
    }

    @Test
    void blocksHoldScaledTargetsAndNothingElseChanges() {
        List<KeyedExample> sorted = RandomRows.dealt(rows(100), 4, 0.3);
        LaneLayout lanes = new LaneLayout(new Lanes(2), 2, new Lanes(2));
        TargetScaling scaling = new TargetScaling(new float[] {1e6f, -1}, new float[] {3e5f, 2e-3f});
        RowTransforms transforms = new RowTransforms(Scaling.NONE, ClassWeights.NONE, scaling);
        BlockPacker plain = new BlockPacker(sorted.iterator(), lanes, Scaling.NONE, SHAPE);
        BlockPacker scaled = new BlockPacker(sorted.iterator(), lanes, transforms, SHAPE);
        while (plain.hasNext()) {
            Block a = plain.next();
            Block b = scaled.next();
            assertThat(b.features()).isEqualTo(a.features());
            assertThat(b.weights()).isEqualTo(a.weights());
            assertThat(b.split()).isEqualTo(a.split());
            float[] expected = a.targets().clone();
            for (int r = 0; r < a.rows(); r++) {
                scaling.applyInPlace(expected, 2 * r);
            }
            assertThat(b.targets()).isEqualTo(expected).isNotEqualTo(a.targets());
        }
        assertThat(scaled.hasNext()).isFalse();
        TargetScaling ofOne = new TargetScaling(new float[1], new float[] {1});
        assertThatThrownBy(() -> new BlockPacker(
                        sorted.iterator(), lanes, new RowTransforms(Scaling.NONE, ClassWeights.NONE, ofOne), SHAPE))
                .hasMessage("target scaling: expected 2 targets, found 1");
    }
}
