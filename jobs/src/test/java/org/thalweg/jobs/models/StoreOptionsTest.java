package org.thalweg.jobs.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.Flowers;
import org.thalweg.jobs.Workbench;
import org.thalweg.jobs.Workbench.Ran;
import org.thalweg.jobs.command.ExitCode;
import org.thalweg.jobs.config.JobFileReader;
import org.thalweg.jobs.config.ModelSection;
import org.thalweg.jobs.session.Console;
import org.thalweg.jobs.store.Action;
import org.thalweg.jobs.store.ModelFolder;
import org.thalweg.jobs.store.ModelStore;
import org.thalweg.jobs.store.StoreException;
import org.thalweg.jobs.store.StoreState;
import org.thalweg.jobs.store.Stores;
import org.thalweg.math.Fingerprint;
import org.thalweg.model.Model;
import org.thalweg.spark.FaultyFiles;
import org.thalweg.spark.config.Purpose;
import org.thalweg.spark.fit.ModelBytes;

/** Models that score and evaluate take from a store. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StoreOptionsTest {
    @TempDir
    private static Path folder;

    private static Workbench bench;
    private static String job;
    private static byte[] one;
    private static byte[] other;

    @BeforeAll
    static void train() throws IOException {
        bench = new Workbench(folder);
        bench.write("flowers.csv", Flowers.csv(Flowers.of(200, 1)));
        job = Flowers.csvJob(bench, "flowers.csv");
        bench.run("train", job, List.of("--set", "training.epochs=1")).done();
        one = Files.readAllBytes(bench.path("model/model.safetensors"));
        bench.run("train", job, List.of("--overwrite")).done();
        other = Files.readAllBytes(bench.path("model/model.safetensors"));
    }

    private static String path(String name) {
        return bench.path(name).toString();
    }

    private static int add(ModelStore store, Action action, byte[] model) {
        return Stores.add(store, action, Map.of(ModelFolder.MODEL, model));
    }

    private static Ran run(String command, String... more) {
        return bench.run(command, job, List.of(more));
    }

    @Test
    void versionThatServesOrIsNamedIsTakenFromTheStore() {
        ModelStore store = ModelStore.writing(path("pumps' models"), new Configuration());
        add(store, Action.PUBLISH, one);
        add(store, Action.REFUSE, other);
        String trained = run("evaluate").done().out();
        Ran serving = run("evaluate", "--store", path("pumps' models")).done();
        assertThat(serving.err()).containsPattern("model: version 1 of file:.*pumps' models, of 2");
        assertThat(serving.out()).isNotEqualTo(trained);
        Ran named = run("evaluate", "--store", path("pumps' models"), "--version", "2")
                .done();
        assertThat(named.out()).isEqualTo(trained);
        assertThat(named.err()).contains("model: version 2 of ");
        Ran keys = run("evaluate", "--set", "model={ store: \"" + path("pumps' models") + "\", version: 2 }")
                .done();
        assertThat(keys.out()).isEqualTo(trained);
        Ran scored = run(
                        "score",
                        "--set",
                        "output.path=" + path("taken"),
                        "--store",
                        path("pumps' models"),
                        "--version",
                        "2")
                .done();
        assertThat(scored.err()).contains("model: version 2 of ");
        assertThat(scored.out()).startsWith("scored 200 rows into ");
    }

    @Test
    void storeWithoutTheVersionIsReported() {
        ModelStore store = ModelStore.writing(path("refused"), new Configuration());
        add(store, Action.REFUSE, one);
        for (String command : List.of("evaluate", "score")) {
            assertThat(run(command, "--store", path("refused")).reported())
                    .isEqualTo("model.store: expected a version that serves, found none at file:" + path("refused")
                            + "; choose one with models promote, or set model.version");
            run(command, "--store", path("refused"), "--version", "4")
                    .failed(
                            ExitCode.USAGE,
                            "version: expected one of [1], found 4; list the versions with models list");
            run(command, "--store", path("nowhere"))
                    .failed(
                            ExitCode.USAGE,
                            "store: expected a model store, found none at " + path("nowhere")
                                    + "; check the path, or create one with retrain");
            assertThat(run(command, "--version", "1").code()).isEqualTo(ExitCode.USAGE);
        }
        assertThat(bench.files()).doesNotContain("nowhere");
    }

    @Test
    void versionThatIsDamagedIsReported() throws IOException {
        ModelStore store = ModelStore.writing(path("damaged"), new Configuration());
        add(store, Action.PUBLISH, one);
        byte[] flipped = one.clone();
        flipped[flipped.length - 5] ^= 1;
        Files.write(bench.path("damaged/versions/1/model.safetensors"), flipped);
        Ran ran = run("evaluate", "--store", path("damaged"));
        assertThat(ran.code()).isEqualTo(ExitCode.DATA);
        assertThat(ran.reported())
                .startsWith("store: expected file:" + path("damaged/versions/1/model.safetensors")
                        + " as it was published (")
                .endsWith("; restore it, or promote another version");
    }

    private static Console quiet() {
        PrintStream none = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return new Console(none, none, 0);
    }

    private static ModelSection serving(String store) {
        String job =
                "{ task: classification, data: { format: csv, path: a, label: b }, model: { store: '" + store + "' } }";
        return JobFileReader.read(job, "job.yaml", List.of(), Purpose.EVALUATE).model();
    }

    private static void whenAModelIsOpened(Runnable action) {
        FaultyFiles.before(FaultyFiles.Operation.OPEN, ModelFolder.MODEL::equals, 1, action);
    }

    @Test
    void modelThatIsReplacedWhileItIsReadIsReadAsTheNewOne() throws IOException {
        byte[] longer = Arrays.copyOf(other, other.length + 8);
        Path file = bench.write("replaced/" + ModelFolder.MODEL, longer);
        whenAModelIsOpened(() -> bench.write("replaced/" + ModelFolder.MODEL, one));
        org.apache.hadoop.fs.Path read = new org.apache.hadoop.fs.Path(file.toString());
        Model model = ModelBytes.read(read.getFileSystem(FaultyFiles.settings()), read);
        assertThat(ModelBytes.of(model)).isEqualTo(one);
        assertThat(FaultyFiles.left()).isZero();
    }

    private static ModelStore watched(String name) {
        return ModelStore.reading(path(name), FaultyFiles.settings());
    }

    @Test
    void versionThatIsTakenAwayMeanwhileGivesWayToTheOneThatServesNow() {
        ModelStore store = ModelStore.writing(path("swept"), new Configuration());
        add(store, Action.PUBLISH, one);
        whenAModelIsOpened(() -> {
            add(store, Action.PUBLISH, other);
            store.append(Stores.next(store.state(), Action.GC, 0, 2, Map.of(), List.of(1), Map.of()));
            assertThat(store.sweep()).isEqualTo(1);
        });
        assertThat(ModelLoader.stored(watched("swept"), serving(path("swept")), quiet())
                        .parameters())
                .isEqualTo(ModelLoader.stored(store, serving(path("swept")), quiet())
                        .parameters());
        assertThat(FaultyFiles.left()).isZero();
        whenAModelIsOpened(() -> {
            try {
                Files.delete(bench.path("swept/versions/2/model.safetensors"));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        assertThatThrownBy(() -> ModelLoader.stored(watched("swept"), serving(path("swept")), quiet()))
                .as("the log says that it is there")
                .isInstanceOf(StoreException.class)
                .hasMessageStartingWith("store: expected a file that can be read, found file:");
    }

    @Test
    void readersGetAWholeModelThatServedMeanwhile() throws Exception {
        ModelStore store = ModelStore.writing(path("racing"), new Configuration());
        add(store, Action.PUBLISH, one);
        String odd = sha256(store);
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                readers.add(threads.submit(() -> read(odd, done)));
            }
            for (int version = 2; version <= 16; version++) {
                assertThat(add(store, Action.PUBLISH, version % 2 == 1 ? one : other))
                        .isEqualTo(version);
                store.append(
                        Stores.next(store.state(), Action.GC, 0, version, Map.of(), List.of(version - 1), Map.of()));
                store.sweep();
            }
            done.set(true);
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
        } finally {
            done.set(true);
            threads.shutdownNow();
        }
    }

    private static String sha256(ModelStore store) {
        return Fingerprint.sha256(
                ModelLoader.stored(store, serving(path("racing")), quiet()).parameters());
    }

    /** Reads on; of versions with odd numbers these are the weights. Two in a row may be swept under one reader. */
    private static int read(String odd, AtomicBoolean done) {
        ModelStore store = ModelStore.reading(path("racing"), new Configuration());
        int read = 0;
        while (!done.get()) {
            StoreState begin = store.state();
            String found;
            try {
                found = sha256(store);
            } catch (StoreException e) {
                assertThat(e).hasMessageStartingWith("store: expected a file that can be read, found ");
                continue;
            }
            StoreState end = store.state();
            assertThat(end.entries().subList(begin.head() - 1, end.head()))
                    .anyMatch(entry -> (entry.serves().orElseThrow() % 2 == 1) == found.equals(odd));
            read++;
        }
        return read;
    }
}
