package org.thalweg.jobs.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.thalweg.jobs.session.Console;

/** {@code --help KEY} of the commands that take a job file. */
class HelpKeyTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private ExitCode run(String... arguments) {
        return ThalwegCommand.run(new Console(print(out), print(err), 0), arguments);
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream of) {
        return of.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aKeyIsExplained() {
        assertThat(run("train", "--help", "training.batchSize")).isEqualTo(ExitCode.DONE);
        assertThat(text(out))
                .startsWith("training.batchSize\n  what      Number of rows of a batch")
                .contains("  default   auto\n")
                .contains("  value     auto, full or a whole number of at least 1\n");
        assertThat(text(err)).isEmpty();
    }

    @Test
    void choicesAreExplainedToo() {
        assertThat(run("check", "-h", "optimizer.type")).isEqualTo(ExitCode.DONE);
        assertThat(text(out)).containsPattern("  adam +\\p{Lu}").containsPattern("  lbfgs +\\p{Lu}");
    }

    @Test
    void aKeyThatThereIsNotIsRefused() {
        assertThat(run("train", "--help", "bachSize")).isEqualTo(ExitCode.USAGE);
        assertThat(text(err))
                .isEqualTo("--help: expected a key of job files, found bachSize; did you mean training.batchSize?\n");
    }

    @Test
    void whatDependsOnAKeyIsThatOfItsSection() {
        assertThat(run("train", "--help", "checkpoint.everySteps")).isEqualTo(ExitCode.DONE);
        assertThat(text(out)).contains("  weights   the trained weights do not depend on this key\n");
        assertThat(run("train", "--help", "retrain.gate.margin")).isEqualTo(ExitCode.DONE);
        assertThat(text(out)).contains("or it decides which model serves\n");
    }

    @Test
    void aFormerNameIsRefusedWithTheNewOne() {
        assertThat(run("train", "--help", "retrain.checks.leastRows")).isEqualTo(ExitCode.USAGE);
        assertThat(text(err)).endsWith("its name is retrain.checks.minRows now\n");
    }

    @Test
    void anEmptyPathIsRefused() {
        assertThat(run("check", "")).isEqualTo(ExitCode.USAGE);
        assertThat(text(err))
                .isEqualTo("job file: expected a path, found an empty one; name a file, or leave it out\n");
    }

    @Test
    void helpAloneIsTheCommands() {
        assertThat(run("train", "--help")).isEqualTo(ExitCode.DONE);
        assertThat(text(out)).contains("Usage: thalweg train");
        assertThat(run("models", "--help")).isEqualTo(ExitCode.DONE);
    }
}
