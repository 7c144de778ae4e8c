package org.thalweg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowSurveyTest {
    private static final int INPUTS = 4;
    private static final RowShape SHAPE = RowShape.dense(INPUTS, 1);
    private static final HoldOut HELD_OUT = HoldOut.ofRows(0.25);
    private static final Lanes CELLS = RowSurvey.cells(SHAPE);

    private static RowSurvey survey(List<EqualRows> sorted, int first, int end) {
        return RowSurvey.of(
                sorted.stream()
                        .filter(row -> CELLS.of(row.key()) >= first && CELLS.of(row.key()) < end)
                        .iterator(),
                HELD_OUT,
                first,
                end,
                SHAPE);
    }

    private static List<RowSurvey> cut(List<EqualRows> sorted, int parts) {
        List<RowSurvey> surveys = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            surveys.add(survey(sorted, CELLS.firstOf(part, parts), CELLS.firstOf(part + 1, parts)));
        }
        return surveys;
    }

    private static List<EqualRows> rows(int count) {
        List<Example> rows = RandomRows.of(count, INPUTS, 2, true, 3);
        rows.addAll(RandomRows.of(count / 3, INPUTS, 2, true, 3));
        return RandomRows.equal(rows, 12);
    }

    /** 20 rows in 2¹⁴ cells leave most of them empty. */
    @Test
    void anyCutIntoPartsGivesTheSameBits() {
        for (int rows : new int[] {0, 1, 20, 3000}) {
            List<EqualRows> sorted = rows(rows);
            RowSurvey whole = RowSurvey.all(List.of(survey(sorted, 0, CELLS.count())), SHAPE);
            assertThat(whole.all()).isEqualTo(rows + rows / 3);
            for (int parts : new int[] {2, 3, 5, 7, 64, 100}) {
                List<RowSurvey> surveys = cut(sorted, parts);
                Collections.reverse(surveys);
                int middle = parts / 2;
                RowSurvey all = RowSurvey.all(
                        parts % 2 == 0
                                ? surveys
                                : List.of(
                                        RowSurvey.merged(surveys.subList(middle, parts)),
                                        RowSurvey.merged(surveys.subList(0, middle))),
                        SHAPE);
                assertThat(all.rows()).isEqualTo(whole.rows());
                assertThat(all.numbers()).isEqualTo(whole.numbers());
                assertThat(all.content()).isEqualTo(whole.content());
                assertThat(all.total())
                        .as("%d rows in %d parts", rows, parts)
                        .usingRecursiveComparison()
                        .isEqualTo(whole.total());
            }
        }
    }

    @Test
    void copiesAreCountedAndStatisticsAreOfTrainingRowsAlone() {
        List<EqualRows> sorted = rows(600);
        RowSurvey all = RowSurvey.all(cut(sorted, 3), SHAPE);
        long[] counts = new long[3];
        FeatureStatistics expected = new FeatureStatistics(INPUTS);
        for (EqualRows rows : sorted) {
            long[] of = HELD_OUT.counts(rows);
            counts[0] += of[0];
            counts[1] += of[1];
            for (long copy = 0; copy < of[0]; copy++) {
                expected.add(rows.example());
            }
        }
        assertThat(all.rows()).isEqualTo(counts);
        assertThat(all.training()).isEqualTo(counts[0]);
        assertThat(all.heldOut()).isEqualTo(counts[1]).isPositive();
        assertThat(all.total().rows()).isEqualTo(all.training());
        assertThat(all.bytes(Split.TRAINING)).isEqualTo(4L * (INPUTS + 2) * counts[0]);
        for (int i = 0; i < INPUTS; i++) {
            assertThat(all.total().minimum(i)).isEqualTo(expected.minimum(i));
            assertThat(all.total().mean(i)).isCloseTo(expected.mean(i), within(1e-12));
            assertThat(all.total().deviation(i)).isCloseTo(expected.deviation(i), within(1e-12));
        }
    }

    /** A resumed run rejects different rows. */
    @Test
    void contentChangesWithEveryRowItsCountAndItsSide() {
        List<Example> rows = RandomRows.of(40, INPUTS, 2, true, 3);
        RowContent whole = content(rows, HELD_OUT);
        List<Example> more = new ArrayList<>(rows);
        more.add(rows.get(7));
        assertThat(content(more, HELD_OUT)).isNotEqualTo(whole);
        assertThat(content(rows.subList(1, 40), HELD_OUT)).isNotEqualTo(whole);
        assertThat(content(rows, HoldOut.NONE)).isNotEqualTo(whole);
        List<Example> turned = new ArrayList<>(rows);
        Collections.reverse(turned);
        assertThat(content(turned, HELD_OUT)).isEqualTo(whole);
    }

    private static RowContent content(List<Example> rows, HoldOut holdOut) {
        return RowSurvey.of(RandomRows.equal(rows, 1).iterator(), holdOut, 0, CELLS.count(), SHAPE)
                .content();
    }

    @Test
    void wideRowsHaveFewerCells() {
        assertThat(RowSurvey.cells(RowShape.dense(1, 1)).count()).isEqualTo(RowSurvey.MAX_CELLS);
        assertThat(RowSurvey.cells(RowShape.dense(1 << 14, 1)).count()).isEqualTo(1 << 12);
        assertThat(RowSurvey.cells(RowShape.dense(1 << 24, 1)).count()).isEqualTo(1 << 10);
    }

    @Test
    void surveysAreNotChangedByTheirSum() {
        List<EqualRows> sorted = rows(300);
        List<RowSurvey> parts = cut(sorted, 5);
        FeatureStatistics first = RowSurvey.all(parts, SHAPE).total();
        assertThat(RowSurvey.all(parts, SHAPE).total())
                .usingRecursiveComparison()
                .isEqualTo(first);
        assertThat(parts).usingRecursiveComparison().isEqualTo(cut(sorted, 5));
    }

    @Test
    void missingOrDoublePartIsRefused() {
        List<EqualRows> sorted = rows(100);
        List<RowSurvey> missing = cut(sorted, 3).subList(0, 2);
        assertThatThrownBy(() -> RowSurvey.all(missing, SHAPE)).isInstanceOf(IllegalStateException.class);
        List<RowSurvey> twice = new ArrayList<>(cut(sorted, 3));
        twice.add(cut(sorted, 3).get(1));
        assertThatThrownBy(() -> RowSurvey.all(twice, SHAPE)).isInstanceOf(IllegalStateException.class);
        RowSurvey part = cut(sorted, 3).get(1);
        assertThatThrownBy(part::total)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("of all cells");
    }
}
