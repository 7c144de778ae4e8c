package org.thalweg.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.thalweg.jobs.config.JobFileTexts.CSV;
import static org.thalweg.jobs.config.JobFileTexts.faults;
import static org.thalweg.jobs.config.JobFileTexts.read;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thalweg.spark.config.Purpose;
import org.thalweg.spark.config.SettingsException;

class YamlFaultsTest {
    private static final String INDENTATION = "; check the indentation (spaces, no tabs), the brackets and the quotes";

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# only a comment\n", "---\n", "null", "--- ~\n...\n"})
    void emptyFileIsReported(String yaml) {
        assertThat(faults(yaml))
                .singleElement()
                .asString()
                .endsWith("expected a job file's keys (task, data, network, model, …), found an empty file; begin with"
                        + " e.g. task: classification");
    }

    @Test
    void listOrWordInPlaceOfKeysIsReported() {
        assertThat(faults("# jobs\n- a\n"))
                .containsExactly(
                        "jobs/x.yaml, line 2: expected a job file's keys (task, data, network, model, …), found"
                                + " a list; begin with e.g. task: classification");
        assertThat(faults("train"))
                .containsExactly(
                        "jobs/x.yaml, line 1: expected a job file's keys (task, data, network, model, …), found"
                                + " train; begin with e.g. task: classification");
    }

    @Test
    void wrongSyntaxIsOneFaultOfOneLine() {
        assertThat(faults("a: [1, 2\nb: 3\n"))
                .containsExactly("jobs/x.yaml, line 2, column 2: expected YAML, found a mistake: expected ',' or ']',"
                        + " but got : (while parsing a flow sequence that begins on line 1)" + INDENTATION);
        assertThat(faults("a: b: c\n"))
                .containsExactly("jobs/x.yaml, line 1, column 5: expected YAML, found a mistake: mapping values are not"
                        + " allowed here" + INDENTATION);
        assertThat(faults("a: 1\n\tb: 2\n"))
                .containsExactly("jobs/x.yaml, line 2, column 1: expected YAML, found a mistake: found character"
                        + " '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation) (while"
                        + " scanning for the next token)" + INDENTATION);
        assertThat(faults("path: *.csv\n"))
                .containsExactly("jobs/x.yaml, line 1, column 8: expected YAML, found a mistake: unexpected character"
                        + " found . (while scanning an alias that begins on line 1); put quotes around text that"
                        + " starts with * or &");
    }

    @Test
    void duplicateKeyIsAFaultAmongOthers() {
        assertThat(faults(CSV + "seed: 1\noptimizer: { l2: 1 }\nseed: x\noptimizer: { l2: 2 }\nlos: 1\n"))
                .containsExactly(
                        "jobs/x.yaml, line 12: duplicate key seed; it stands on line 10 already: keep one",
                        "jobs/x.yaml, line 13: duplicate key optimizer; it stands on line 11 already: keep one",
                        "jobs/x.yaml, line 14: unknown key los; did you mean loss? known keys here: name, task, seed,"
                                + " data, network, loss, optimizer, training, checkpoint, model, initialModel, output,"
                                + " retrain");
    }

    @Test
    void tagsSecondDocumentsAndOddKeysAreRefused() {
        assertThat(faults(CSV + "seed: !!int 5\nname: !x y\n"))
                .containsExactly(
                        "jobs/x.yaml, line 10: seed: expected a value without a tag, found !!int; remove it",
                        "jobs/x.yaml, line 11: name: expected a value without a tag, found !x; remove it");
        assertThat(faults(CSV + "---\nseed: 1\n---\n"))
                .containsExactly("jobs/x.yaml, line 10: expected one YAML document, found a second one; keep one,"
                        + " without a line ---");
        assertThat(faults(CSV + "? [a]\n: 5\n")).containsExactly("jobs/x.yaml, line 10: expected a key, found a list");
        assertThat(faults(CSV + "optimizer:\n  '': 5\n"))
                .containsExactly("jobs/x.yaml, line 11: expected a key below optimizer, found nothing");
        assertThat(faults("%YAML 2.0\n---\na: 1\n"))
                .containsExactly("jobs/x.yaml: expected YAML 1.2, found another version after %YAML; remove that line");
    }

