package org.thalweg.jobs.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.store.LockHeldException;
import org.thalweg.jobs.store.ModelFolder;

class OutputFolderTest {
    private static final Configuration HADOOP = new Configuration();

    private final ByteArrayOutputStream reported = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private OutputFolder at(String path) {
        return at(path, false);
    }

    private OutputFolder at(String path, boolean overwrite) {
        PrintStream err = new PrintStream(reported, true, StandardCharsets.UTF_8);
        return OutputFolder.at(
                folder.resolve(path).toString(), "model.path", overwrite, HADOOP, new Console(err, err, 0));
    }

    private static Path draft(OutputFolder written) {
        return Path.of(((RenamedFolder) written).draft().toUri().getPath());
    }

    @Test
    void askingMakesNothing() {
        String path = folder.resolve("a/b/model").toString();
        assertThat(OutputFolder.requireReplaceable(path, "model.path", HADOOP)).isFalse();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void draftThatIsNotPublishedLeavesNeitherItselfNorTheFoldersAboveIt() {
        try (OutputFolder written = at("a/b/model")) {
            written.write("metrics.json", "{}");
            assertThat(folder.resolve("a/b")).isDirectory();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void foldersThatWereThereOrThatOthersUseStay() throws Exception {
        Files.createDirectory(folder.resolve("there"));
        try (OutputFolder written = at("there/model")) {
            written.write("metrics.json", "{}");
        }
        assertThat(folder.resolve("there")).isEmptyDirectory();
        try (OutputFolder written = at("a/b/model")) {
            assertThat(draft(written).getFileName().toString()).startsWith(".model.");
            Files.writeString(folder.resolve("a/other"), "somebody else's");
        }
        assertThat(folder.resolve("a")).isDirectoryContaining("glob:**/other");
        assertThat(folder.resolve("a/b")).doesNotExist();
    }

    @Test
    void publishedFolderAppearsWholeAndStays() {
        try (OutputFolder written = at("a/model")) {
            written.write("metrics.json", "{}");
            assertThat(folder.resolve("a/model")).doesNotExist();
            written.publish();
        }
        assertThat(folder.resolve("a/model/metrics.json")).hasContent("{}");
        assertThat(folder.resolve("a")).isDirectoryNotContaining("glob:**/.*");
        assertThatThrownBy(() -> at("a/model"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("which exists");
        assertThatThrownBy(() -> at("a/model/metrics.json/below"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("below a file");
    }

    private Path hidden(String name) throws IOException {
        return Files.createDirectories(folder.resolve("." + name + "-" + UUID.randomUUID()));
    }

    @Test
    void draftsOfKilledRunsGoAndOthersStay() throws IOException {
        Path others = hidden("other.writing");
        Path full = hidden("model.writing");
        Files.writeString(full.resolve("metrics.json"), "{}");
        Path empty = hidden("model.writing");
        at("model").close();
        assertThat(empty).doesNotExist();
        Files.createDirectory(empty);
        try (OutputFolder written = at("model")) {
            written.write("metrics.json", "{}");
            written.publish();
            assertThat(empty).doesNotExist();
        }
        assertThat(others).exists();
        assertThat(full).doesNotExist();
    }

    @Test
    void aSecondRunIsRefusedWhileTheFirstLives() {
        try (OutputFolder first = at("model", true)) {
            first.write(ModelFolder.MODEL, "a model");
            assertThatThrownBy(() -> at("model", true))
                    .isInstanceOf(LockHeldException.class)
                    .hasMessageMatching("model.path: expected no other run that writes there at the same time, found"
                            + " process " + ProcessHandle.current().pid()
                            + " on .+ of .+, since .+Z, which is running \\(file:"
                            + folder.resolve("model")
                            + "\\); wait until it has ended, stop it, or use another path");
            first.publish();
        }
        assertThat(folder).isDirectoryNotContaining("glob:**/.*");
        assertThat(folder.resolve("model").resolve(ModelFolder.MODEL)).hasContent("a model");
        at("model", true).close();
    }

    @Test
    void whatAKilledRunMovedAwayIsPutBackWhereItIsTheOnlyOne() throws IOException {
        Path foreign = hidden("model.old");
        Files.writeString(foreign.resolve("notes.txt"), "a user's");
        at("model").close();
        assertThat(folder.resolve("model")).as("a user's own").doesNotExist();
        Files.delete(foreign.resolve("notes.txt"));
        Files.delete(foreign);

        Path old = hidden("model.old");
        Files.writeString(old.resolve(ModelFolder.MODEL), "the old one");
        at("model", true).close();
        assertThat(folder.resolve("model").resolve(ModelFolder.MODEL)).hasContent("the old one");
        assertThat(old).doesNotExist();
        assertThat(reported.toString(StandardCharsets.UTF_8))
                .matches("warning: file:.*/model was missing, as a run was killed while it replaced it;"
                        + " restored\\R");
        assertThatThrownBy(() -> at("model")).hasMessageContaining("which exists");
    }

    @Test
    void ofTwoThatWereMovedAwayNoneIsPutBack() throws IOException {
        Files.writeString(hidden("model.old").resolve(ModelFolder.MODEL), "one");
        Files.writeString(hidden("model.old").resolve(ModelFolder.MODEL), "another");
        at("model").close();
        assertThat(folder.resolve("model")).doesNotExist();
        assertThat(reported.size()).isZero();
    }
}
