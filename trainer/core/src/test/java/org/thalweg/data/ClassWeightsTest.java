package org.thalweg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassWeightsTest {
    private static final RowShape SHAPE = new RowShape(4, 1, false, 3);

    @Test
    void balancedClassesCountTheSame() {
        ClassWeights weights = ClassWeights.balanced(new double[] {1, 3, 8});
        assertThat(weights.byClass()).containsExactly(4, 4 / 3f, 0.5f);
        assertThat(ClassWeights.balanced(new double[] {2, 0, 6}).byClass()).containsExactly(2, 1, 2 / 3f);
    }

    @Test
    void textIsReadBackToTheBit() {
        ClassWeights weights = new ClassWeights(new float[] {0.1f, 1 / 3f, 1e-30f, 7});
        assertThat(ClassWeights.parse(weights.text())).isEqualTo(weights);
        assertThatThrownBy(() -> ClassWeights.parse("1 many")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void weightsThatAreNotFiniteAndAboveZeroAreRefused() {
        for (float wrong : new float[] {0, -1, Float.NaN, Float.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new ClassWeights(new float[] {1, wrong}))
                    .hasMessage("class weights: expected finite 32-bit floats above 0, found " + wrong);
        }
        ClassWeights tiny = new ClassWeights(new float[] {1e-30f});
        assertThatThrownBy(() -> tiny.of(RowView.of(new Example(new float[1], new float[] {0}, 1e-30f))))
                .hasMessageEndingWith("found 1.0E-30 × 1.0E-30");
    }

    /** The survey computes class weights from training rows only, in key order, for any ranges of cells. */
    @Test
    void surveyWeighsTheTrainingRowsOfEachClass() {
        Lanes cells = RowSurvey.cells(SHAPE);
        HoldOut holdOut = HoldOut.ofRows(0.2);
        List<EqualRows> rows = RandomRows.equal(RandomRows.of(300, 4, 3, true, 5), 9);
        double[] plain = new double[3];
        rows.stream()
                .filter(row -> holdOut.counts(row)[0] == 1)
                .forEach(row ->
                        plain[(int) row.example().targets()[0]] += row.example().weight());
        double[] expected = null;
        for (int parts : new int[] {1, 2, 3, 7}) {
            List<RowSurvey> surveys = new ArrayList<>();
            for (int part = 0; part < parts; part++) {
                int first = cells.firstOf(part, parts);
                int end = cells.firstOf(part + 1, parts);
                Iterator<EqualRows> own = rows.stream()
                        .filter(row -> cells.of(row.key()) >= first && cells.of(row.key()) < end)
                        .iterator();
                surveys.add(RowSurvey.of(own, holdOut, first, end, SHAPE));
            }
            double[] found = RowSurvey.all(surveys, SHAPE).total().weightOfClasses();
            expected = expected == null ? found : expected;
            assertThat(found).as("%d parts", parts).isEqualTo(expected);
        }
        for (int c = 0; c < 3; c++) {
            assertThat(expected[c]).isCloseTo(plain[c], org.assertj.core.api.Assertions.within(1e-9));
        }
    }

    private static final LaneLayout FOUR = new LaneLayout(new Lanes(4), 4, new Lanes(4));

    /** Packed rows keep their lane and position; only their weight changes. */
    @Test
    void onlyThePackedWeightsChange() {
        List<KeyedExample> rows = RandomRows.dealt(RandomRows.of(200, 4, 3, true, 5), 9, 0.3);
        ClassWeights weights = new ClassWeights(new float[] {1, 2, 0.25f});
        BlockPacker plain = new BlockPacker(rows.iterator(), FOUR, Scaling.NONE, SHAPE);
        BlockPacker weighed = new BlockPacker(
                rows.iterator(), FOUR, new RowTransforms(Scaling.NONE, weights, TargetScaling.NONE), SHAPE);
        while (plain.hasNext()) {
            Block a = plain.next();
            Block b = weighed.next();
            assertThat(b.lane()).isEqualTo(a.lane());
            assertThat(b.split()).isEqualTo(a.split());
            assertThat(b.features()).isEqualTo(a.features());
            assertThat(b.targets()).isEqualTo(a.targets());
            for (int r = 0; r < a.rows(); r++) {
                assertThat(b.weight(r)).isEqualTo(a.weight(r) * weights.byClass()[(int) a.targets()[r]]);
            }
        }
        assertThat(weighed.hasNext()).isFalse();
    }
}
