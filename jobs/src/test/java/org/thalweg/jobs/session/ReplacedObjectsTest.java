package org.thalweg.jobs.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.Customers;
import org.thalweg.jobs.Workbench;
import org.thalweg.jobs.store.LockHeldException;
import org.thalweg.jobs.store.ModelFolder;
import org.thalweg.spark.ObjectStore;

/**
 * Folders of an object store: whatever operation a run is killed at, readers find the old content or the new one,
 * whole.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ReplacedObjectsTest {
    private static final List<String> FILES =
            List.of(ModelFolder.MODEL, ModelFolder.METRICS, ModelFolder.HISTORY, ModelFolder.JOB, ModelFolder.REPORT);
    private static final int MOST_OPERATIONS = 200;
    private static final String NONE = "nothing";

    @TempDir
    private static java.nio.file.Path folder;

    private static SparkSession spark;

    @BeforeAll
    static void start() {
        SparkSession.Builder session = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1");
        ObjectStore.sparkSettings().forEach(session::config);
        spark = session.getOrCreate();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static Configuration hadoop() {
        return spark.sessionState().newHadoopConf();
    }

    private static OutputFolder at(String path, boolean overwrite) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        return OutputFolder.at(path, "path", overwrite, hadoop(), new Console(nowhere, nowhere, 0));
    }

    private interface Content {
        void publish(String path, String content);

        /** What readers find; {@link #NONE} where there is nothing. */
        String read(String path) throws IOException;

        /** The names of what is there once all is done. */
        Set<String> names(String path) throws IOException;
    }

    private static final class OfModel implements Content {
        @Override
        public void publish(String path, String content) {
            try (OutputFolder written = at(path, true)) {
                FILES.forEach(name -> written.write(name, name + " of " + content));
                written.publish();
            }
        }

        @Override
        public String read(String path) throws IOException {
            FileSystem files = new Path(path).getFileSystem(hadoop());
            Set<String> found = new TreeSet<>();
            if (!files.exists(new Path(path, ModelFolder.MODEL))) {
                return NONE;
            }
            for (String name : FILES) {
                byte[] bytes = ModelFolder.read(files, new Path(path), name).orElseThrow();
                found.add(new String(bytes, StandardCharsets.UTF_8).replace(name + " of ", ""));
            }
            assertThat(found).as("of one model").hasSize(1);
            return found.iterator().next();
        }

        @Override
        public Set<String> names(String path) {
            return Set.copyOf(FILES);
        }
    }

    /** Rows in three files, so that they can be mixed. */
    private static final class OfRows implements Content {
        @Override
        public void publish(String path, String content) {
            try (OutputFolder written = at(path, true)) {
                Dataset<Row> rows = spark.createDataset(
                                List.of(content + " 1", content + " 2", content + " 3"), Encoders.STRING())
                        .repartition(3)
                        .toDF();
                written.save(rows.write().format("parquet"));
                written.publish();
            }
        }

        @Override
        public String read(String path) {
            List<Row> rows;
            try {
                rows = spark.read().parquet(path).collectAsList();
            } catch (Exception e) {
                assertThat(e).isInstanceOf(AnalysisException.class);
                return NONE;
            }
            List<String> found =
                    rows.stream().map(row -> row.getString(0)).sorted().toList();
            String content = found.get(0).replace(" 1", "");
            assertThat(found).containsExactly(content + " 1", content + " 2", content + " 3");
            return content;
        }

        @Override
        public Set<String> names(String path) throws IOException {
            Set<String> names = new TreeSet<>(Set.of("_SUCCESS"));
            for (String file : spark.read().parquet(path).inputFiles()) {
                names.add(new Path(file).getName());
            }
            return names;
        }
    }

    /** What readers found after each of all kills, in their order; each time the next run was done. */
    private static List<String> killedAnywhere(String name, Content content, boolean replaces) throws IOException {
        List<String> found = new ArrayList<>();
        boolean killed = true;
        for (int operation = 1; killed; operation++) {
            assertThat(operation).isLessThan(MOST_OPERATIONS);
            String bucket = name + "-" + operation;
            String path = "s3a://" + bucket + "/a/out";
            if (replaces) {
                content.publish(path, "old");
            }
            ObjectStore.killAt(bucket, operation);
            Exception died = null;
            try {
                content.publish(path, "new");
            } catch (Exception e) { // Spark throws checked ones, too.
                died = e;
            }
            killed = ObjectStore.revive(bucket);
            found.add(content.read(path));
            if (died != null) {
                assertThat(killed).as("operation %d: %s", operation, died).isTrue();
            } else {
                assertThat(found).as("whether or not its lock could go").endsWith("new");
            }
            content.publish(path, "next");
            assertThat(content.read(path)).isEqualTo("next");
            assertThat(ObjectStore.objects(bucket))
                    .as("after operation %d nothing else is left", operation)
                    .filteredOn(key -> !key.endsWith("/"))
                    .containsExactlyInAnyOrderElementsOf(content.names(path).stream()
                            .map(file -> "/a/out/" + file)
                            .toList());
        }
        return found;
    }

    /** First what was there, and from one operation on what is new. */
    private static void assertOneCommit(List<String> found, String before) {
        int commit = found.indexOf("new");
        assertThat(commit).as("in %s", found).isPositive();
        assertThat(found.subList(0, commit)).containsOnly(before);
        assertThat(found.subList(commit, found.size())).containsOnly("new").hasSizeGreaterThan(3);
    }

    @Test
    void modelThatIsReplaced() throws IOException {
        assertOneCommit(killedAnywhere("model", new OfModel(), true), "old");
    }

    @Test
    void firstModel() throws IOException {
        assertOneCommit(killedAnywhere("first-model", new OfModel(), false), NONE);
    }

    @Test
    void rowsThatAreReplaced() throws IOException {
        assertOneCommit(killedAnywhere("rows", new OfRows(), true), "old");
    }

    @Test
    void firstRows() throws IOException {
        assertOneCommit(killedAnywhere("first-rows", new OfRows(), false), NONE);
    }

    @Test
    void modelIsTheLastOfItsFilesAndTheOthersAreFoundByItsHash() throws IOException {
        String path = "s3a://order/out";
        new OfModel().publish(path, "old");
        ObjectStore.killAt("order", 9); // a lock, a marker, four files and what ends them, the model
        assertThatThrownBy(() -> new OfModel().publish(path, "new")).hasMessageContaining("killed");
        ObjectStore.revive("order");
        assertThat(ObjectStore.text("order", "/out/model.safetensors")).isEqualTo("model.safetensors of new");
        assertThat(ObjectStore.text("order", "/out/metrics.json")).isEqualTo("metrics.json of old");
        assertThat(new OfModel().read(path)).isEqualTo("new");
    }

    @Test
    void oneThatIsThereIsReplacedOnlyWithLeaveAndOthersFilesNever() throws IOException {
        new OfModel().publish("s3a://leave/out", "old");
        assertThatThrownBy(() -> at("s3a://leave/out", false)).hasMessageContaining("which exists");
        try (OutputFolder written = at("s3a://leave/new", false)) {
            written.write(ModelFolder.MODEL, "mine");
            assertThatThrownBy(() -> at("s3a://leave/new", true)).isInstanceOf(LockHeldException.class);
            Path another = new Path("s3a://leave/new", ModelFolder.MODEL);
            another.getFileSystem(hadoop()).create(another).close();
            assertThatThrownBy(written::publish).hasMessageContaining("appeared meanwhile");
        }
        assertThat(ObjectStore.text("leave", "/new/" + ModelFolder.MODEL)).isEmpty();
        Path notes = new Path("s3a://leave/notes/notes.txt");
        notes.getFileSystem(hadoop()).create(notes).close();
        assertThatThrownBy(() -> at("s3a://leave/notes", true)).hasMessageContaining("found other files");
    }

    @Test
    void commandsWriteAndReadThem() {
        Workbench bench = Workbench.with(folder, ObjectStore.sparkSettings());
        bench.write("customers.csv", Customers.csv(60, 5));
        String job = Customers.job(bench, "validation: 0.2");
        List<String> there = List.of(
                "--overwrite",
                "--set",
                "model.path=s3a://replaced-commands/model",
                "--set",
                "output.path=s3a://replaced-commands/scored");
        spark.stop();
        try {
            for (int time = 0; time < 2; time++) {
                bench.run("train", job, there.subList(0, 3)).done();
                List<String> options = new ArrayList<>(there);
                options.addAll(List.of("--set", "output.columns=[id, split]", "--set", "output.format=csv"));
                assertThat(bench.run("score", job, options).done().err()).doesNotContain("warning");
                bench.run("generate", "s3a://replaced-commands/digits", "--rows", "3", "--overwrite")
                        .done();
            }
        } finally {
            start();
        }
        assertThat(ObjectStore.objects("replaced-commands"))
                .filteredOn(key -> !key.contains("/scored/part-") && !key.endsWith("/"))
                .containsExactly(
                        "/digits/images.idx.gz",
                        "/digits/labels.idx.gz",
                        "/model/history.jsonl",
                        "/model/job.yaml",
                        "/model/metrics.json",
                        "/model/model.safetensors",
                        "/model/report.html",
                        "/scored/_SUCCESS");
        assertThat(spark.read()
                        .option("header", true)
                        .csv("s3a://replaced-commands/scored")
                        .count())
                .isEqualTo(60);
    }
}
