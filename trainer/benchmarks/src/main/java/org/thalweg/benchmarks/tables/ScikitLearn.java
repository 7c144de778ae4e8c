package org.thalweg.benchmarks.tables;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Trains scikit-learn's multilayer perceptron with default settings on the same files, by {@code tables.py}. */
final class ScikitLearn {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path script;
    private final int threads;
    private final boolean earlyStopping;

    /**
     * Copies the script to a folder.
     *
     * @param earlyStopping whether to hold out a tenth of the rows, and stop when they no longer improve
     */
    ScikitLearn(Path folder, int threads, boolean earlyStopping) {
        script = folder.resolve("tables.py");
        this.threads = threads;
        this.earlyStopping = earlyStopping;
        try (InputStream source = ScikitLearn.class.getResourceAsStream("tables.py")) {
            Files.copy(source, script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Trains a model and evaluates it on the test rows.
     *
     * @return the metrics, by their names in metrics.json; or {@code notMeasured} with the reason
     */
    JsonNode measures(GeneratedTable table, Path train, Path test, int seed) {
        String python = System.getenv().getOrDefault("THALWEG_PYTHON", "python3");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        python,
                        script.toString(),
                        table.name(),
                        train.toString(),
                        test.toString(),
                        Integer.toString(seed),
                        Boolean.toString(earlyStopping)))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(Map.of("OMP_NUM_THREADS", "" + threads, "OPENBLAS_NUM_THREADS", "" + threads));
        try {
            Process process = builder.start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int code = process.waitFor();
            return code == 0
                    ? JSON.readTree(out)
                    : JSON.createObjectNode().put("notMeasured", "tables.py ended with exit code " + code);
        } catch (IOException e) {
            return JSON.createObjectNode().put("notMeasured", e.getMessage());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
