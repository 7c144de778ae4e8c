package org.thalweg.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
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
    }

    private Ran train(String... more) {
        return bench.run(
                "train",
                job,
                java.util.stream.Stream.concat(WIDE.stream(), java.util.Arrays.stream(more))
                        .toList());
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
        assertThat(ran.told())
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
}
