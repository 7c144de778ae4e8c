package org.thalweg.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.thalweg.data.Example;
import org.thalweg.data.HoldOut;
import org.thalweg.data.HoldOut.By;
import org.thalweg.data.HoldOut.Part;
import org.thalweg.data.MarkedExample;
import org.thalweg.data.RowShape;
import org.thalweg.data.RowTransforms;
import org.thalweg.data.Scaling;
import org.thalweg.digits.Digits;
import org.thalweg.jobs.Workbench.Ran;
import org.thalweg.jobs.command.ExitCode;
import org.thalweg.math.Fingerprint;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Initialisation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;
import org.thalweg.optim.Adam;
import org.thalweg.train.Batches;
import org.thalweg.train.LocalEngine;
import org.thalweg.train.LocalRows;
import org.thalweg.train.Trainer;
import org.thalweg.train.TrainingListener;
import org.thalweg.train.TrainingPlan;
import org.thalweg.train.TrainingSettings;

/**
 * One job, its rows in one file or in thirteen, on anything from one thread to a cluster of processes: one fingerprint.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class SameBitsIT {
    private static final int ROWS = 2003;
    private static final long SEED = 42;

    private static Path folder;

    private static SparkInstallation spark;
    private static Path oneFile;
    private static Path thirteenFiles;

    /** Of three rows one is the same all over the file, and one stands some ten times. */
    private static int numberOf(int row) {
        return switch (row % 3) {
            case 0 -> 0;
            case 1 -> row % 200;
            default -> row;
        };
    }

    @BeforeAll
    static void writeRows() throws IOException {
        folder = SparkInstallation.scratch("same-bits");
        spark = SparkInstallation.in(folder.resolve("spark"));
        List<String> lines = new ArrayList<>();
        Digits digits = new Digits(1);
        float[] pixels = new float[Digits.PIXELS];
        for (int i = 0; i < ROWS; i++) {
            StringBuilder line = new StringBuilder("d" + digits.drawInto(numberOf(i), pixels, 0));
            for (float pixel : pixels) {
                line.append(',').append((int) pixel);
            }
            lines.add(line.toString());
        }
        oneFile = Files.write(folder.resolve("rows.csv"), lines);
        thirteenFiles = Files.createDirectories(folder.resolve("rows"));
        Collections.shuffle(lines, new Random(13));
        for (int part = 0; part < 13; part++) {
            int from = part * ROWS / 13;
            Files.write(thirteenFiles.resolve("part-" + part + ".csv"), lines.subList(from, (part + 1) * ROWS / 13));
        }
    }

    @Test
    void theSameFingerprintAnywhere() throws Exception {
        Map<String, String> fingerprints = new LinkedHashMap<>();
        fingerprints.put("LocalEngine, 2 threads", locally());
        fingerprints.put("local[1], auto, 1 file", here("local[1]", "auto", oneFile));
        fingerprints.put("local[2], auto, 13 files", here("local[2]", "auto", thirteenFiles));
        for (String engine : List.of("driver", "spark")) {
            for (String partitions : List.of("1", "2", "3", "7")) {
                Path rows = partitions.equals("2") ? oneFile : thirteenFiles;
                String files = rows.equals(oneFile) ? "1 file" : "13 files";
                fingerprints.put(
                        "local[2], engine " + engine + ", " + partitions + " partitions, " + files,
                        here("local[2]", partitions, rows, engine));
            }
        }
        fingerprints.put(
                "local[2], rows in mapped files, 3 partitions, 1 file",
                here("local[2]", "3", oneFile, "driver", "data.storage=disk"));
        SparkInstallation compiledAgainst = SparkInstallation.compiledAgainst(folder.resolve("compiled-against"));
        fingerprints.put(
                "compiled against, local[2], 13 files", submit(compiledAgainst, "local[2]", "auto", thirteenFiles));
        try (StandaloneCluster cluster = StandaloneCluster.start(spark, folder, 2)) {
            fingerprints.put("standalone, 2 executors, 1 file", submit(spark, cluster.url(), "auto", oneFile));
            fingerprints.put(
                    "standalone, 2 executors, 3 partitions, 13 files", here(cluster.url(), "3", thirteenFiles));
            fingerprints.put(
                    "standalone, rows in mapped files, 2 partitions, 13 files",
                    here(cluster.url(), "2", thirteenFiles, "auto", "data.storage=disk"));
            fingerprints.put(
                    "standalone, engine driver, 3 partitions, 13 files",
                    here(cluster.url(), "3", thirteenFiles, "driver"));
            fingerprints.put("standalone, 2 partitions that stay, 13 files", here(cluster.url(), "2", thirteenFiles));
            fingerprints.put(
                    "standalone, reduction in slices, 3 partitions, 1 file",
                    here(cluster.url(), "3", oneFile, "auto", "training.reduction=slices"));
            assertLocalStepsGiveTheSame(cluster.url());
            assertSparseRowsGiveTheSame(cluster.url());
            assertRoundedGradientsGiveTheSame(cluster.url(), fingerprints.values());
        }
        System.out.println("Spark " + org.apache.spark.package$.MODULE$.SPARK_VERSION() + ":");
        fingerprints.forEach((where, sha) -> System.out.printf("%-50s %s%n", where, sha));
        assertThat(fingerprints.values().stream().distinct()).hasSize(1);
    }

    /** An executor that holds neighbours sends one subtree of a step's sum, and not one for each of its tasks. */
    @Test
    void neighbouringPartitionsShareAnExecutor() throws Exception {
        Path events = Files.createDirectories(folder.resolve("events"));
        Map<String, String> settings = Map.of(
                "spark.cores.max", "4",
                "spark.executor.cores", "2",
                "spark.eventLog.enabled", "true",
                "spark.eventLog.rolling.enabled", "false",
                "spark.eventLog.compress", "false",
                "spark.eventLog.dir", events.toUri().toString());
        String fingerprint;
        try (StandaloneCluster cluster = StandaloneCluster.start(spark, folder.resolve("events"), 2, 2)) {
            Workbench bench = StandaloneCluster.driverHere(folder.resolve("neighbours"), settings);
            Path model = folder.resolve("neighbours-model");
            Ran ran = bench.runOn(
                    cluster.url(),
                    "train",
                    job(model, "4", thirteenFiles, "spark").toString());
            assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.DONE);
            fingerprint = new ObjectMapper()
                    .readTree(model.resolve("metrics.json").toFile())
                    .get("weightsSha256")
                    .asText();
        }
        assertThat(fingerprint).isEqualTo(locally());
        List<Map<Integer, String>> stages = executorsOfTasks(events);
        assertThat(stages).isNotEmpty().allSatisfy(tasks -> {
            assertThat(tasks.get(0)).isEqualTo(tasks.get(1)).isNotEqualTo(tasks.get(2));
            assertThat(tasks.get(2)).isEqualTo(tasks.get(3));
        });
    }

    /** Of each stage over the packed rows: the executor of each task. */
    private static List<Map<Integer, String>> executorsOfTasks(Path events) throws IOException {
        Set<Integer> overRows = new TreeSet<>();
        Map<Integer, Map<Integer, String>> stages = new TreeMap<>();
        try (Stream<Path> logs = Files.list(events).filter(Files::isRegularFile)) {
            for (Path log : logs.filter(file -> file.getFileName().toString().startsWith("app-"))
                    .toList()) {
                for (String line : Files.readAllLines(log)) {
                    JsonNode event = new ObjectMapper().readTree(line);
                    switch (event.get("Event").asText()) {
                        case "SparkListenerStageSubmitted" -> {
                            JsonNode stage = event.get("Stage Info");
                            if (stage.get("RDD Info").toString().contains("thalweg rows")) {
                                overRows.add(stage.get("Stage ID").asInt());
                            }
                        }
                        case "SparkListenerTaskEnd" -> {
                            JsonNode task = event.get("Task Info");
                            stages.computeIfAbsent(event.get("Stage ID").asInt(), id -> new TreeMap<>())
                                    .put(
                                            task.get("Index").asInt(),
                                            task.get("Executor ID").asText());
                        }
                        default -> {}
                    }
                }
            }
        }
        return overRows.stream().map(stages::get).filter(tasks -> tasks != null).toList();
    }

    private static void assertLocalStepsGiveTheSame(String cluster) throws IOException {
        String[] eight = {"training.localSteps=8", "training.outerStep={type: nesterov}"};
        String[] inSlices = {eight[0], eight[1], "training.reduction=slices"};
        String expected = here("local[2]", "1", oneFile, "driver", eight);
        assertThat(here("local[2]", "7", thirteenFiles, "spark", eight)).isEqualTo(expected);
        assertThat(here(cluster, "2", oneFile, "auto", eight)).isEqualTo(expected);
        assertThat(here(cluster, "3", thirteenFiles, "auto", inSlices)).isEqualTo(expected);
    }

    private static void assertRoundedGradientsGiveTheSame(String cluster, Collection<String> notRounded)
            throws IOException {
        String wire = "training.wire=bfloat16";
        Map<String, String> rounded = new LinkedHashMap<>();
        rounded.put("driver", here("local[2]", "1", oneFile, "driver", wire));
        rounded.put("local jobs", here("local[2]", "3", thirteenFiles, "spark", wire));
        rounded.put("session", here(cluster, "2", thirteenFiles, "auto", wire));
        rounded.put("slices", here(cluster, "3", oneFile, "auto", wire, "training.reduction=slices"));
        assertThat(rounded.values().stream().distinct()).as(rounded.toString()).hasSize(1);
        assertThat(notRounded).doesNotContainAnyElementsOf(rounded.values());
    }

    /** Rows of few of many features: most columns of the first layer's gradient do not travel. */
    private static void assertSparseRowsGiveTheSame(String cluster) throws IOException {
        Random random = new Random(20);
        List<String> lines = new ArrayList<>();
        for (int row = 0; row < 900; row++) {
            StringBuilder line = new StringBuilder().append(row % 3);
            for (int k = 0; k < 10; k++) {
                line.append(String.format(
                        Locale.ROOT, " %d:%.3f", 2000 * k + 1 + random.nextInt(2000), row % 3 + random.nextFloat()));
            }
            lines.add(line.toString());
        }
        Path rows = Files.write(folder.resolve("rows.svm"), lines);
        String slices = "training.reduction=slices";
        Map<String, String> sparse = new LinkedHashMap<>();
        sparse.put("driver", here("local[2]", "1", rows, "driver"));
        sparse.put("local session", here("local[2]", "2", rows, "spark"));
        sparse.put("local jobs", here("local[2]", "3", rows, "spark"));
        sparse.put("session", here(cluster, "2", rows));
        sparse.put("jobs", here(cluster, "3", rows));
        sparse.put("slices", here(cluster, "3", rows, "auto", slices));
        assertThat(sparse.values().stream().distinct()).as(sparse.toString()).hasSize(1);
    }

    private static String data(Path rows) {
        return rows.toString().endsWith(".svm")
                ? "{ format: libsvm, numFeatures: 20000, path: " + rows + ", scale: maxAbs, validation: 0.1 }"
                : "{ format: csv, header: false, path: " + rows
                        + ", label: 0, scale: standard, validation: 0.1, test: { share: 0.1 } }";
    }

    private static Path job(Path model, String partitions, Path rows, String engine) throws IOException {
        return Files.writeString(
                Files.createTempFile(folder, "job", ".yaml"),
                """
                task: classification
                seed: %d
                data: %s
                network: { hidden: [32, 16], activation: tanh }
                optimizer: { type: adam, learningRate: 0.003 }
                training: { epochs: 2, batchSize: 200, laneRows: 25, partitions: %s, engine: %s }
                model: { path: %s }
                """
                        .formatted(SEED, data(rows), partitions, engine, model));
    }

    private static String here(String master, String partitions, Path rows) throws IOException {
        return here(master, partitions, rows, "auto");
    }

    /** Runs the command in this JVM. */
    private static String here(String master, String partitions, Path rows, String engine, String... set)
            throws IOException {
        Path model = Files.createTempDirectory(folder, "model").resolve("model");
        Workbench bench = master.startsWith("local")
                ? new Workbench(folder.resolve("here"))
                : StandaloneCluster.driverHere(folder.resolve("here"), Map.of());
        List<String> arguments = new ArrayList<>(
                List.of("train", job(model, partitions, rows, engine).toString()));
        Stream.concat(Stream.of("data.storage=memory"), Stream.of(set))
                .forEach(each -> arguments.addAll(List.of("--set", each)));
        Ran ran = bench.runOn(master, arguments.toArray(String[]::new));
        assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.DONE);
        return fingerprint(model, master, partitions, engine);
    }

    /** Runs the jobs jar in a process of its own, by the scripts that people submit with. */
    private static String submit(SparkInstallation spark, String master, String partitions, Path rows)
            throws Exception {
        Path model = Files.createTempDirectory(folder, "model").resolve("model");
        Path job = job(model, partitions, rows, "auto");
        List<String> arguments = new ArrayList<>();
        for (String conf : List.of(
                "spark.driver.host=127.0.0.1",
                "spark.driver.bindAddress=127.0.0.1",
                "spark.ui.enabled=false",
                "spark.executor.memory=1g",
                "spark.cores.max=2")) {
            arguments.addAll(List.of("--conf", conf));
        }
        if (master.startsWith("local")) {
            arguments.addAll(List.of("--master", master));
        }
        arguments.addAll(List.of("train", job.toString()));
        Path log = Files.createTempFile(folder, "submit", ".log");
        String configs = master.startsWith("local") ? "local" : "standalone";
        // All other processes of the tests stop at the first compiler, and verify no class: here all have their say.
        String all = master.startsWith("local") ? "-XX:TieredStopAtLevel=4 -XX:+BytecodeVerificationRemote" : "";
        int code = spark.submit(configs, log, Map.of("MASTER", master, "JAVA_TOOL_OPTIONS", all), arguments);
        assertThat(code).as(Files.readString(log)).isZero();
        return fingerprint(model, master, partitions, "auto");
    }

    private static String fingerprint(Path model, String master, String partitions, String engine) throws IOException {
        JsonNode metrics =
                new ObjectMapper().readTree(model.resolve("metrics.json").toFile());
        assertThat(metrics.get("master").asText()).isEqualTo(master);
        assertThat(metrics.get("partitions").asInt())
                .isEqualTo(
                        partitions.equals("auto") ? (master.equals("local[1]") ? 1 : 2) : Integer.parseInt(partitions));
        String byMaster = master.startsWith("local") ? "driver" : "spark";
        assertThat(metrics.get("engine").asText()).isEqualTo(engine.equals("auto") ? byMaster : engine);
        return metrics.get("weightsSha256").asText();
    }

    /** The same run on two threads of this JVM, over rows read in plain Java. */
    private static String locally() throws IOException {
        List<Example> rows = new ArrayList<>();
        for (String line : Files.readAllLines(oneFile)) {
            String[] cells = line.split(",");
            float[] x = new float[Digits.PIXELS];
            for (int i = 0; i < x.length; i++) {
                x[i] = Float.parseFloat(cells[i + 1]);
            }
            rows.add(new Example(x, new float[] {cells[0].charAt(1) - '0'}));
        }
        Network network = Network.of(Digits.PIXELS, List.of(32, 16), Activation.TANH, 10, Activation.SOFTMAX);
        TrainingPlan plan = new TrainingPlan(network, Loss.CROSS_ENTROPY, Batches.of(200, 25), SEED);
        HoldOut holdOut = new HoldOut(new Part(0.1, By.ROWS), new Part(0.1, By.ROWS));
        LocalRows packed = LocalRows.pack(
                rows.stream().map(MarkedExample::new).toList(),
                SEED,
                plan.batches(),
                holdOut,
                RowShape.dense(Digits.PIXELS, 1),
                RowTransforms.by(statistics -> Scaling.of(Scaling.Kind.STANDARD, statistics)));
        TrainingSettings settings = TrainingSettings.of(2, new Adam(), 0.003);
        try (LocalEngine engine = new LocalEngine(plan, packed, 2)) {
            return Fingerprint.sha256(new Trainer(engine, settings, TrainingListener.NONE)
                    .train(Initialisation.AUTO.parameters(network, SEED))
                    .parameters());
        }
    }
}
