package org.thalweg.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.thalweg.jobs.Workbench.Ran;
import org.thalweg.jobs.command.ExitCode;

/** A disk with no room left: a file system of this test's own, in memory. Skipped where none may be mounted. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class FullDiskIT {
    /** Of two layers of 64 units: neither a checkpoint nor the model fits on the disk. */
    private static final List<String> WIDE = List.of(
            "--set",
            "network={ hidden: [64, 64], activation: tanh }",
            "--set",
            "training={ epochs: 4, batchSize: 64 }");

    @TempDir
    Path folder;

    private Workbench bench;
    private Path disk;
    private String job;

    private static boolean ran(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @BeforeEach
    void mount() throws Exception {
        bench = new Workbench(folder);
        disk = Files.createDirectory(folder.resolve("disk"));
        Assumptions.assumeTrue(
                ran("mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", disk.toString()), "nothing may be mounted here");
        bench.write("flowers.csv", Flowers.csv(Flowers.of(200, 1)));
        job = Flowers.csvJob(bench, "flowers.csv");
    }

    @AfterEach
    void unmount() throws InterruptedException {
        ran("umount", disk.toString());
        ran("umount", "-l", small().toString()); // A task that was cancelled may hold a file for a moment.
    }

    private Path small() {
        return folder.resolve("small");
    }

    /** A disk that Spark's local folders are on. */
    private Path mountSmall(int megabytes) throws Exception {
        Files.createDirectory(small());
        assertThat(ran("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", small().toString()))
                .isTrue();
        return small();
    }

    private Ran train(String... more) {
        return bench.run(
                "train", job, Stream.concat(WIDE.stream(), Stream.of(more)).toList());
    }

    private String sha256() {
        return bench.metrics("model").get("weightsSha256").asText();
    }

    @Test
    void theRunGoesOnWithoutTheCheckpointsThatFindNoRoom() {
        train().done();
        String expected = sha256();
        Ran ran = train("--overwrite", "--set", "checkpoint={ everySteps: 1, keep: 2, path: " + disk + "/kept }");
        assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.DONE);
        assertThat(ran.err())
                .containsPattern("warning: checkpoint after step [0-9]+: could not be written: .*No space");
        assertThat(sha256()).isEqualTo(expected);
        assertThat(bench.metrics("model").get("checkpointsWritten").asInt()).isZero();
        assertThat(bench.metrics("model").get("checkpointsFailed").asInt()).isPositive();
    }

    @Test
    void aModelThatFindsNoRoomIsOneMessageAndTheRunCanBeTakenUp() {
        Ran ran = train(
                "--set",
                "model.path=" + disk + "/model",
                "--set",
                "network={ hidden: [128, 64], activation: tanh }",
                "--set",
                "checkpoint={ everyEpochs: 1, path: " + bench.path("kept") + " }");
        assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.reported())
                .startsWith("cannot write model.safetensors for ")
                .contains("No space left on device; nothing is left there");
        assertThat(bench.files("disk")).isEmpty();
        Ran resumed = train(
                "--resume",
                "--set",
                "network={ hidden: [128, 64], activation: tanh }",
                "--set",
                "checkpoint={ everyEpochs: 1, path: " + bench.path("kept") + " }");
        resumed.done();
        assertThat(resumed.err()).contains("resumed: after step ");
    }

    private Ran trainDigits(String... set) throws Exception {
        Path local = mountSmall(20);
        Ran ran = Workbench.with(folder, Map.of("spark.local.dir", local.toString()))
                .run(digits(Stream.concat(Stream.of("model.path=" + bench.path("model")), Stream.of(set)))
                        .toArray(String[]::new));
        assertThat(bench.contents("small")).as("nothing half-written").isEmpty();
        assertThat(bench.files("model")).isEmpty();
        return ran;
    }

    private static Stream<String> digits(Stream<String> set) {
        return Stream.concat(Stream.of("train"), set.flatMap(pair -> Stream.of("--set", pair)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"driver", "spark"})
    void rowsThatTheDiskHasNoRoomForAreRefusedBeforeTheyAreRead(String engine) throws Exception {
        Ran ran = trainDigits("data.rows=8000", "data.storage=disk", "training.engine=" + engine);
        ran.failed(
                ExitCode.TRAINING,
                "disk: expected 26 MB free for packed rows, which take 26 MB (8,000 rows of 785 numbers), found 21 MB ("
                        + small() + "); free space there, set another folder in spark.local.dir (on a cluster in the"
                        + " settings of its nodes, such as SPARK_LOCAL_DIRS), read fewer columns, or use more executors;"
                        + " or set data.storage: memory, if the heap is large enough");
    }

    @Test
    void aDiskThatTheShuffleFillsIsOneMessage() throws Exception {
        Ran ran = trainDigits("data.rows=30000", "data.storage=memory");
        assertThat(ran.err()).contains("warning: the rows and their shuffle take 95 MB of disk at most");
        assertThat(ran.code()).isEqualTo(ExitCode.TRAINING);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.reported())
                .startsWith("disk: expected space for Spark's own files, such as the shuffle of rows between")
                .containsPattern(
                        "found a full disk \\(" + small() + ", with [0-9]+ MB of this run's files in it\\); free space")
                .doesNotContain("\n");
    }

    @Test
    void anExecutorWithoutRoomForItsShareIsOneMessage() throws Exception {
        Path local = mountSmall(64); // Spark's copy of the jar is there too.
        Path scratch = SparkInstallation.scratch("full-disk");
        SparkInstallation spark = SparkInstallation.in(scratch.resolve("spark"));
        Ran ran;
        try (StandaloneCluster cluster =
                StandaloneCluster.start(spark, scratch, List.of(Map.of("SPARK_LOCAL_DIRS", local.toString())))) {
            ran = StandaloneCluster.driverHere(scratch.resolve("here"), Map.of("spark.cores.max", "1"))
                    .runOn(
                            cluster.url(),
                            digits(Stream.of(
                                            "data.rows=16000",
                                            "data.storage=disk",
                                            "model.path=" + bench.path("model")))
                                    .toArray(String[]::new));
        }
        ran.failed(ExitCode.TRAINING, ran.reported());
        assertThat(ran.reported())
                .startsWith("disk: expected 26 MB free for a task's share of the packed rows, found ")
                .containsPattern(" MB \\(" + local + "\\S* on 127\\.0\\.0\\.1, executor 0\\); free space there")
                .doesNotContain("\n");
        assertThat(bench.files("model")).isEmpty();
    }
}
