package org.thalweg.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Made-up rows of three kinds of flowers, which a small network can classify after a few epochs. */
public final class Flowers {
    private static final List<String> KINDS = List.of("setosa", "versicolor", "virginica");

    private Flowers() {}

    /** A flower; its numbers are as written. */
    public record Flower(String petal, String sepal, String kind) {
        /** The number of its kind. */
        public int number() {
            return KINDS.indexOf(kind);
        }

        /** Its cells, joined. */
        public String joined(String separator) {
            return String.join(separator, petal, sepal, kind);
        }
    }

    /** So many flowers, the same ones for a seed. */
    public static List<Flower> of(int count, long seed) {
        Random random = new Random(seed);
        List<Flower> flowers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int kind = random.nextInt(KINDS.size());
            flowers.add(new Flower(
                    decimal(2.0 * kind + random.nextGaussian() * 0.3),
                    decimal(Math.abs(kind - 1) + random.nextGaussian() * 0.3),
                    KINDS.get(kind)));
        }
        return flowers;
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    /** Lines of a file, one a flower. */
    public static String lines(List<Flower> flowers, Function<Flower, String> line) {
        return flowers.stream().map(line).collect(Collectors.joining("\n", "", "\n"));
    }

    /** A CSV file with a header. */
    public static String csv(List<Flower> flowers) {
        return "petal,sepal,kind\n" + lines(flowers, flower -> flower.joined(","));
    }

    /** A job that trains on what its data section says, into the folder {@code model}. */
    public static String job(Workbench bench, String data) {
        return """
                task: classification
                seed: 7
                data:
                %snetwork: { hidden: [8], activation: tanh }
                optimizer: { type: adam, learningRate: 0.05 }
                training: { epochs: 8, batchSize: 32 }
                model: { path: %s }
                output: { path: %s }
                """
                .formatted(data.indent(2), bench.path("model"), bench.path("scored"));
    }

    /** A job for CSV files. */
    public static String csvJob(Workbench bench, String path) {
        return job(bench, "format: csv\npath: " + bench.path(path) + "\nlabel: kind\n");
    }
}
