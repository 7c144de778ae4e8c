package org.thalweg.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {
    private static final Configuration HADOOP = new Configuration();

    @TempDir
    Path folder;

    private OutputFolder at(String path) {
        return OutputFolder.at(folder.resolve(path).toString(), "model.path", false, HADOOP);
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
            assertThat(written.draft().getName()).startsWith(".model.");
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
                .hasMessageContaining("already there");
        assertThatThrownBy(() -> at("a/model/metrics.json/below"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("below a file");
    }
}
