package org.thalweg.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The jobs that stand in jobs/examples run from the repository's root, and learn what they are meant to. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ExamplesIT {
    private static JsonNode train(String example, String... more) throws IOException, InterruptedException {
        Path folder = SparkInstallation.scratch(example);
        Path model = folder.resolve("model");
        List<String> arguments =
                new ArrayList<>(List.of("train", "jobs/examples/" + example + ".yaml", "--set", "model.path=" + model));
        arguments.addAll(List.of(more));
        RunScript.Ended ended = RunScript.in(RunScript.repository(), Map.of(), arguments);
        assertThat(ended.code()).as(ended.err()).isZero();
        return Workbench.json(Files.readString(model.resolve("metrics.json")));
    }

    @Test
    void digitsAreTold() throws Exception {
        JsonNode metrics = train("digits", "--set", "training.epochs=3");
        assertThat(metrics.get("testAccuracy").asDouble()).isGreaterThan(0.9);
    }

    @Test
    void pumpsConditionsAreTold() throws Exception {
        assertThat(train("pumps").get("validationAccuracy").asDouble()).isGreaterThan(0.9);
    }

    @Test
    void powerDrawIsExplained() throws Exception {
        assertThat(train("energy").get("validationR2").asDouble()).isGreaterThan(0.95);
    }

    @Test
    void digitsAreReadBackFromTheirCodes() throws Exception {
        JsonNode metrics = train("autoencoder", "--set", "training.epochs=5");
        assertThat(metrics.get("validationR2").asDouble()).isGreaterThan(0.4);
    }

    @Test
    void rentsAreExplained() throws Exception {
        assertThat(train("rents").get("validationR2").asDouble()).isGreaterThan(0.9);
    }

    @Test
    void mnistIsTold() throws Exception {
        Path mnist = SparkInstallation.mnist();
        Assumptions.assumeTrue(mnist != null, "MNIST is not there: see THALWEG_MNIST");
        JsonNode metrics = train(
                "mnist",
                "--set",
                "training.epochs=1",
                "--set",
                "data.path=" + mnist.resolve("train-images-idx3-ubyte.gz"),
                "--set",
                "data.labels=" + mnist.resolve("train-labels-idx1-ubyte.gz"),
                "--set",
                "data.test.path=" + mnist.resolve("t10k-images-idx3-ubyte.gz"),
                "--set",
                "data.test.labels=" + mnist.resolve("t10k-labels-idx1-ubyte.gz"));
        assertThat(metrics.get("rows").asInt() + metrics.get("validationRows").asInt())
                .isEqualTo(60_000);
        assertThat(metrics.get("testRows").asInt()).isEqualTo(10_000);
        // One epoch of twelve, all of it warming up.
        assertThat(metrics.get("testAccuracy").asDouble()).isGreaterThan(0.93);
    }
}
