package org.thalweg.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.thalweg.data.FeatureColumn.Hashed;
import org.thalweg.data.FeatureColumn.Numeric;
import org.thalweg.data.FeatureColumn.OneHot;

class EncodingSurveyTest {
    private static final List<FeatureColumn> PLANNED = List.of(
            new OneHot("size", List.of(), false),
            new OneHot("color", List.of(), false),
            new Numeric("age", 1, List.of()),
            new Numeric("pair", 2, List.of()),
            new Hashed("city", 8));

    private static EncodingSurvey survey(boolean fillsMissing, Object[]... rows) {
        EncodingSurvey survey = new EncodingSurvey(new FeatureEncoding(PLANNED, fillsMissing));
        for (Object[] row : rows) {
            for (int c = 0; c < row.length; c++) {
                survey.add(c, row[c]);
            }
        }
        return survey;
    }

    private static Object[] row(Object... cells) {
        return cells;
    }

    @Test
    void categoriesAreOrderedAsNumbersOrAsTexts() {
        EncodingSurvey survey = survey(
                false,
                row(10, "red", 1, new float[2], "Rome"),
                row("9", "Blue", 1, new float[2], "Rome"),
                row(10.0, "7", 1, new float[2], "Rome"));
        assertThat(survey.encoding())
                .isEqualTo(new FeatureEncoding(
                        List.of(
                                new OneHot("size", List.of("9", "10"), false),
                                new OneHot("color", List.of("7", "Blue", "red"), false),
                                PLANNED.get(2),
                                PLANNED.get(3),
                                PLANNED.get(4)),
                        false));
    }

    @Test
    void columnsThatLackValuesAreFound() {
        FeatureEncoding found = survey(
                        true,
                        row(1, "red", 1, new double[] {1, 2}, null),
                        row(2, null, "nan", new double[] {1, Double.NaN}, "Rome"))
                .encoding();
        assertThat(found.inputNames().subList(0, 9))
                .containsExactly(
                        "size=1",
                        "size=2",
                        "color=red",
                        "color is missing",
                        "age",
                        "age is missing",
                        "pair[0]",
                        "pair[1]",
                        "pair[1] is missing");
        assertThat(found.inputs()).isEqualTo(9 + 8);
    }

    @Test
    void surveysOfPartsMakeTheSurveyOfAll() {
        Object[][] rows = {
            row(3, "a", 1, new double[2], "x"),
            row(1, null, null, new double[2], null),
            row(2, "c", 1, null, "x"),
            row(2, "b", 1, new double[2], "x")
        };
        FeatureEncoding all = survey(true, rows).encoding();
        for (int cut = 0; cut <= rows.length; cut++) {
            EncodingSurvey merged = survey(true);
            survey(true, java.util.Arrays.copyOfRange(rows, cut, 4)).findings().forEach(merged::add);
            survey(true, java.util.Arrays.copyOf(rows, cut)).findings().forEach(merged::add);
            assertThat(merged.encoding()).isEqualTo(all);
        }
    }

    @Test
    void cellsThatMayNotBeAreRefused() {
        assertThatThrownBy(() -> survey(false, row(1, null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a category, found nothing");
        assertThatThrownBy(() -> survey(true, row(1, "a", "old")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a number, found \"old\"");
    }

    @Test
    void moreCategoriesThanAreTakenApartAreNotKept() {
        EncodingSurvey survey = survey(false);
        for (int i = 0; i < OneHot.MAX_CATEGORIES; i++) {
            survey.add(0, i);
        }
        assertThat(survey.hasTooMany(0)).isFalse();
        for (int i = 0; i < 5; i++) {
            survey.add(0, -1 - i);
        }
        assertThat(survey.hasTooMany(0)).isTrue();
        assertThat(survey.findings()).hasSize(OneHot.MAX_CATEGORIES + 1);
    }

    @Test
    void onlyWhatRowsTellNeedsASurvey() {
        List<FeatureColumn> known = List.of(PLANNED.get(2), PLANNED.get(4));
        assertThat(EncodingSurvey.isNeeded(new FeatureEncoding(known, false))).isFalse();
        assertThat(EncodingSurvey.isNeeded(new FeatureEncoding(known, true))).isTrue();
        assertThat(EncodingSurvey.isNeeded(new FeatureEncoding(PLANNED, false))).isTrue();
    }
}
