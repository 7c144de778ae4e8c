package org.thalweg.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A cluster of two machines that multiply matrices differently: a run says so. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class UnlikeExecutorsIT {
    @Test
    void runSaysWhichExecutorsRoundDifferently() throws Exception {
        Path folder = SparkInstallation.scratch("unlike");
        SparkInstallation spark = SparkInstallation.in(folder.resolve("spark"));
        Path model = folder.resolve("model");
        Path log = folder.resolve("train.log");
        List<Map<String, String>> workers = List.of(Map.of(), Map.of("JAVA_TOOL_OPTIONS", "-Dthalweg.blas=java"));
        try (StandaloneCluster cluster = StandaloneCluster.start(spark, folder, workers)) {
            List<String> arguments = List.of(
                    "--conf",
                    "spark.driver.host=127.0.0.1",
                    "--conf",
                    "spark.executor.memory=1g",
                    "--conf",
                    "spark.cores.max=2",
                    "--conf",
                    "spark.ui.enabled=false",
                    "train",
                    "--set",
                    "data.rows=500",
                    "--set",
                    "data.test.rows=100",
                    "--set",
                    "training.epochs=1",
                    "--set",
                    "model.path=" + model);
            int code = spark.submit("standalone", log, Map.of("MASTER", cluster.url()), arguments);
            assertThat(code).as(Files.readString(log)).isZero();
        }
        String warning = Files.readAllLines(log).stream()
                .filter(line -> line.startsWith("warning: the executors' matrix products round differently"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no warning in " + log));
        assertThat(warning).contains(" on 127.0.0.1: java (netlib)", " on 127.0.0.1: native (OpenBLAS ");
        JsonNode metrics =
                new ObjectMapper().readTree(model.resolve("metrics.json").toFile());
        assertThat(metrics.get("executors").asInt()).isEqualTo(2);
        assertThat(metrics.get("executorsAlike").asBoolean()).isFalse();
    }
}
