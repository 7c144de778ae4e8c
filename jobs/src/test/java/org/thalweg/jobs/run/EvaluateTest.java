package org.thalweg.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.jobs.Flowers;
import org.thalweg.jobs.Workbench;

/** What evaluate prints is what a plain recount of the scored rows comes to. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class EvaluateTest {
    private static final List<String> KINDS = List.of("setosa", "versicolor", "virginica");

    @TempDir
    Path folder;

    private static List<String[]> scored(Workbench bench, String job) {
        bench.run("score", job, List.of("--set", "output.format=csv")).done();
        return bench.lines("scored", ".csv").stream()
                .skip(1)
                .map(line -> line.split(","))
                .toList();
    }

    private static double after(String text, String name) {
        return Double.parseDouble(text.lines()
                .filter(line -> line.startsWith(name + " "))
                .findFirst()
                .orElseThrow()
                .substring(name.length())
                .trim()
                .replace(",", ""));
    }

    @Test
    void classifiersFiguresAreARecount() {
        Workbench bench = new Workbench(folder);
        bench.write("flowers.csv", Flowers.csv(Flowers.of(400, 9)));
        String job = Flowers.csvJob(bench, "flowers.csv");
        // Two steps: a model that still mistakes some for others.
        bench.run("train", job, List.of("--set", "training={ epochs: 1, batchSize: 200 }"))
                .done();
        String text = bench.run("evaluate", job, List.of()).done().out();
        List<String[]> rows = scored(bench, job);
        assertThat(rows).hasSize(400);

        int[][] confusion = new int[3][3];
        double loss = 0;
        for (String[] row : rows) {
            int label = KINDS.indexOf(row[2]);
            confusion[label][KINDS.indexOf(row[3])]++;
            loss -= Math.log(Double.parseDouble(row[4 + label]));
        }
        int right = confusion[0][0] + confusion[1][1] + confusion[2][2];
        assertThat(right).isBetween(1, 399);
        assertThat(after(text, "rows")).isEqualTo(400);
        assertThat(after(text, "accuracy")).isCloseTo(right / 400.0, within(0.5e-4));
        assertThat(after(text, "log loss")).isCloseTo(loss / 400, within(1e-5));
        List<String> lines = text.lines().toList();
        for (int c = 0; c < 3; c++) {
            int kind = c;
            double of = IntStream.range(0, 3).map(k -> confusion[kind][k]).sum();
            double as = IntStream.range(0, 3).map(k -> confusion[k][kind]).sum();
            double recall = confusion[c][c] / of;
            double precision = as == 0 ? 0 : confusion[c][c] / as;
            double f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
            List<String[]> reported = lines.stream()
                    .filter(line -> line.startsWith(KINDS.get(kind) + " "))
                    .map(line -> line.split(" +"))
                    .toList();
            assertThat(reported).hasSize(2);
            assertThat(numbers(reported.get(0))).hasSize(4);
            double[] expected = {precision, recall, f1, of};
            for (int i = 0; i < 4; i++) {
                assertThat(numbers(reported.get(0))[i])
                        .as(KINDS.get(c) + " " + i)
                        .isCloseTo(expected[i], within(0.51e-4));
            }
            assertThat(numbers(reported.get(1)))
                    .containsExactly(
                            Arrays.stream(confusion[c]).asDoubleStream().toArray());
        }
    }

    private static double[] numbers(String[] words) {
        return Arrays.stream(words).skip(1).mapToDouble(Double::parseDouble).toArray();
    }

    @Test
    void regressorsFiguresAreARecountOnTheTestRows() {
        Workbench bench = new Workbench(folder);
        Random random = new Random(12);
        String rows = IntStream.range(0, 200)
                .mapToObj(i -> {
                    double x = random.nextGaussian();
                    return x + "," + (2 * x + 5 + 0.3 * random.nextGaussian());
                })
                .collect(Collectors.joining("\n", "x,y\n", "\n"));
        bench.write("line.csv", rows);
        bench.write("test.csv", String.join("\n", rows.lines().limit(50).toList()) + "\n");
        String job =
                """
                task: regression
                data: { format: csv, path: %s, label: y }
                network: { hidden: [] }
                optimizer: { learningRate: 0.5 }
                training: { epochs: 5, batchSize: 50 }
                model: { path: %s }
                output: { path: %s }
                """
                        .formatted(bench.path("line.csv"), bench.path("model"), bench.path("scored"));
        bench.run("train", job, List.of()).done();
        String text = bench.run("evaluate", job, List.of("--set", "data.test.path=" + bench.path("test.csv")))
                .done()
                .out();
        List<String[]> scored = new ArrayList<>(scored(bench, job)).subList(0, 49);

        double mean = scored.stream()
                .mapToDouble(row -> Double.parseDouble(row[1]))
                .average()
                .orElseThrow();
        double squares = 0;
        double absolute = 0;
        double total = 0;
        for (String[] row : scored) {
            double y = Double.parseDouble(row[1]);
            double error = Double.parseDouble(row[2]) - y;
            squares += error * error;
            absolute += Math.abs(error);
            total += (y - mean) * (y - mean);
        }
        assertThat(after(text, "rows")).isEqualTo(49);
        assertThat(after(text, "RMSE")).isCloseTo(Math.sqrt(squares / 49), within(1e-4));
        assertThat(after(text, "MAE")).isCloseTo(absolute / 49, within(1e-4));
        assertThat(after(text, "R²")).isCloseTo(1 - squares / total, within(1e-4));
    }
}
