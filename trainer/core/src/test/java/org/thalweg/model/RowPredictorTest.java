package org.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.thalweg.data.FeatureColumn;
import org.thalweg.data.FeatureEncoding;
import org.thalweg.data.FeatureStatistics;
import org.thalweg.data.RowNotes;
import org.thalweg.data.Scaling;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;

/** Predictions from raw rows, and reports of unknown categories and missing values. */
class RowPredictorTest {
    private final Model model = ModelExamples.encoded();
    private final RowPredictor predictor = model.rowPredictor();
    private static final float[] PAIR = {1, 2};

    @Test
    void answersAsItsEncoderAndPredictorDo() {
        float[] inputs = model.description().encoding().orElseThrow().encoder().inputs(0.5, "3", "Rome", PAIR);
        RowPrediction answer = predictor.predict(0.5, "3", "Rome", PAIR);
        assertThat(answer.prediction()).isEqualTo(model.predictor().predict(inputs));
        assertThat(answer.notes()).isSameAs(RowNotes.NONE);
        assertThat(predictor.columns()).containsExactly("age", "colör", "city", "pair");
    }

    @Test
    void whatItDoesNotKnowAndWhatIsMissingIsNamedAndCounted() {
        RowPrediction answer = predictor.predict(null, "mauve", "never seen", new float[] {1, Float.NaN});
        assertThat(answer.notes().unknown()).containsExactly(Map.entry("colör", "mauve"));
        assertThat(answer.notes().missing()).containsExactly("age", "pair");
        assertThat(answer.notes().isEmpty()).isFalse();
        predictor.predict(1, "mauve", null, PAIR);
        predictor.predict(1, 3, "Rome", PAIR);
        assertThat(predictor.rows()).isEqualTo(3);
        assertThat(predictor.unknownRows()).isEqualTo(Map.of("colör", 2L));
        assertThat(predictor.missingRows()).isEqualTo(Map.of("age", 1L, "city", 1L, "pair", 1L));
    }

    @Test
    void cellsMayBearTheirNames() {
        Map<String, Object> row = new HashMap<>(Map.of("city", "Rome", "pair", List.of(1, 2), "colör", "3"));
        assertThat(predictor.predict(row)).isEqualTo(predictor.predict(null, "3", "Rome", PAIR));
        row.put("colour", "red");
        assertThatThrownBy(() -> predictor.predict(row))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("row: expected the columns [age, colör, city, pair], found [colour]; leave out columns that"
                        + " the model does not read");
    }

    @Test
    void batchIsItsRowsAndNamesTheRowOfAFault() {
        List<Object[]> rows = IntStream.range(0, 100)
                .mapToObj(i -> new Object[] {i % 3 == 0 ? null : i, i % 5 == 0 ? "new" : "3", "c" + i, PAIR})
                .toList();
        List<RowPrediction> all = predictor.predictAll(rows);
        for (int i = 0; i < 100; i++) {
            assertThat(all.get(i)).isEqualTo(predictor.predict(rows.get(i)));
        }
        assertThat(predictor.predictAll(List.of())).isEmpty();
        assertThatThrownBy(() -> predictor.predictAll(List.of(rows.get(0), new Object[] {1, "3", "Rome", "wide"})))
                .hasMessage("row 1: pair: expected 2 numbers, found 1");
        assertThatThrownBy(() -> predictor.predict(1, "3", "Rome", "wide"))
                .hasMessage("pair: expected 2 numbers, found 1");
        assertThatThrownBy(() -> predictor.predict(1, "3"))
                .hasMessage("row: expected 4 cells ([age, colör, city, pair]), found 2");
    }

    @Test
    void modelOfNumbersTakesNumbers() {
        RowPredictor ofNumbers = ModelExamples.full().rowPredictor();
        float[] row = {1, -2, 0.5f, 3};
        assertThat(ofNumbers.predict("1", -2, 0.5, 3L).prediction())
                .isEqualTo(ModelExamples.full().predictor().predict(row));
        assertThatThrownBy(() -> ofNumbers.predict(1, null, 2, 3))
                .hasMessage("länge: expected a number, found nothing");
    }

    @Test
    void sparseNetworkAnswersTheSame() {
        FeatureEncoding encoding = new FeatureEncoding(
                List.of(
                        new FeatureColumn.Numeric("age", 1, List.of()),
                        new FeatureColumn.OneHot("kind", List.of("a", "b"), false),
                        new FeatureColumn.Hashed("city", 500)),
                false);
        Network dense = Network.of(encoding.inputs(), List.of(4), Activation.TANH, 2, Activation.SOFTMAX);
        FeatureStatistics statistics = ModelExamples.statistics(encoding.inputs());
        ModelDescription description = ModelDescription.classification(
                        "0.1.0", dense.withSparse(true), Loss.CROSS_ENTROPY, List.of("x", "y"))
                .withEncoding(encoding);
        Model sparse = Model.of(description, ModelExamples.parameters(dense, 7), Scaling.NONE, statistics);
        RowPredictor rows = sparse.rowPredictor();
        RowPrediction answer = rows.predict(3, "c", "Rome");
        assertThat(answer.prediction())
                .isEqualTo(sparse.predictor().predict(encoding.encoder().inputs(3, "c", "Rome")));
        assertThat(answer.notes().unknown()).isEqualTo(Map.of("kind", "c"));
        assertThatThrownBy(() -> rows.predict(3, null, "Rome")).hasMessage("kind: expected a category, found nothing");
        assertThat(rows.missingRows()).isEmpty();
    }
}
