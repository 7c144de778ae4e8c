package org.thalweg.spark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.thalweg.model.Task;

/** Settings that a program gives: read like a job file's. */
class FitSettingsTest {
    private static Map<String, Object> settings(Object... more) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("task", "classification");
        all.put("data.label", "kind");
        all.put("network.hidden", List.of(8));
        for (int i = 0; i < more.length; i += 2) {
            all.put((String) more[i], more[i + 1]);
        }
        return all;
    }

    @Test
    void textsNumbersListsArraysAndMapsAreRead() {
        FitSettings read = FitSettings.ofDataFrame(settings(
                "network", Map.of("dropout", 0.5),
                "training.epochs", "7",
                "optimizer", Map.of("schedule", Map.of("type", "cosine"))));
        assertThat(read.task()).isEqualTo(Task.CLASSIFICATION);
        assertThat(read.network().hidden()).containsExactly(8);
        assertThat(read.network().dropout()).containsExactly(0.5);
        assertThat(read.training().epochsFor(10)).isEqualTo(7);
        assertThat(FitSettings.ofDataFrame(settings("network.hidden", new int[] {3, 4}))
                        .network()
                        .hidden())
                .containsExactly(3, 4);
        assertThat(read).isNotEqualTo(FitSettings.ofDataFrame(settings()));
    }

    @Test
    void infiniteNumberOfAProgramIsRefusedAsNotFinite() {
        assertThatThrownBy(() -> FitSettings.ofDataFrame(settings("training.averaging", Double.POSITIVE_INFINITY)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("training.averaging: expected a finite number from 0 to below 1, found Infinity");
    }

    @Test
    void typeOfAProgramMayStandAlone() {
        assertThat(FitSettings.ofDataFrame(settings("optimizer", "sgd")))
                .isEqualTo(FitSettings.ofDataFrame(settings("optimizer.type", "sgd")));
    }

    @Test
    void whatIsGivenTwiceIsRefusedWhateverTheOrder() {
        for (boolean turned : new boolean[] {false, true}) {
            Map<String, Object> twice = turned
                    ? settings("training", Map.of("epochs", 3), "training.epochs", 2)
                    : settings("training.epochs", 2, "training", Map.of("epochs", 3));
            assertThatThrownBy(() -> FitSettings.ofDataFrame(twice))
                    .isInstanceOf(SettingsException.class)
                    .hasMessage("settings: duplicate key training.epochs; it is given twice: keep one");
        }
    }

    @Test
    void keysWithoutANameAreRefused() {
        assertThatThrownBy(() -> FitSettings.ofDataFrame(settings("", 3, "training..epochs", 2)))
                .hasMessage("settings: expected keys such as training.epochs, found \"\"\n"
                        + "settings: expected keys such as training.epochs, found \"training..epochs\"");
    }

    @Test
    void rowsAtHandHaveNoFormat() {
        for (String key : List.of("format", "table", "path")) {
            String message = "data." + key + ": expected none for the rows of a DataFrame; remove it";
            assertThatThrownBy(() -> FitSettings.ofDataFrame(settings("data." + key, "csv")))
                    .isInstanceOf(SettingsException.class)
                    .hasMessage(message);
            assertThatThrownBy(() -> FitSettings.ofDataFrame(settings("data", Map.of(key, "csv"))))
                    .hasMessage(message);
        }
    }

    @Test
    void allFaultsAreReportedAtOnce() {
        assertThatThrownBy(() -> FitSettings.ofDataFrame(
                        settings("training.epochs", 0, "optimizer.learningRate", "fast", "sede", 7)))
                .isInstanceOfSatisfying(SettingsException.class, thrown -> assertThat(thrown.errors())
                        .hasSize(3));
    }
}
