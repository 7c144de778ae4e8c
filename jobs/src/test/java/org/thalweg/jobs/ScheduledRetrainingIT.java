package org.thalweg.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.thalweg.ChildProcesses;
import org.thalweg.jobs.command.ExitCode;
import org.thalweg.jobs.command.ThalwegCommand;
import org.thalweg.jobs.session.Console;
import org.thalweg.jobs.store.LogEntry;
import org.thalweg.jobs.store.ModelStore;
import org.thalweg.jobs.store.StoreState;
import org.thalweg.jobs.store.VersionFiles;
import org.thalweg.model.ModelFile;
import org.thalweg.model.Prediction;
import org.thalweg.model.Predictor;

/**
 * Thirty nights of a scheduled retraining: plain days, a drift, a broken file, a worse challenger, a trigger that comes
 * twice, two runs at once, a kill at every step of publishing, a rollback, a clean-up. The executors are processes of a
 * cluster.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class ScheduledRetrainingIT {
    private static final List<String> KINDS = List.of("setosa", "versicolor", "virginica");
    private static final int ROWS = 150;
    private static final double POINT = 0.01;

    /** Of a few rows, Spark's compiling of queries takes longer than the queries. */
    private static final Map<String, String> QUICK = Map.of(
            "spark.sql.codegen.wholeStage", "false",
            "spark.sql.codegen.factoryMode", "NO_CODEGEN",
            "spark.sql.shuffle.partitions", "2");

    private static Path folder;
    private static SparkInstallation spark;
    private static StandaloneCluster cluster;

    private final List<String> reported = new ArrayList<>();
    private Map<String, Double> served = Map.of();
    private int runNumber;

    @BeforeAll
    static void start() throws Exception {
        folder = SparkInstallation.scratch("nights");
        spark = SparkInstallation.in(folder.resolve("spark"));
        cluster = StandaloneCluster.start(spark, folder, 2);
        Files.createDirectories(folder.resolve("in"));
        Files.writeString(
                folder.resolve("nightly.yaml"),
                """
                task: classification
                seed: 7
                data: { format: csv, path: %s, label: kind, features: [petal, sepal], scale: standard }
                network: { hidden: [8], activation: tanh }
                optimizer: { type: adam, learningRate: 0.03 }
                training: { epochs: 8, batchSize: 64, laneRows: 32 }
                checkpoint: { keep: 0 }
                retrain:
                  store: %s
                  rehearsal: { rows: 300, byClass: true }
                  holdOut: 0.2
                  gate: { margin: 0.05, floor: 0.9, slices: [region], minRows: 30, sliceDrop: 0.04 }
                """
                        .formatted(folder.resolve("in"), folder.resolve("store")));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private record Flower(double petal, double sepal, String region, int kind) {
        String line() {
            return String.format(Locale.ROOT, "%.3f,%.3f,%s,%s", petal, sepal, region, KINDS.get(kind));
        }
    }

    private static List<Flower> flowers(int count, long seed) {
        Random random = new Random(seed);
        List<Flower> flowers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int kind = random.nextInt(KINDS.size());
            flowers.add(new Flower(
                    2.0 * kind + random.nextGaussian() * 0.3,
                    Math.abs(kind - 1) + random.nextGaussian() * 0.3,
                    random.nextBoolean() ? "north" : "south",
                    kind));
        }
        return flowers;
    }

    private static Path arrives(String name, List<Flower> flowers, String more) throws IOException {
        String text = "petal,sepal,region,kind\n"
                + flowers.stream().map(flower -> flower.line() + "\n").collect(Collectors.joining())
                + more;
        return Files.writeString(folder.resolve("in").resolve(name), text);
    }

    private static ModelStore store() {
        return ModelStore.reading(folder.resolve("store").toString(), new Configuration());
    }

    /** A retraining run in this JVM, with executors on the cluster. */
    private void attempt(String what, ExitCode expected, String... more) throws IOException {
        runNumber++;
        Map<String, String> settings = new HashMap<>(QUICK);
        settings.putAll(Map.of(
                "spark.master", cluster.url(),
                "spark.jars", SparkInstallation.jar().toString(),
                "spark.driver.host", "127.0.0.1",
                "spark.driver.bindAddress", "127.0.0.1",
                "spark.ui.enabled", "false",
                "spark.executor.memory", "512m",
                "spark.cores.max", "2"));
        settings.forEach(System::setProperty);
        ExitCode code;
        try {
            List<String> command = new ArrayList<>(
                    List.of("retrain", folder.resolve("nightly.yaml").toString()));
            command.addAll(List.of(more));
            code = ThalwegCommand.run(new Console(System.out, System.err, 0), command.toArray(String[]::new));
        } finally {
            settings.keySet().forEach(System::clearProperty);
        }
        assertThat(code).as("night %d: %s", runNumber, what).isEqualTo(expected);
        keepBooks(what, code.code());
    }

    private void models(String what, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("models"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--store", folder.resolve("store").toString()));
        assertThat(ThalwegCommand.run(new Console(System.out, System.err, 0), all.toArray(String[]::new)))
                .as(what)
                .isEqualTo(ExitCode.DONE);
        // Somebody has chosen another model: what it can is what it could.
        served = accuracies(store());
        keepBooks(what, 0);
    }

    /** A retraining run in a separate process. */
    private Process process(Path log) throws IOException {
        List<String> command = new ArrayList<>(List.of(SparkInstallation.module()
                .resolve("../cluster-configs/standalone/submit")
                .normalize()
                .toString()));
        for (String setting : List.of(
                "spark.driver.host=127.0.0.1",
                "spark.driver.bindAddress=127.0.0.1",
                "spark.ui.enabled=false",
                "spark.executor.memory=512m",
                "spark.cores.max=1")) {
            command.addAll(List.of("--conf", setting));
        }
        QUICK.forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
        command.addAll(List.of("retrain", folder.resolve("nightly.yaml").toString()));
        return spark.start(log, Map.of("MASTER", cluster.url()), command);
    }

    /** Two runs at once: one publishes, the other finds the store changed. */
    private void twoAtOnce() throws Exception {
        runNumber++;
        Path[] logs = {folder.resolve("twin-0.log"), folder.resolve("twin-1.log")};
        List<Process> twins = List.of(process(logs[0]), process(logs[1]));
        try {
            List<Integer> codes = new ArrayList<>();
            for (Process twin : twins) {
                assertThat(twin.waitFor(4, TimeUnit.MINUTES)).isTrue();
                codes.add(twin.exitValue());
            }
            Collections.sort(codes);
            assertThat(codes).as("see %s and %s", logs[0], logs[1]).containsExactly(0, 5);
        } finally {
            ChildProcesses.end(twins);
        }
        keepBooks("two runs at once", 0);
    }

    /** A run that is killed as soon as something is there. */
    private void killedAt(String step, BooleanSupplier reached) throws Exception {
        runNumber++;
        Path log = folder.resolve("killed-" + runNumber + ".log");
        Process run = process(log);
        try {
            long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(4);
            while (!reached.getAsBoolean()) {
                assertThat(run.isAlive())
                        .as("ended before %s, see %s", step, log)
                        .isTrue();
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.sleep(1);
            }
            run.descendants().forEach(ProcessHandle::destroyForcibly);
            run.destroyForcibly().waitFor();
        } finally {
            ChildProcesses.end(List.of(run));
        }
        keepBooks("killed: " + step, 137);
    }

    /** Whatever happened: the log is whole, what it names loads, and what serves is as good on old rows as before. */
    private void keepBooks(String what, int code) throws IOException {
        ModelStore store = store();
        StoreState state = store.state();
        for (LogEntry entry : state.versions().values()) {
            entry.files().keySet().forEach(file -> VersionFiles.require(store, entry, file));
        }
        Map<String, Double> now = accuracies(store);
        now.forEach((slice, accuracy) -> assertThat(accuracy)
                .as("night %d, %s: accuracy on %s", runNumber, what, slice)
                .isGreaterThanOrEqualTo(served.getOrDefault(slice, 0.0) - POINT));
        served = now;
        reported.add(String.format(
                Locale.ROOT,
                "%2d  %-34s %4d  %3d entries, version %2d serves, old rows %.2f %%",
                runNumber,
                what,
                code,
                state.head(),
                state.serving().orElse(0),
                100 * now.getOrDefault("all", 0.0)));
    }

    /** The serving model, evaluated on rows like those of the first runs. */
    private static Map<String, Double> accuracies(ModelStore store) throws IOException {
        StoreState state = store.state();
        if (state.serving().isEmpty()) {
            return Map.of();
        }
        Path model = Path.of(store.version(state.serving().getAsInt()).toUri().getPath(), "model.safetensors");
        Predictor predictor;
        try (InputStream in = Files.newInputStream(model)) {
            predictor = ModelFile.read(in, Files.size(model), model.toString()).predictor();
        }
        Map<String, double[]> right = new LinkedHashMap<>();
        for (Flower flower : flowers(3000, 99)) {
            Prediction.OfClass reported = (Prediction.OfClass)
                    predictor.predict(new float[] {(float) flower.petal(), (float) flower.sepal()});
            boolean isRight = reported.label().equals(KINDS.get(flower.kind()));
            for (String slice : List.of("all", flower.region(), KINDS.get(flower.kind()))) {
                double[] sums = right.computeIfAbsent(slice, name -> new double[2]);
                sums[0] += isRight ? 1 : 0;
                sums[1]++;
            }
        }
        Map<String, Double> accuracies = new LinkedHashMap<>();
        right.forEach((slice, sums) -> accuracies.put(slice, sums[0] / sums[1]));
        return accuracies;
    }

    private void plainDay() throws IOException {
        arrives("day-" + (runNumber + 1) + ".csv", flowers(ROWS, 1000 + runNumber), "");
        attempt("a plain day", ExitCode.DONE);
    }

    @Test
    void thirtyNightsEndWithAWholeLogAndAModelThatForgotNothing() throws Exception {
        for (int day = 0; day < 5; day++) {
            plainDay();
        }
        attempt("nothing new", ExitCode.NOTHING_NEW);
        Files.copy(folder.resolve("in/day-2.csv"), folder.resolve("in/day-2-again.csv"));
        attempt("a file that came before", ExitCode.NOTHING_NEW);

        Path drifted = arrives(
                "drifted.csv",
                flowers(ROWS, 77).stream()
                        .map(flower -> new Flower(flower.petal() + 9, flower.sepal(), flower.region(), flower.kind()))
                        .toList(),
                "");
        attempt("a drift", ExitCode.DATA);
        Files.delete(drifted);
        plainDay();
        Path broken = arrives("broken.csv", flowers(20, 78), "1.2,wide,north,setosa\n");
        attempt("a broken file", ExitCode.DATA);
        arrives(broken.getFileName().toString(), flowers(20, 78), "");
        attempt("the file mended", ExitCode.DONE);

        Path worse = arrives(
                "worse.csv",
                flowers(400, 79).stream()
                        .map(flower -> new Flower(
                                flower.petal(), flower.sepal(), flower.region(), (flower.kind() + 1) % KINDS.size()))
                        .toList(),
                "");
        attempt("wrong labels", ExitCode.DATA);
        String[] noDrop = {"--set", "retrain.checks.servingDrop=off"};
        attempt("a worse challenger", ExitCode.REFUSED, noDrop);
        attempt("the same trigger again", ExitCode.NOTHING_NEW, noDrop);
        Files.delete(worse);
        plainDay();

        arrives("twins.csv", flowers(ROWS, 80), "");
        twoAtOnce();
        killAtEveryStep();

        plainDay();
        models("a rollback", "rollback");
        plainDay();
        models("a clean-up", "gc", "--keep", "6");
        while (runNumber < 30) {
            plainDay();
        }

        reported.forEach(System.out::println);
        StoreState state = store().state();
        assertThat(state.versions().keySet()).hasSizeGreaterThanOrEqualTo(6);
        assertThat(state.entries().stream().map(entry -> entry.action().label()).distinct())
                .contains("publish", "refuse", "stop", "rollback", "gc");
        assertThat(state.entries().stream().map(LogEntry::id).distinct()).hasSize(state.head());
        assertThat(runNumber).isEqualTo(30);
        assertThat(served.get("all")).isGreaterThan(0.99);
    }

    private void killAtEveryStep() throws Exception {
        Path versions = folder.resolve("store/versions");
        int next = store().state().versions().lastKey() + 1;
        arrives("killed.csv", flowers(ROWS, 81), "");
        List<String> steps = List.of("claim.json", "model.safetensors", "report.html", "rehearsal/_SUCCESS");
        for (String step : steps) {
            int claimed = last(versions) + 1;
            killedAt(step, () -> Files.exists(versions.resolve(claimed + "/" + step)));
            assertThat(store().state().versions().lastKey()).isEqualTo(next - 1);
        }
        Path entry = folder.resolve(
                String.format("store/log/%05d.json", store().state().head() + 1));
        killedAt("the entry", () -> Files.exists(entry));
        attempt("and again", ExitCode.NOTHING_NEW);
    }

    /** The greatest number that has been claimed. */
    private static int last(Path versions) {
        String[] names = versions.toFile().list((in, name) -> name.matches("[0-9]+"));
        int last = 0;
        for (String name : names) {
            last = Math.max(last, Integer.parseInt(name));
        }
        return last;
    }
}
