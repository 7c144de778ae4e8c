package org.thalweg.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.thalweg.spark.config.Key;
import org.thalweg.spark.config.KeyPage;

/** What is declared of each key, and the page that is made of it. */
class ReferenceTest {
    private static final Path MODULE =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath();

    /** To write the page again: copy the file that the message names. */
    @Test
    void pageIsWhatTheDeclarationsSay() throws IOException {
        Path made = Files.writeString(MODULE.resolve("target/REFERENCE.md"), Reference.page());
        Path page = MODULE.resolve("REFERENCE.md");
        assertThat(Files.exists(page) ? Files.readString(page) : "")
                .as("copy " + made + " to " + page)
                .isEqualTo(Reference.page());
    }

    @Test
    void everyKeySaysWhatItIsAndHasAnExample() {
        KeyPage keys = Reference.keys();
        assertThat(keys.paths()).hasSizeGreaterThan(100);
        List<String> incomplete = keys.paths().stream()
                .filter(path -> keys.keys(path).stream().anyMatch(ReferenceTest::isIncomplete))
                .toList();
        assertThat(incomplete).isEmpty();
    }

    private static boolean isIncomplete(Key<?> key) {
        return !key.meaning().matches("(?s)(\\p{Lu}|[α-ω][₁₂]?, ).*\\.")
                || key.exampleText().isBlank() && key.type().groups().isEmpty();
    }

    @Test
    void aKeyIsPrintedWithAllThatIsDeclaredOfIt() {
        assertThat(Reference.of("data.separator"))
                .isEqualTo(
                        """
                        data.separator
                          what      The character between the values of a line. Write tab for a tab character.
                          value     one character (no quote, no line break) or tab
                          default   ,
                          only      with format csv
                          example   data.separator: ";"
                          weights   the trained weights depend on this key only through the training rows, or it decides which model serves
                        """);
        assertThat(Reference.of("data.validation.by")).contains("data.validation.by: [customer]", "by: date");
        assertThat(Reference.of("training.earlyStopping")).contains("below     metric, patience, minDelta");
    }

    @Test
    void aKeyThatThereIsNotIsRefusedWithTheNearest() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Reference.of("epochs"))
                .withMessage("expected a key of job files, found epochs; did you mean training.epochs?");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Reference.of("traning.epochs"))
                .withMessageEndingWith("did you mean training.epochs?");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Reference.of("xyzzy"))
                .withMessageEndingWith("the sections are name, task, seed, data, network, loss, optimizer, training,"
                        + " checkpoint, model, initialModel, output, retrain");
    }
}
