package org.thalweg.jobs.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.json.JsonObject;
import org.thalweg.spark.config.Columns;
import org.thalweg.spark.config.DataSource;
import org.thalweg.spark.table.DataException;

class NewFilesTest {
    @TempDir
    Path folder;

    private DataSource.InFiles source(String path) {
        return new DataSource.Csv(
                List.of(folder.resolve(path).toString()),
                true,
                ',',
                new Columns(List.of(), List.of(), Optional.empty()));
    }

    private final List<String> warnings = new ArrayList<>();

    private Optional<Arrivals> find(Optional<Watermark> learned) {
        return new NewFiles(source("*.csv"), learned, new Configuration(), warnings::add).find();
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static List<String> names(DataSource source) {
        return ((DataSource.InFiles) source)
                .paths().stream()
                        .map(path -> path.substring(path.lastIndexOf('/') + 1))
                        .toList();
    }

    /** As the log bears it. */
    private static Optional<Watermark> kept(Arrivals arrivals) {
        byte[] bytes = JsonObject.bytes(arrivals.seen().json());
        return Optional.of(Watermark.of(JsonObject.parse(bytes, "log")));
    }

    @Test
    void whatHasNotBeenSeenIsNew() throws IOException {
        write("a.csv", "x\n1\n");
        write("b.csv", "x\n2\n");
        write(".hidden.csv", "x\n3\n");
        Arrivals first = find(Optional.empty()).orElseThrow();
        assertThat(names(first.source())).containsExactly("a.csv", "b.csv");
        assertThat(first.earlier()).isEmpty();
        assertThat(find(kept(first))).isEmpty();

        write("c.csv", "x\n4\n");
        Arrivals second = find(kept(first)).orElseThrow();
        assertThat(names(second.source())).containsExactly("c.csv");
        assertThat(names(second.earlier().orElseThrow())).containsExactly("a.csv", "b.csv");
        assertThat(second.reports())
                .singleElement()
                .asString()
                .matches("file:.*/c\\.csv \\(4 bytes, SHA-256 [0-9a-f]{64}\\)");
        assertThat(kept(second).orElseThrow()).isEqualTo(second.seen());
    }

    @Test
    void contentCountsAndNeitherNameNorTime() throws IOException {
        Path a = write("a.csv", "x\n1\n");
        Arrivals first = find(Optional.empty()).orElseThrow();
        Files.setLastModifiedTime(a, FileTime.fromMillis(5_000));
        assertThat(find(kept(first))).as("touched").isEmpty();
        Files.move(a, folder.resolve("renamed.csv"));
        assertThat(find(kept(first))).as("renamed").isEmpty();
        write("twin-1.csv", "x\n9\n");
        write("twin-2.csv", "x\n9\n");
        Arrivals twins = find(kept(first)).orElseThrow();
        assertThat(names(twins.source())).containsExactly("twin-1.csv");
        assertThat(warnings)
                .anyMatch(warning -> warning.contains(
                        "twin-2.csv: expected new rows, found the content of a file that has" + " been seen (file:"))
                .anyMatch(warning -> warning.contains("renamed.csv: expected new rows"));
        assertThat(twins.seen().covers(first.seen())).isTrue();
        assertThat(first.seen().covers(twins.seen())).isFalse();
    }

    @Test
    void aContentKeepsTheNightInWhichItCame() throws IOException {
        Path a = write("a.csv", "x\n1\n");
        Optional<Watermark> learned = kept(find(Optional.empty()).orElseThrow());
        Files.move(a, folder.resolve("renamed.csv"));
        write("b.csv", "x\n2\n");
        learned = kept(find(learned).orElseThrow());
        write("a.csv", "x\n3\n");
        write("copy.csv", "x\n2\n");
        Arrivals third = find(learned).orElseThrow();
        assertThat(third.night()).isEqualTo(3);
        assertThat(((Watermark.Files) third.seen())
                        .files().entrySet().stream()
                                .map(file ->
                                        file.getKey().substring(file.getKey().lastIndexOf('/') + 1) + ":"
                                                + file.getValue().night()))
                .containsExactly("a.csv:3", "b.csv:2", "copy.csv:2", "renamed.csv:1");
    }

    @Test
    void aFileWithOtherContentIsNewAgainAndToldOf() throws IOException {
        write("a.csv", "x\n1\n");
        Arrivals first = find(Optional.empty()).orElseThrow();
        write("a.csv", "x\n1\n2\n");
        Arrivals changed = find(kept(first)).orElseThrow();
        assertThat(names(changed.source())).containsExactly("a.csv");
        assertThat(warnings)
                .singleElement()
                .asString()
                .endsWith("a.csv: was learned with another content; all its rows are taken for new");
    }

    @Test
    void namesAreTakenAtTheirWord() throws IOException {
        write("[a]{b}*.csv", "x\n1\n");
        write("a.csv", "x\n2\n");
        Arrivals first = find(Optional.empty()).orElseThrow();
        assertThat(((DataSource.InFiles) first.source()).paths())
                .anyMatch(path -> path.endsWith("\\[a\\]\\{b\\}\\*.csv"));
    }

    @Test
    void whereThereIsNoFileThatIsToldAndNotTakenForNothingNew() {
        assertThatThrownBy(() ->
                        new NewFiles(source("none/*.csv"), Optional.empty(), new Configuration(), warnings::add).find())
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("data.path: expected files, found none at ");
    }
}
