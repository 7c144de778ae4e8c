package org.thalweg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowSurveyTest {
    private static final int INPUTS = 4;
    private static final double HELD_OUT = 0.25;

    private static RowSurvey survey(List<KeyedExample> sorted, Lanes lanes, int first, int end) {
        return RowSurvey.of(
                sorted.stream()
                        .filter(row -> lanes.of(row.key()) >= first && lanes.of(row.key()) < end)
                        .iterator(),
                lanes,
                first,
                end,
                HELD_OUT,
                RowShape.dense(INPUTS, 1));
    }

    private static List<RowSurvey> cut(List<KeyedExample> sorted, Lanes lanes, int parts) {
        List<RowSurvey> surveys = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            surveys.add(survey(sorted, lanes, lanes.firstOf(part, parts), lanes.firstOf(part + 1, parts)));
        }
        return surveys;
    }

    /** 20 rows in 64 lanes leave most lanes empty. */
    @Test
    void anyCutIntoPartsGivesTheSameBits() {
        for (int rows : new int[] {0, 1, 20, 3000}) {
            List<KeyedExample> sorted = RandomRows.sorted(RandomRows.of(rows, INPUTS, 2, true, 3), 12);
            Lanes lanes = new Lanes(64);
            RowSurvey whole = RowSurvey.all(List.of(survey(sorted, lanes, 0, 64)), lanes);
            assertThat(whole.training() + whole.heldOut()).isEqualTo(rows);
            for (int parts : new int[] {2, 3, 5, 7, 64, 100}) {
                List<RowSurvey> surveys = cut(sorted, lanes, parts);
                Collections.reverse(surveys);
                RowSurvey all = RowSurvey.all(surveys, lanes);
                assertThat(all.trainingRows()).isEqualTo(whole.trainingRows());
                assertThat(all.heldOutRows()).isEqualTo(whole.heldOutRows());
                assertThat(all.total())
                        .as("%d rows in %d parts", rows, parts)
                        .usingRecursiveComparison()
                        .isEqualTo(whole.total());
            }
        }
    }

    @Test
    void rowsAreCountedByLaneAndStatisticsAreOfTrainingRowsAlone() {
        List<KeyedExample> sorted = RandomRows.sorted(RandomRows.of(500, INPUTS, 2, true, 4), 13);
        Lanes lanes = new Lanes(8);
        RowSurvey all = RowSurvey.all(cut(sorted, lanes, 3), lanes);
        long[] training = new long[8];
        long[] heldOut = new long[8];
        FeatureStatistics expected = new FeatureStatistics(INPUTS);
        for (KeyedExample row : sorted) {
            boolean out = row.isHeldOut(HELD_OUT);
            (out ? heldOut : training)[lanes.of(row.key())]++;
            if (!out) {
                expected.add(row.example());
            }
        }
        assertThat(all.trainingRows()).isEqualTo(training);
        assertThat(all.heldOutRows()).isEqualTo(heldOut);
        assertThat(all.total().rows()).isEqualTo(all.training());
        for (int i = 0; i < INPUTS; i++) {
            assertThat(all.total().minimum(i)).isEqualTo(expected.minimum(i));
            assertThat(all.total().mean(i)).isCloseTo(expected.mean(i), org.assertj.core.api.Assertions.within(1e-12));
        }
    }

    @Test
    void surveysAreNotChangedByTheirSum() {
        List<KeyedExample> sorted = RandomRows.sorted(RandomRows.of(300, INPUTS, 2, true, 4), 13);
        Lanes lanes = new Lanes(8);
        List<RowSurvey> parts = cut(sorted, lanes, 5);
        FeatureStatistics first = RowSurvey.all(parts, lanes).total();
        assertThat(RowSurvey.all(parts, lanes).total())
                .usingRecursiveComparison()
                .isEqualTo(first);
        assertThat(parts).usingRecursiveComparison().isEqualTo(cut(sorted, lanes, 5));
    }

    @Test
    void missingOrDoublePartIsRefused() {
        List<KeyedExample> sorted = RandomRows.sorted(RandomRows.of(100, INPUTS, 2, false, 5), 14);
        Lanes lanes = new Lanes(8);
        List<RowSurvey> missing = cut(sorted, lanes, 3).subList(0, 2);
        assertThatThrownBy(() -> RowSurvey.all(missing, lanes)).isInstanceOf(IllegalStateException.class);
        List<RowSurvey> twice = new ArrayList<>(cut(sorted, lanes, 3));
        twice.add(cut(sorted, lanes, 3).get(1));
        assertThatThrownBy(() -> RowSurvey.all(twice, lanes)).isInstanceOf(IllegalStateException.class);
        RowSurvey part = cut(sorted, lanes, 3).get(1);
        assertThatThrownBy(part::total)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("of all lanes");
    }
}
