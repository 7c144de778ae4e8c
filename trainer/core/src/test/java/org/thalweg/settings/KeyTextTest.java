package org.thalweg.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyTextTest {
    private static final String TEXT = KeyText.of("data.label") + ": expected a column, found none; check "
            + KeyText.of("data.label") + " and " + KeyText.of("data.path");

    @Test
    void plainTextHasPathsAndNoMarks() {
        assertThat(KeyText.plain(TEXT))
                .isEqualTo("data.label: expected a column, found none; check data.label and data.path");
    }

    @Test
    void eachFrontEndPutsInItsOwnNames() {
        Map<String, String> names = Map.of("data.label", "labelCol ($1)");
        assertThat(KeyText.named(TEXT, key -> names.getOrDefault(key, key)))
                .isEqualTo("labelCol ($1): expected a column, found none; check labelCol ($1) and data.path");
    }

    @Test
    void textWithoutMarksStaysAsItIs() {
        assertThat(KeyText.plain("nothing: expected $1, found \\")).isEqualTo("nothing: expected $1, found \\");
    }
}
