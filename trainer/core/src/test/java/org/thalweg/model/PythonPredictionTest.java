package org.thalweg.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.thalweg.data.DatePart;
import org.thalweg.data.DateReader;
import org.thalweg.data.FeatureColumn;
import org.thalweg.data.FeatureEncoding;
import org.thalweg.data.FeatureStatistics;
import org.thalweg.data.Scaling;
import org.thalweg.data.TargetScaling;
import org.thalweg.math.Philox;
import org.thalweg.nn.Activation;
import org.thalweg.nn.Loss;
import org.thalweg.nn.Network;

/** MODEL-FORMAT.md is sufficient for other languages: predict.py, which follows it, gives the same predictions. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PythonPredictionTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PYTHON = System.getenv().getOrDefault("THALWEG_PYTHON", "python3");
    private static final double TOLERANCE = 1e-6;

    @TempDir
    private Path folder;

    @BeforeAll
    static void requireNumpy() {
        Assumptions.assumeTrue(hasNumpy(), PYTHON + " with NumPy is not there");
    }

    private static boolean hasNumpy() {
        try {
            return new ProcessBuilder(PYTHON, "-c", "import numpy").start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    record Case(String name, Model model) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final FeatureEncoding ENCODING = new FeatureEncoding(
            List.of(
                    new FeatureColumn.Numeric("age", 1, List.of(0)),
                    new FeatureColumn.OneHot("colör", List.of("bl\"ue", "7", "true", "2.5", "1.0E-5", " x"), true),
                    new FeatureColumn.Hashed("straße", 50),
                    new FeatureColumn.OneHot("plain", List.of("a", "b"), false),
                    new FeatureColumn.Numeric("pair", 2, List.of(1)),
                    new FeatureColumn.Dates("begun", everyPart(), DateReader.ISO, "Europe/Berlin", true),
                    new FeatureColumn.Dates(
                            "ended",
                            List.of(DatePart.of(DatePart.Kind.DAY_OF_YEAR, false)),
                            "d. MMM yyyy 'at' HH:mm",
                            DateReader.UTC,
                            false)),
            true);

    private static List<DatePart> everyPart() {
        List<DatePart> parts = new ArrayList<>();
        for (DatePart.Kind kind : DatePart.Kind.values()) {
            if (kind.countsSince()) {
                parts.add(DatePart.since(kind, LocalDate.of(2019, 12, 31)));
            } else {
                parts.add(DatePart.of(kind, false));
                parts.add(DatePart.of(kind, kind.period() > 0));
            }
        }
        return parts;
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        List<String> labels = List.of("yes", "nein", "三");
        for (String activation : List.of(
                "identity",
                "relu",
                "leakyRelu",
                "leakyRelu(slope=0.2)",
                "sigmoid(slope=2.0)",
                "tanh",
                "elu(alpha=0.5)",
                "selu",
                "gelu",
                "silu",
                "softplus",
                "piecewiseLinear(xMin=-2.0, xMax=1.5)",
                "gaussian(mean=0.5, deviation=1.5)",
                "unitStep",
                "exponential",
                "formula(x * sigmoid(1.5e0 * x) - -max(x, 0.1)^2 / (1 + abs(-x)) + log(2 + tanh(x)) ^ 0.5)")) {
            Network network = Network.of(6, List.of(7, 5), Activation.parse(activation), 3, Activation.SOFTMAX);
            cases.add(new Case(activation, ModelExamples.classifier(network, Scaling.Kind.STANDARD, labels)));
        }
        Network network = Network.of(6, List.of(9, 7), Activation.RELU, 3, Activation.SOFTMAX);
        cases.add(new Case(
                "normalised",
                ModelExamples.classifier(network.withLayerNormalisation(), Scaling.Kind.MIN_MAX, labels)));
        cases.add(new Case("sparse", ModelExamples.classifier(network.withSparse(true), Scaling.Kind.MAX_ABS, labels)));
        cases.add(new Case("two classes by one output", ModelExamples.tiny()));
        cases.add(new Case("threshold of one output", ModelExamples.tiny().withThreshold(new Threshold(0.7))));
        Network two = Network.of(6, List.of(9), Activation.RELU, 2, Activation.SOFTMAX);
        cases.add(new Case(
                "threshold of two classes",
                ModelExamples.classifier(two, Scaling.Kind.STANDARD, labels.subList(0, 2))
                        .withThreshold(new Threshold(0.3))));
        cases.add(new Case(
                "multilabel",
                ModelExamples.multilabel(Network.of(6, List.of(9), Activation.TANH, 3, Activation.SIGMOID), labels)));
        cases.add(new Case("scaled targets", ModelExamples.ofScaledTargets()));
        cases.add(new Case(
                "autoencoder",
                ModelExamples.autoencoder(
                        Network.of(6, List.of(4, 2, 4), Activation.TANH, 6, Activation.IDENTITY),
                        Scaling.Kind.STANDARD)));
        cases.add(new Case("columns of every kind", encoded()));
        return cases.stream();
    }

    private static Model encoded() {
        Network network = Network.of(ENCODING.inputs(), List.of(8), Activation.TANH, 2, Activation.IDENTITY);
        FeatureStatistics statistics = ModelExamples.statistics(ENCODING.inputs());
        return Model.of(
                ModelDescription.regression("0.1.0", network, Loss.HALF_SQUARED_ERROR, List.of("y", "z"))
                        .withEncoding(ENCODING),
                ModelExamples.parameters(network, 7),
                Scaling.of(Scaling.Kind.STANDARD, statistics, ENCODING),
                new TargetScaling(new float[] {5, 0}, new float[] {2, 1}),
                statistics);
    }

    private static List<Object[]> rows(Model model) {
        Philox random = new Philox(9, 1);
        List<Object[]> rows = new ArrayList<>();
        Object[] kinds = {"bl\"ue", 7, 7.0, "7", true, 2.5, 1e-5, " x", "never seen", null, "", "  ", 3e10 + 0.5};
        for (int r = 0; r < 60; r++) {
            Object[] cells;
            if (model.description().encoding().isEmpty()) {
                cells = new Object[model.network().inputs()];
                for (int i = 0; i < cells.length; i++) {
                    cells[i] = 6.0 * random.nextFloat() - 3;
                }
            } else {
                // Texts of every length modulo 4.
                String street = "Große Straße".repeat(2).substring(0, r % 13);
                Object pair = r % 7 == 0
                        ? null
                        : r % 5 == 0 ? java.util.Arrays.asList(1.5, null) : List.of("0.25", random.nextFloat());
                Object age = r % 4 == 0 ? null : r % 4 == 1 ? "NaN" : r % 4 == 2 ? 33.3 : "12.5";
                String day = String.format(Locale.ROOT, "20%02d-%02d-%02d", r, 1 + r % 12, 1 + r % 28);
                String started =
                        r % 6 == 0 ? null : r % 6 == 1 ? day : day + (r % 2 == 0 ? "T13:05:30.5" : "T23:59:00+05:30");
                String ended = r % 5 == 0 ? "" : "3. Feb 20" + (10 + r) + " at 07:" + (10 + r % 50);
                String plain = r % 3 == 0 ? "c" : r % 3 == 1 ? "a" : null;
                cells = new Object[] {age, kinds[r % kinds.length], street, plain, pair, started, ended};
            }
            rows.add(cells);
        }
        return rows;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void predictsTheSame(Case given) throws Exception {
        Path file = folder.resolve("model.safetensors");
        ModelFile.write(given.model(), file);
        List<Object[]> rows = rows(given.model());
        Path input = folder.resolve("rows.jsonl");
        List<String> lines = new ArrayList<>();
        for (Object[] row : rows) {
            lines.add(JSON.writeValueAsString(row));
        }
        Files.write(input, lines);
        List<String> out = python(file, input);
        List<RowPrediction> expected = given.model().rowPredictor().predictAll(rows);
        assertThat(out).hasSameSizeAs(expected);
        for (int r = 0; r < out.size(); r++) {
            requireEqual(
                    given.model(), JSON.readTree(out.get(r)), expected.get(r).prediction(), "row " + r);
        }
    }

    private List<String> python(Path model, Path rows) throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(
                        PYTHON, Path.of("predict.py").toAbsolutePath().toString(), model.toString(), rows.toString())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor()).as(Files.readString(err)).isZero();
        return Files.readAllLines(out);
    }

    private static void requireEqual(Model model, JsonNode found, Prediction expected, String where) {
        if (expected instanceof Prediction.OfClass answer) {
            List<String> labels = model.description().classLabels();
            requireClose(found.get("probabilities"), labels, answer.probabilities(), where);
            assertThat(found.get("class").asText()).as(where).isEqualTo(answer.label());
        } else if (expected instanceof Prediction.OfLabels answer) {
            requireClose(found.get("probabilities"), model.description().targetNames(), answer.probabilities(), where);
            assertThat(found.get("labels"))
                    .as(where)
                    .extracting(JsonNode::asText)
                    .isEqualTo(answer.labels());
        } else if (expected instanceof Prediction.OfValues answer) {
            for (int t = 0; t < answer.values().length; t++) {
                double unit = model.targetScaling().deviationOf(t);
                double least = Math.ulp(answer.values()[t]);
                assertThat(found.get(model.description().targetNames().get(t)).asDouble())
                        .as(where)
                        .isCloseTo(answer.values()[t], within(Math.max(least, TOLERANCE * unit)));
            }
        } else if (expected instanceof Prediction.OfReconstruction answer) {
            requireClose(found.get("values"), answer.values(), where);
            requireClose(found.get("code"), answer.code(), where);
            assertThat(found.get("error").asDouble())
                    .as(where)
                    .isCloseTo(answer.error(), within(TOLERANCE * Math.max(1, answer.error())));
        }
    }

    private static org.assertj.core.data.Offset<Double> within(double tolerance) {
        return org.assertj.core.data.Offset.offset(tolerance);
    }

    private static void requireClose(JsonNode found, List<String> names, float[] expected, String where) {
        for (int i = 0; i < expected.length; i++) {
            assertThat(found.get(names.get(i)).asDouble())
                    .as("%s, %s", where, names.get(i))
                    .isCloseTo(expected[i], within(TOLERANCE));
        }
    }

    private static void requireClose(JsonNode found, float[] expected, String where) {
        assertThat(found).as(where).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(found.get(i).asDouble())
                    .as("%s, %d", where, i)
                    .isCloseTo(expected[i], within(TOLERANCE * Math.max(1, Math.abs(expected[i]))));
        }
    }
}
