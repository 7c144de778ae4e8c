package org.thalweg.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.thalweg.jobs.Flowers;
import org.thalweg.jobs.Workbench;
import org.thalweg.jobs.Workbench.Ran;
import org.thalweg.jobs.command.ExitCode;

/** Plan forecasts epochs on other clusters, and writes nothing. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class PlanTest {
    @TempDir
    Path folder;

    private Workbench bench;
    private String job;

    @BeforeEach
    void lay() {
        bench = new Workbench(folder);
        bench.write("flowers.csv", Flowers.csv(Flowers.of(300, 1)));
        job = Flowers.csvJob(bench, "flowers.csv");
    }

    @Test
    void stepsAreMeasuredHereAndNothingIsWritten() {
        Ran ran = bench.run("plan", job, List.of("--executors", "1..6", "--cores", "2", "--rows", "9000000"))
                .done();

        assertThat(ran.out())
                .contains("epoch      9,000,000 rows")
                .containsPattern("measured   here on \\d+ threads? of one machine")
                .containsPattern("(?m)^ +1 +[0-9.]+ ")
                .containsPattern("(?m)^ +4 +[0-9.]+ ")
                .containsPattern("(?m)^ +6 +[0-9.]+ ")
                .containsPattern("(?m)^pays ")
                .contains("alone      one machine of 2 cores");
        assertThat(bench.files()).containsExactly("flowers.csv", "job.yaml");
    }

    @Test
    void aFinishedRunSaysWhatItsStepsCost() throws Exception {
        bench.run("train", job, List.of("--set", "training.epochs=4")).done();
        String metrics = bench.path("model/metrics.json").toString();
        assertThat(Files.readString(Path.of(metrics)))
                .contains("\"stepSeconds\"", "\"threads\"", "\"optimizerArrays\" : 2", "\"localSteps\" : 1")
                .doesNotContain("stepRestSeconds");

        Ran ran = bench.run("plan", job, List.of("--from", metrics, "--executors", "2"))
                .done();

        assertThat(ran.out()).contains("measured   by the run on").contains("no network: the run was in one JVM");
        assertThat(ran.err()).doesNotContain("measuring training steps");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--executors|0|--executors: expected 1 to 10000, found 0",
                "--executors|8..2|--executors: expected the smaller number first, found 8..2",
                "--executors|many|--executors: expected a number, a list such as 1,2,4, or a range such as 1..256, found many",
                "--cores|0|--cores: expected 1 to 1024, found 0",
                "--gigabits|-1|--gigabits: expected a finite number above 0, found -1.0",
                "--gigabits|NaN|--gigabits: expected a finite number above 0, found NaN",
                "--latency-millis|-3|--latency-millis: expected 0 to 10000, found -3.0",
                "--rows|0|--rows: expected 1 to 1000000000000, found 0",
                "--from|nowhere.json|--from: expected a file, found nothing at nowhere.json; check the path"
            })
    void badOptionsAreRefused(String option, String value, String message) {
        bench.run("plan", job, List.of(option, value)).failed(ExitCode.USAGE, message);
    }

    @Test
    void metricsOfAnotherJobOrOfNoSenseAreRefused() throws Exception {
        bench.run("train", job, List.of("--set", "training.epochs=4")).done();
        String metrics = bench.path("model/metrics.json").toString();
        String json = Files.readString(Path.of(metrics));

        bench.run("plan", job, List.of("--from", metrics, "--set", "name=other"))
                .failed(
                        ExitCode.USAGE,
                        "--from: expected the metrics of a run of other, found those of job in " + metrics
                                + "; use that run's job file");
        String bad = bench.write("bad.json", json.replaceFirst("\"stepsPerEpoch\" : [0-9]+", "\"stepsPerEpoch\" : -3"))
                .toString();
        bench.run("plan", job, List.of("--from", bad))
                .failed(
                        ExitCode.USAGE,
                        "--from: expected the metrics.json of a run, found invalid numbers in " + bad
                                + "; leave --from out to measure here");
    }

    @Test
    void metricsOfAnOlderRunAreRefused() {
        String old = bench.write("old.json", "{\"rows\": 5}").toString();

        bench.run("plan", job, List.of("--from", old))
                .failed(
                        ExitCode.USAGE,
                        "--from: expected the metrics.json of a run that measured its steps, found no such measurements in "
                                + old
                                + ": the run was of an older version, or too short; leave --from out to measure here");
    }
}
