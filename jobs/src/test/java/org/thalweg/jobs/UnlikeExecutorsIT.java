package org.thalweg.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.thalweg.jobs.Workbench.Ran;
import org.thalweg.jobs.command.ExitCode;

/** A cluster of two machines that multiply matrices differently: a run says so. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class UnlikeExecutorsIT {
    @Test
    void runSaysWhichExecutorsRoundDifferently() throws Exception {
        Path folder = SparkInstallation.scratch("unlike");
        SparkInstallation spark = SparkInstallation.in(folder.resolve("spark"));
        Path model = folder.resolve("model");
        Ran ran;
        List<Map<String, String>> workers = List.of(Map.of(), Map.of("JAVA_TOOL_OPTIONS", "-Dthalweg.blas=java"));
        try (StandaloneCluster cluster = StandaloneCluster.start(spark, folder, workers)) {
            Workbench bench = StandaloneCluster.driverHere(folder.resolve("here"), Map.of());
            ran = bench.runOn(
                    cluster.url(),
                    "train",
                    "--set",
                    "data.rows=500",
                    "--set",
                    "data.test.rows=100",
                    "--set",
                    "training.epochs=1",
                    "--set",
                    "model.path=" + model);
        }
        assertThat(ran.code()).as(ran.err()).isEqualTo(ExitCode.DONE);
        String warning = ran.err()
                .lines()
                .filter(line -> line.startsWith("warning: the executors' matrix products round differently"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no warning in " + ran.err()));
        assertThat(warning).contains(" on 127.0.0.1: java (netlib)", " on 127.0.0.1: native (OpenBLAS ");
        JsonNode metrics =
                new ObjectMapper().readTree(model.resolve("metrics.json").toFile());
        assertThat(metrics.get("executors").asInt()).isEqualTo(2);
        assertThat(metrics.get("sameBlasEverywhere").asBoolean()).isFalse();
    }
}
