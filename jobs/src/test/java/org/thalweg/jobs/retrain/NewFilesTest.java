package org.thalweg.jobs.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.json.JsonObject;
import org.thalweg.jobs.store.ModelStore;
import org.thalweg.jobs.store.StoredLists;
import org.thalweg.spark.FaultyFiles;
import org.thalweg.spark.LocalSpark;
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

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = LocalSpark.session();
    }

    @AfterAll
    static void stop() {
        LocalSpark.end(spark);
    }

    private final List<String> warnings = new ArrayList<>();

    private Optional<NewData> find(Optional<Watermark> learned) {
        return find(source("*.csv"), learned, false);
    }

    private Optional<NewData> find(DataSource.InFiles source, Optional<Watermark> learned, boolean quick) {
        return find(source, learned, quick, new Configuration());
    }

    private Optional<NewData> find(
            DataSource.InFiles source, Optional<Watermark> learned, boolean quick, Configuration hadoop) {
        return new NewFiles(source, learned, hadoop, new FileHashing(spark), quick, warnings::add).find();
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
    private Optional<Watermark> kept(NewData newData) {
        StoredLists lists = ModelStore.writing(folder.resolve("store").toString(), new Configuration())
                .lists();
        byte[] bytes = JsonObject.bytes(newData.seen().json(lists));
        return Optional.of(Watermark.of(JsonObject.parse(bytes, "log"), lists));
    }

    private void rewrite(Path file, String text, long modified) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.fromMillis(modified));
    }

    @Test
    void quickSparesFilesOfKnownLengthAndTimeOnceTheyAreSettled() throws IOException {
        Path a = write("a.csv", "x\n1\n");
        rewrite(a, "x\n1\n", 5_000);
        Optional<Watermark> learned = kept(find(Optional.empty()).orElseThrow());
        rewrite(a, "x\n2\n", 5_000);
        assertThat(find(source("*.csv"), learned, true)).as("not read").isEmpty();
        assertThat(find(source("*.csv"), learned, false)).as("read").isPresent();

        long now = Files.getLastModifiedTime(write("b.csv", "x\n3\n")).toMillis();
        learned = kept(find(source("b.csv"), Optional.empty(), true).orElseThrow());
        rewrite(folder.resolve("b.csv"), "x\n4\n", now);
        assertThat(find(source("b.csv"), learned, true))
                .as("was written to just before it was listed")
                .isPresent();
    }

    @Test
    void manyFilesAreHashedInSeveralTasksEachByItsOwnContent() throws IOException {
        int files = 1203;
        for (int i = 0; i < files; i++) {
            write(String.format("%04d.csv", i), "x\n" + i + "\n");
        }
        NewData first = find(Optional.empty()).orElseThrow();
        assertThat(first.files()).hasSize(files);
        assertThat(find(kept(first))).isEmpty();
        Files.move(folder.resolve("0700.csv"), folder.resolve("9999.csv"));
        write("0300.csv", "x\nother\n");
        assertThat(names(find(kept(first)).orElseThrow().source())).containsExactly("0300.csv");
    }

    @Test
    void fileThatCannotBeReadIsNamed() throws IOException {
        write("a.csv", "x\n1\n");
        write("b.csv", "x\n2\n");
        FaultyFiles.before(FaultyFiles.Operation.OPEN, "b.csv"::equals, 1, () -> {
            throw new UncheckedIOException(new IOException("a damaged sector of b.csv"));
        });
        assertThatThrownBy(() -> find(source("*.csv"), Optional.empty(), false, FaultyFiles.settings()))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("data.path: expected files that can be read, found ")
                .hasMessageContaining("a damaged sector of b.csv");
    }

    @Test
    void onlyContentCounts() throws IOException {
        write("a.csv", "x\n1\n");
        Files.write(folder.resolve(".a.csv.crc"), new byte[] {'c', 'r', 'c', 0, 0, 0, 2, 0, 1, 2, 3, 4});
        assertThat(names(find(Optional.empty()).orElseThrow().source())).containsExactly("a.csv");
    }

    @Test
    void whatHasNotBeenSeenIsNew() throws IOException {
        write("a.csv", "x\n1\n");
        write("b.csv", "x\n2\n");
        write(".hidden.csv", "x\n3\n");
        NewData first = find(Optional.empty()).orElseThrow();
        assertThat(names(first.source())).containsExactly("a.csv", "b.csv");
        assertThat(first.earlier()).isEmpty();
        assertThat(find(kept(first))).isEmpty();

        write("c.csv", "x\n4\n");
        NewData second = find(kept(first)).orElseThrow();
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
        NewData first = find(Optional.empty()).orElseThrow();
        Files.setLastModifiedTime(a, FileTime.fromMillis(5_000));
        assertThat(find(kept(first))).as("touched").isEmpty();
        Files.move(a, folder.resolve("renamed.csv"));
        assertThat(find(kept(first))).as("renamed").isEmpty();
        write("twin-1.csv", "x\n9\n");
        write("twin-2.csv", "x\n9\n");
        NewData twins = find(kept(first)).orElseThrow();
        assertThat(names(twins.source())).containsExactly("twin-1.csv");
        assertThat(warnings)
                .anyMatch(warning -> warning.contains(
                        "twin-2.csv: expected new rows, found the same content as in a known file (file:"))
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
        NewData third = find(learned).orElseThrow();
        assertThat(third.runNumber()).isEqualTo(3);
        assertThat(((Watermark.Files) third.seen())
                        .files().entrySet().stream()
                                .map(file ->
                                        file.getKey().substring(file.getKey().lastIndexOf('/') + 1) + ":"
                                                + file.getValue().runNumber()))
                .containsExactly("a.csv:3", "b.csv:2", "copy.csv:2", "renamed.csv:1");
    }

    @Test
    void aFileWithOtherContentIsNewAgainAndReportedOf() throws IOException {
        write("a.csv", "x\n1\n");
        NewData first = find(Optional.empty()).orElseThrow();
        write("a.csv", "x\n1\n2\n");
        NewData changed = find(kept(first)).orElseThrow();
        assertThat(names(changed.source())).containsExactly("a.csv");
        assertThat(warnings)
                .singleElement()
                .asString()
                .endsWith("a.csv: its content has changed since it was learned; all its rows are treated as new");
    }

    @Test
    void namesAreTakenAtTheirWord() throws IOException {
        write("[a]{b}*.csv", "x\n1\n");
        write("a.csv", "x\n2\n");
        NewData first = find(Optional.empty()).orElseThrow();
        assertThat(((DataSource.InFiles) first.source()).paths())
                .anyMatch(path -> path.endsWith("\\[a\\]\\{b\\}\\*.csv"));
    }

    @Test
    void whereThereIsNoFileThatIsReportedAndNotTakenForNothingNew() {
        assertThatThrownBy(() -> find(source("none/*.csv"), Optional.empty(), false))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("data.path: expected files, found none at ");
    }
}
