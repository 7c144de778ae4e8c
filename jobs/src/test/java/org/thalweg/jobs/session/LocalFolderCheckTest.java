package org.thalweg.jobs.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.Workbench;
import org.thalweg.jobs.command.ExitCode;

class LocalFolderCheckTest {
    @TempDir
    private Path folder;

    private String file;

    @BeforeEach
    void makeFile() throws IOException {
        file = Files.createFile(folder.resolve("file")).toString();
    }

    private static SparkConf conf(String folders) {
        return new SparkConf(false).set("spark.local.dir", folders);
    }

    @Test
    void sparkTakesTheEnvironmentsFoldersBeforeItsSettings() {
        assertThat(LocalFolderCheck.of(conf("/a,/b"), Map.of()))
                .isEqualTo(new LocalFolderCheck("spark.local.dir", List.of("/a", "/b")));
        assertThat(LocalFolderCheck.of(conf("/a"), Map.of("SPARK_LOCAL_DIRS", "/c,/d", "LOCAL_DIRS", "/e")))
                .isEqualTo(new LocalFolderCheck("SPARK_LOCAL_DIRS", List.of("/c", "/d")));
        assertThat(LocalFolderCheck.of(
                        conf("/a"), Map.of("CONTAINER_ID", "1", "SPARK_LOCAL_DIRS", "/c", "LOCAL_DIRS", "/e")))
                .isEqualTo(new LocalFolderCheck("LOCAL_DIRS", List.of("/e")));
        assertThat(LocalFolderCheck.of(new SparkConf(false), Map.of()).folders())
                .containsExactly(System.getProperty("java.io.tmpdir"));
    }

    @Test
    void foldersThatCanBeWrittenAreMadeAndLeftEmpty() throws IOException {
        Path made = folder.resolve("new/one");
        assertThat(LocalFolderCheck.of(conf(made + "," + folder), Map.of()).warnings())
                .isEmpty();
        try (var left = Files.list(made)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void spaceBetweenFoldersIsRefused() {
        for (String folders : new String[] {folder + ", " + folder, " "}) {
            assertThatThrownBy(
                            () -> LocalFolderCheck.of(conf(folders), Map.of()).warnings())
                    .isInstanceOf(UsageException.class)
                    .hasMessageContaining("spark.local.dir: expected folders separated by commas only, found \"");
        }
    }

    @Test
    void othersAreWarnedOf() {
        assertThat(LocalFolderCheck.of(conf(file + "," + folder), Map.of()).warnings())
                .containsExactly("warning: spark.local.dir: expected folders that Spark can write into, found " + file
                        + ", which is a file; Spark uses only the others");
    }

    @Test
    void withoutAFolderSparkDoesNotStart() {
        LocalFolderCheck none = LocalFolderCheck.of(conf(file + ",/proc/none," + file + "/below,,/dev/null"), Map.of());
        assertThatThrownBy(none::warnings)
                .isInstanceOf(UsageException.class)
                .hasMessage("spark.local.dir: expected a folder that Spark can write into, found " + file
                        + ", which is a file; /proc/none, which cannot be created; " + file
                        + "/below (Not a directory); an empty name; /dev/null, which is a file; name another folder with --conf"
                        + " spark.local.dir=FOLDER before the command");
        assertThatThrownBy(LocalFolderCheck.of(conf("/a"), Map.of("SPARK_LOCAL_DIRS", file))::warnings)
                .hasMessageStartingWith("SPARK_LOCAL_DIRS: expected a folder ")
                .hasMessageContaining("unset it");
    }

    @Test
    void aCommandEndsBeforeSparkDoes() {
        Workbench bench = Workbench.with(folder, Map.of("spark.local.dir", file));
        bench.run("train", "--set", "model.path=" + folder.resolve("model"))
                .failed(
                        ExitCode.USAGE,
                        "spark.local.dir: expected a folder that Spark can write into, found " + file
                                + ", which is a file; name another folder with --conf spark.local.dir=FOLDER before the"
                                + " command");
    }

    @Test
    void jarsThatSparkCopiesNeedRoom() throws IOException {
        Path jar = folder.resolve("a.jar");
        try (var sparse = new java.io.RandomAccessFile(jar.toFile(), "rw")) {
            sparse.setLength(1L << 42);
        }
        LocalFolderCheck check = LocalFolderCheck.of(conf(folder.toString()), Map.of());
        assertThatThrownBy(() -> check.requireRoomFor(jar.toUri() + "," + file))
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("spark.local.dir: expected 4,398,047 MB free for the jars that Spark copies")
                .hasMessageContaining(" (" + folder + "); name another folder");
        check.requireRoomFor("");
        check.requireRoomFor(file);
    }
}
