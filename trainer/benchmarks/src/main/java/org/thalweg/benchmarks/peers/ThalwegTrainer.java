package org.thalweg.benchmarks.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Our trainer: {@code jobs/run train} with a job file in local mode, as users run it, with defaults. */
final class ThalwegTrainer implements PeerTrainer {
    /** The activation and optimizer of the job. */
    enum Method {
        /** ReLU and Adam over batches. */
        ADAM("relu", "{ type: adam, learningRate: 0.001 }"),
        /** Sigmoid and L-BFGS over all rows, as MLlib's perceptron does. */
        LBFGS("sigmoid", "{ type: lbfgs }");

        private final String activation;
        private final String optimizer;

        Method(String activation, String optimizer) {
            this.activation = activation;
            this.optimizer = optimizer;
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path run;
    private final Path folder;
    private final Method method;
    private boolean built;

    /**
     * Jobs with their files in the given folder.
     *
     * @param home the repository's folder
     */
    ThalwegTrainer(Path home, Path folder, Method method) {
        this.run = home.resolve("jobs/run");
        this.folder = folder;
        this.method = method;
    }

    @Override
    public String name() {
        return method == Method.ADAM ? "Thalweg" : "Thalweg, L-BFGS";
    }

    @Override
    public Measured train(Request request) {
        build();
        Path job = folder.resolve("job.yaml");
        Path model = folder.resolve("model");
        try {
            Files.writeString(job, job(request, model));
            TrainerProcess.Output output = run("--master", "local[" + request.threads() + "]", "train", job.toString());
            JsonNode metrics = JSON.readTree(Files.readString(model.resolve("metrics.json")));
            String about = "Thalweg %s, Spark %s, Java %s; %s"
                    .formatted(
                            metrics.get("thalweg").asText(),
                            metrics.get("spark").asText(),
                            metrics.get("java").asText(),
                            metrics.get("blas").asText());
            List<String> history = Files.readAllLines(model.resolve("history.jsonl"));
            return new Measured(about, epochs(history, request.problem().rows()), output.seconds());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets the script build what is missing before the measurement starts. */
    private void build() {
        if (!built) {
            run("--version");
            built = true;
        }
    }

    private TrainerProcess.Output run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(run.toString()));
        command.addAll(List.of(arguments));
        try {
            return new TrainerProcess(folder).run(command, Map.of());
        } catch (NotMeasuredException e) {
            throw new IllegalStateException(String.join(" ", command) + ": " + e.getMessage());
        }
    }

    /** The passes over all rows in a run's history: one per epoch; with L-BFGS one or more. */
    static List<Epoch> epochs(List<String> history, int rows) throws IOException {
        Stream.Builder<Epoch> epochs = Stream.builder();
        for (String line : history) {
            JsonNode fields = JSON.readTree(line);
            long passes = fields.get("rows").asLong() / rows;
            for (long pass = 0; pass < passes; pass++) {
                epochs.add(new Epoch(
                        fields.get("seconds").asDouble() / passes,
                        0,
                        fields.path("validationLoss").asDouble(Double.NaN),
                        fields.path("validationAccuracy").asDouble(Double.NaN)));
            }
        }
        return epochs.build().toList();
    }

    private String job(Request request, Path model) {
        Problem problem = request.problem();
        String stop = request.goal()
                .map(goal -> String.format(
                        Locale.ROOT,
                        ", target: { metric: %s, value: %s }",
                        goal.metric() == Goal.Metric.LOSS ? "validationLoss" : "validationAccuracy",
                        goal.value()))
                .orElse("");
        return """
                name: peers
                task: classification
                seed: %d
                data: { %s%s }
                network: { hidden: %s, activation: %s }
                optimizer: %s
                training: { epochs: %d, batchSize: %s%s }
                model: { path: %s, overwrite: true }
                """
                .formatted(
                        request.seed(),
                        problem.job(),
                        request.goal().isPresent() ? ", validation: " + problem.validation() : "",
                        problem.hidden(),
                        method.activation,
                        method.optimizer,
                        request.epochs(),
                        method == Method.LBFGS ? "full" : request.batch(),
                        stop,
                        model);
    }
}
