package org.thalweg.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.Customers;
import org.thalweg.jobs.Workbench;
import org.thalweg.jobs.command.ExitCode;
import org.thalweg.model.Model;
import org.thalweg.model.ModelFile;
import org.thalweg.model.Threshold;

/** From which probability on a class is predicted: found by train, kept in the model, followed by all that predicts. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ThresholdTest {
    @TempDir
    Path folder;

    private Workbench bench;
    private String job;

    @BeforeEach
    void lay() {
        bench = Workbench.ofFewRows(folder);
        bench.write("customers.csv", Customers.csv(900, 5));
        job = Customers.job(bench, "validation: 0.3, test: 0.2");
    }

    private static List<String> set(String... overrides) {
        List<String> options = new ArrayList<>();
        for (String override : overrides) {
            options.addAll(List.of("--set", override));
        }
        return options;
    }

    /** Id, split, prediction, score and truth. */
    private List<String[]> scored(String... overrides) {
        List<String> options = set(overrides);
        options.addAll(set("output.columns=[id, split, prediction, score, left]"));
        bench.run("score", job, options).done();
        List<String> lines = bench.lines("scored", ".csv");
        assertThat(lines.get(0)).isEqualTo("id,split,prediction,score,left");
        return lines.stream().skip(1).map(line -> line.split(",")).toList();
    }

    private static double f1(List<String[]> rows, String split, double threshold) {
        double hits = 0;
        double wrong = 0;
        for (String[] row : rows) {
            boolean predicted = Double.parseDouble(row[3]) >= threshold;
            boolean left = row[4].equals("yes");
            hits += row[1].equals(split) && predicted && left ? 1 : 0;
            wrong += row[1].equals(split) && predicted != left ? 1 : 0;
        }
        return 2 * hits / (2 * hits + wrong);
    }

    private static double accuracy(List<String[]> rows, String split) {
        List<String[]> of = rows.stream().filter(row -> row[1].equals(split)).toList();
        return (double) of.stream().filter(row -> row[2].equals(row[4])).count() / of.size();
    }

    @Test
    void bestF1IsFoundOnValidationRowsAndFollowedByAll() throws IOException {
        Workbench.Ran trained =
                bench.run("train", job, set("output.threshold=bestF1")).done();
        JsonNode metrics = bench.metrics("model");
        double threshold = metrics.get("threshold").asDouble();
        Model model = ModelFile.read(bench.path("model/model.safetensors"));
        assertThat(model.description().threshold()).isEqualTo(new Threshold(threshold));
        assertThat(threshold).isBetween(0.05, 0.49);

        List<String[]> rows = scored();
        for (String[] row : rows) {
            assertThat(row[2]).isEqualTo(Double.parseDouble(row[3]) >= threshold ? "yes" : "no");
        }
        double best = f1(rows, "validation", threshold);
        assertThat(trained.err())
                .contains("threshold: " + threshold + ", of the best F1 on the validation rows, "
                        + String.format(Locale.ROOT, "%.4f", best));
        assertThat(trained.out())
                .contains("threshold   " + threshold + " with the best F1 on the validation rows: F1 "
                        + String.format(Locale.ROOT, "%.4f%n", best))
                .containsPattern("test +accuracy .*, ROC AUC 0[0-9.]+, F1 "
                        + String.format(Locale.ROOT, "%.4f", f1(rows, "test", threshold)) + ", loss ");
        assertThat(Files.readString(bench.path("model/report.html")))
                .contains("<dt>threshold</dt><dd>" + String.format(Locale.ROOT, "%.5f", threshold))
                .contains(", threshold " + threshold + ".");
        for (String[] row : rows) {
            assertThat(f1(rows, "validation", Double.parseDouble(row[3])))
                    .as("no score is a better threshold, up to a bin")
                    .isLessThan(best + 0.01);
        }
        assertThat(best).isGreaterThan(f1(rows, "validation", 0.5));
        for (String split : List.of("train", "validation", "test")) {
            assertThat(metrics.get(split + "Accuracy").asDouble())
                    .as("the last measures follow the threshold: " + split)
                    .isCloseTo(accuracy(rows, split), within(1e-9));
        }
        JsonNode evaluated = Workbench.json(
                bench.run("evaluate", job, List.of("--json")).done().out());
        assertThat(evaluated.get("threshold").asDouble()).isEqualTo(threshold);
        assertThat(evaluated.get("accuracy").asDouble()).isCloseTo(accuracy(rows, "test"), within(1e-9));
        assertThat(evaluated.get("classes").get("yes").get("f1").asDouble())
                .isCloseTo(f1(rows, "test", threshold), within(1e-9));
        assertThat(bench.run("evaluate", job, List.of()).done().out()).startsWith("threshold " + threshold + "\n");

        List<String[]> other = scored("output.threshold=0.9");
        assertThat(other).allMatch(row -> row[2].equals(Double.parseDouble(row[3]) >= 0.9 ? "yes" : "no"));
        assertThat(scored("output.threshold=bestF1"))
                .allMatch(row -> row[2].equals(Double.parseDouble(row[3]) >= threshold ? "yes" : "no"));
    }

    /** The same threshold and weights over other partitions; the weights are those of a run without one. */
    @Test
    void thresholdIsTheSameBitsOverPartitions() {
        bench.run("train", job, List.of()).done();
        String weights = bench.metrics("model").get("weightsSha256").asText();
        assertThat(bench.metrics("model").has("threshold")).isFalse();
        List<String> found = new ArrayList<>();
        for (String partitions :
                List.of("training.partitions=1", "training={partitions: 3, engine: spark, epochs: 6, batchSize: 32}")) {
            bench.run("train", job, set("output.threshold=bestF1", partitions)).done();
            JsonNode metrics = bench.metrics("model");
            assertThat(metrics.get("weightsSha256").asText()).isEqualTo(weights);
            found.add(metrics.get("threshold").asText() + " "
                    + metrics.get("testAccuracy").asText());
        }
        assertThat(found.get(1)).isEqualTo(found.get(0));
    }

    @Test
    void whatATrainedModelCannotDoIsOneMessage() {
        bench.run("train", job, List.of()).done();
        bench.run("score", job, set("output.threshold=bestF1"))
                .failed(
                        ExitCode.USAGE,
                        "output.threshold: expected a model that was trained with output.threshold, found one without at "
                                + bench.path("model") + "; train it again, or take a number");
        assertThat(bench.run("evaluate", job, set("output.threshold=0.2"))
                        .done()
                        .out())
                .startsWith("threshold 0.2\n");

        String regions = job.replace("label: left", "label: region");
        bench.run("train", regions, set("output.threshold=0.3"))
                .failed(
                        ExitCode.USAGE,
                        "output.threshold: expected only with two classes, found 3; remove output.threshold");
        // A share so small that no row is drawn.
        bench.run("train", Customers.job(bench, "validation: 0.000001"), set("output.threshold=bestF1"))
                .failed(
                        ExitCode.DATA,
                        "output.threshold: expected rows to validate on, found none held out of 900; hold more out with"
                                + " data.validation");
    }
}
