package org.thalweg.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.FaultPlugin;
import org.thalweg.jobs.Flowers;
import org.thalweg.jobs.Workbench;
import org.thalweg.jobs.Workbench.Ran;
import org.thalweg.jobs.command.ExitCode;

/** Steps that go wrong in Spark's tasks, in local mode. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StepFaultTest {
    @TempDir
    Path folder;

    private Workbench bench;
    private String job;

    @BeforeEach
    void lay() {
        bench = new Workbench(folder);
        bench.write("flowers.csv", Flowers.csv(Flowers.of(200, 1)));
        job = Flowers.csvJob(bench, "flowers.csv");
    }

    private Ran trainWith(FaultPlugin.Fault fault, String master, String... more) {
        Map<String, String> settings = Map.of(
                "spark.plugins",
                FaultPlugin.class.getName(),
                FaultPlugin.FAULT,
                fault.name(),
                FaultPlugin.AT,
                "epoch 2, step 2",
                FaultPlugin.MARKER,
                bench.path("happened").toString());
        settings.forEach(System::setProperty);
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.addAll(List.of("--set", "training.engine=spark"));
        try {
            return bench.runOn(master, "train", job, arguments);
        } finally {
            settings.keySet().forEach(System::clearProperty);
        }
    }

    @Test
    void aTaskThatFailsOnceIsTakenAgainWhereSparkMay() {
        bench.run("train", job, List.of()).done();
        String expected = bench.metrics("model").get("weightsSha256").asText();
        Ran ran = trainWith(FaultPlugin.Fault.FAIL, "local[2,4]", "--overwrite");
        assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.DONE);
        assertThat(bench.path("happened")).exists();
        assertThat(bench.metrics("model").get("weightsSha256").asText()).isEqualTo(expected);
    }

    @Test
    void aStepThatHangsEndsTheRunInTimeAndItsCheckpointsAreKept() {
        long start = System.nanoTime();
        Ran ran = trainWith(
                FaultPlugin.Fault.HANG,
                "local[2]",
                "--set",
                "training.stepDeadlineSeconds=2.75",
                "--set",
                "checkpoint.everySteps=3");
        assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.TRAINING);
        assertThat(ran.reported())
                .isEqualTo("epoch 2, step 2: expected every task to end within 2.75 s, found some that had not; see the"
                        + " executors' logs and the cluster's free slots, or raise training.stepDeadlineSeconds");
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(60);
        assertThat(bench.files("model")).isEmpty();
        assertThat(bench.files("model.checkpoints")).isNotEmpty();
        bench.run("train", job, List.of("--resume", "--set", "checkpoint.everySteps=3"))
                .done();
        String resumed = bench.metrics("model").get("weightsSha256").asText();
        bench.run("train", job, List.of("--overwrite")).done();
        assertThat(resumed)
                .isEqualTo(bench.metrics("model").get("weightsSha256").asText());
    }
}
