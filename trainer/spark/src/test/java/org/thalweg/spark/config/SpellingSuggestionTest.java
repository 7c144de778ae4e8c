package org.thalweg.spark.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingSuggestionTest {
    private static final List<String> KNOWN =
            List.of("type", "learningRate", "l2", "clipNorm", "schedule", "beta1", "beta2", "initialisation", "csv");

    @ParameterizedTest
    @CsvSource({
        "learnigRate, learningRate",
        "learning_rate, learningRate",
        "LEARNINGRATE, learningRate",
        "learningrates, learningRate",
        "init, initialisation",
        "initialization, initialisation",
        "clip-norm, clipNorm",
        "beta3, beta1",
        "tpye, type",
        "cvs, csv"
    })
    void misspeltWordIsRecognised(String written, String meant) {
        assertThat(SpellingSuggestion.to(written, KNOWN)).contains(meant);
    }

    @Test
    void otherWordIsNotGuessedAt() {
        assertThat(SpellingSuggestion.to("momentum", KNOWN)).isEmpty();
        assertThat(SpellingSuggestion.to("x", KNOWN)).isEmpty();
        assertThat(SpellingSuggestion.to("", KNOWN)).isEmpty();
        assertThat(SpellingSuggestion.to("x".repeat(10_000), KNOWN)).isEmpty();
        assertThat(SpellingSuggestion.to("type", List.of())).isEmpty();
    }
}
