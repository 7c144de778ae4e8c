package org.thalweg.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.package$;
import org.junit.jupiter.api.Test;

/** The params of the Python package are those that Java declares. */
class PythonParamsTest {
    private static final Path MODULE =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath();

    /** To update the module, copy the file that the message names. */
    @Test
    void pythonDeclaresWhatTheStagesDeclare() throws IOException {
        assumeThat(package$.MODULE$.SPARK_VERSION())
                .as("the Spark whose own params are documented")
                .startsWith("4.");
        String expected = PythonParams.module(
                List.of(
                        new MlpClassifier(),
                        new MlpRegressor(),
                        new MlpMultiRegressor(),
                        new MlpMultilabelClassifier(),
                        new MlpAutoencoder()),
                List.of(
                        new MlpClassifierModel(),
                        new MlpRegressorModel(),
                        new MlpMultiRegressorModel(),
                        new MlpMultilabelClassifierModel(),
                        new MlpAutoencoderModel()));
        Path made = Files.writeString(MODULE.resolve("target/_params.py"), expected);
        Path module = MODULE.resolveSibling("python/src/thalweg/_params.py");
        assertThat(Files.exists(module) ? Files.readString(module) : "")
                .as("copy " + made + " to " + module)
                .isEqualTo(expected);
    }
}
