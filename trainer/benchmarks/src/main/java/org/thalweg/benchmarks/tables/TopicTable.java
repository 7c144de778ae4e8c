package org.thalweg.benchmarks.tables;

import static org.thalweg.benchmarks.tables.TableWriter.effect;
import static org.thalweg.benchmarks.tables.TableWriter.logistic;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.apache.spark.sql.SparkSession;

/** Multilabel rows of 20 numbers. */
final class TopicTable implements GeneratedTable {
    private static final int NUMBERS = 20;
    private static final int LABELS = 10;

    @Override
    public String name() {
        return "topics";
    }

    @Override
    public void write(Path path, int rows, long seed, SparkSession spark) {
        TableWriter.write(
                path,
                TableWriter.names("x", NUMBERS) + "," + TableWriter.names("topic", LABELS),
                rows,
                seed,
                TopicTable::row);
    }

    private static String row(int index, RandomGenerator random) {
        double[] x = random.doubles(NUMBERS, -1.7, 1.7).toArray();
        StringBuilder row = new StringBuilder();
        for (double number : x) {
            row.append(String.format(Locale.ROOT, "%.4f,", number));
        }
        for (int label = 0; label < LABELS; label++) {
            double z = -1 - 0.2 * label;
            for (int i = 0; i < NUMBERS; i++) {
                z += 0.8 * effect(NUMBERS * label + i, 7) * x[i];
            }
            z += 1.5 * x[label] * x[label + 7];
            row.append(random.nextDouble() < logistic(2 * z) ? 1 : 0).append(label + 1 < LABELS ? "," : "");
        }
        return row.toString();
    }

    @Override
    public String job(Path train, Path test) {
        return """
                task: multilabel
                data:
                  format: csv
                  path: %s
                  label: [%s]
                  scale: standard
                  test: { path: %s }
                network: { hidden: [100] }
                """
                .formatted(train, TableWriter.names("topic", LABELS), test);
    }

    @Override
    public List<Measure> measures() {
        return List.of(new Measure("micro F1", "testMicroF1", true, 0.005, false));
    }
}
