package org.thalweg.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.benchmarks.common.MarkdownTable;

class TrainerLinesTest {
    @TempDir
    private Path folder;

    @Test
    void linesOfATrainerAreItsVersionAndItsEpochs() throws NotMeasuredException {
        Measured measured = TrainerProcess.measured(
                List.of(
                        "{\"about\": \"some trainer 1.0\"}",
                        "{\"seconds\": 1.5}",
                        "{\"seconds\": 2, \"evaluation\": 0.25, \"loss\": 0.5, \"accuracy\": 0.75}"),
                9);
        assertThat(measured)
                .isEqualTo(new Measured("some trainer 1.0", List.of(Epoch.of(1.5), new Epoch(2, 0.25, 0.5, 0.75)), 9));
    }

    @Test
    void trainerThatIsNotThereSaysSo() {
        assertThatThrownBy(() -> TrainerProcess.measured(List.of("{\"notMeasured\": \"no such module\"}"), 1))
                .isInstanceOf(NotMeasuredException.class)
                .hasMessage("no such module");
        assertThatThrownBy(() -> TrainerProcess.measured(List.of("{\"about\": \"it\"}"), 1))
                .hasMessage("expected a line with the seconds of an epoch, found none");
        assertThatThrownBy(() -> TrainerProcess.measured(List.of("Killed"), 1))
                .hasMessage("expected a line of JSON, found Killed");
    }

    @Test
    void programThatIsNotInstalledIsNoFailure() {
        assertThatThrownBy(() -> new TrainerProcess(folder).train(List.of("no-such-program-here"), Map.of()))
                .isInstanceOf(NotMeasuredException.class)
                .hasMessageContaining("no-such-program-here");
    }

    @Test
    void otherIsAskedInPlaceOfATrainerThatIsNotThere() throws NotMeasuredException {
        Measured measured = new Measured("", List.of(Epoch.of(1)), 1);
        FirstAvailable trainer = new FirstAvailable(of("first", null), of("other", measured));
        assertThat(trainer.name()).isEqualTo("first");
        assertThat(trainer.train(null)).isSameAs(measured);
        assertThat(trainer.name()).isEqualTo("other");
        assertThatThrownBy(() -> new FirstAvailable(of("first", null), of("other", null)).train(null))
                .hasMessage("no first; and of other: no other");
    }

    private static PeerTrainer of(String name, Measured measured) {
        return new PeerTrainer() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Measured train(Request request) throws NotMeasuredException {
                if (measured == null) {
                    throw new NotMeasuredException("no " + name);
                }
                return measured;
            }
        };
    }

    @Test
    void historyOfLbfgsHasAsManyPassesAsItsIterationsTook() throws IOException {
        List<String> history = List.of(
                "{\"epoch\":1,\"rows\":300,\"seconds\":6.0}",
                "{\"epoch\":2,\"rows\":100,\"validationLoss\":0.5,\"validationAccuracy\":0.75,\"seconds\":1.0}");
        assertThat(ThalwegTrainer.epochs(history, 100))
                .containsExactly(Epoch.of(2), Epoch.of(2), Epoch.of(2), new Epoch(1, 0, 0.5, 0.75));
    }

    @Test
    void requestIsReadAsItWasWritten() throws IOException {
        RawRows train = RawRows.in(folder, "train");
        RawRows test = RawRows.in(folder, "test");
        Problem problem = new Problem("", 50, List.of(256, 128), 2, train, test, "", "");
        Request evaluated = new Request(problem, 256, 3, 7, 2, Optional.of(Goal.loss(0.13)));
        assertThat(RequestFile.read(RequestFile.write(evaluated, folder))).isEqualTo(evaluated);
        Request accuracy = new Request(problem, 256, 3, 7, 2, Optional.of(Goal.accuracy(0.98)));
        assertThat(RequestFile.read(RequestFile.write(accuracy, folder))).isEqualTo(accuracy);
    }

    @Test
    void rawRowsAreReadAsTheyWereWritten() {
        RawRows rows = RawRows.in(folder, "rows").write(10, 5, 2, (number, features) -> {
            features[0] = number;
            features[1] = -0.5f;
            return (int) number % 3;
        });
        assertThat(rows.count()).isEqualTo(5);
        assertThat(rows.features(1, 2, 2)).containsExactly(11, -0.5f, 12, -0.5f);
        assertThat(rows.labels(1, 3)).containsExactly(2, 0, 1);
    }

    @Test
    void tableIsMarkdown() {
        MarkdownTable table = new MarkdownTable("rows", "seconds");
        table.row("a|b", "1.00");
        assertThat(table).hasToString("| rows | seconds |\n|---|---|\n| a\\|b | 1.00 |\n");
        assertThatThrownBy(() -> table.row("alone")).isInstanceOf(IllegalArgumentException.class);
    }
}