    @Test
    void aliasSharesItsAnchorsValue() {
        assertThat(read(CSV + "optimizer: { learningRate: &x 0.5, l2: *x }\n")
                        .optimizer()
                        .penalty()
                        .l2())
                .isEqualTo(0.5);
        assertThat(faults(CSV + "seed: *x\n"))
                .containsExactly(
                        "jobs/x.yaml, line 10: expected the alias *x of an anchor (&) further up, found no such"
                                + " anchor; quote text that starts with *");
        assertThat(faults("a: &x [*x]\n")).singleElement().asString().contains("found no such anchor");
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void hugeNestingAndExpansionAreHarmless() {
        String nested = "jobs/x.yaml, line 1: expected at most 32 levels of nesting, found more";
        assertThat(faults("[".repeat(200_000))).containsExactly(nested);
        assertThat(faults("- ".repeat(200_000))).containsExactly(nested);
        assertThat(faults("{a: ".repeat(200_000))).containsExactly(nested);

        StringBuilder laughs = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 60; i++) {
            laughs.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(faults(CSV + laughs)).hasSize(60).allMatch(fault -> fault.contains("unknown key a"));

        assertThat(faults("x".repeat((4 << 20) + 1)))
                .containsExactly("jobs/x.yaml: expected at most 4194304 characters, found 4194305");
    }

    /** A file of data that was given as a job file, for example. */
    @Test
    void onlyTheFirstHundredErrorsAreReported() {
        String keys = IntStream.range(0, 150).mapToObj(i -> "k" + i + ": 1\n").collect(Collectors.joining());
        assertThat(faults(CSV + keys))
                .hasSize(101)
                .allMatch(fault -> fault.contains("unknown key k") || fault.contains("errors"))
                .last()
                .asString()
                .endsWith(": expected at most 100 errors, found more; correct these first");
    }

    @Test
    void manyFaultsTakeNoMoreMemoryThanTheirFile() {
        String keys = IntStream.range(0, 5000).mapToObj(i -> "k" + i + ": 1\n").collect(Collectors.joining());
        String items = "network: { hidden: [" + "-1,".repeat(20_000) + "] }\n";
        JobFileFuzzTest.read(keys.getBytes(StandardCharsets.UTF_8));
        JobFileFuzzTest.read(items.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatTheEngineLetsSlipIsAFaultToo() {
        assertThat(faults("seed: 1\nname: \"\\UFFFFFFFF\"\n"))
                .containsExactly(
                        "jobs/x.yaml, line 2: expected YAML, found what cannot be read, here or soon after (For"
                                + " input string: \"FFFFFFFF\" under radix 16)");
    }

    @Test
    void controlCharacterIsReported() {
        assertThat(faults(CSV + "name: a\u0001b\n"))
                .containsExactly("jobs/x.yaml, line 10: expected text, found the control character U+0001; remove it");
    }

    @Test
    void bytesMustBeUtf8() {
        byte[] latin = (CSV + "name: café\n").getBytes(StandardCharsets.ISO_8859_1);
        byte[] wide = CSV.getBytes(StandardCharsets.UTF_16);
        byte[] good = ("\uFEFF" + CSV + "name: café\n").getBytes(StandardCharsets.UTF_8);
        byte[] cut = {'a', (byte) 0xC3};

        assertThatThrownBy(() -> readBytes(latin))
                .isInstanceOf(SettingsException.class)
                .hasMessage("jobs/x.yaml, line 10: expected text in UTF-8, found the byte 0xE9 at offset "
                        + (latin.length - 2) + "; save the file as UTF-8");
        assertThatThrownBy(() -> readBytes(wide))
                .hasMessage("jobs/x.yaml, line 1: expected text in UTF-8, found the byte 0xFE at offset 0; save the"
                        + " file as UTF-8");
        assertThatThrownBy(() -> readBytes(cut))
                .hasMessage("jobs/x.yaml, line 1: expected text in UTF-8, found the byte 0xC3 at offset 1; save the"
                        + " file as UTF-8");
        assertThat(readBytes(good).name()).isEqualTo("café");
    }

    private static JobFile readBytes(byte[] bytes) {
        return JobFileReader.read(bytes, "jobs/x.yaml", List.of(), Purpose.TRAIN);
    }
}
