package org.thalweg.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Made-up customers, of whom few leave, with two weakly informative numbers; every third row occurs twice, with another
 * id.
 */
public final class Customers {
    private static final List<String> REGIONS = List.of("north", "south", "east");

    private Customers() {}

    /** A CSV file of so many rows, with a header: id, region, age, spend, left. */
    public static String csv(int count, long seed) {
        StringBuilder csv = new StringBuilder("id,region,age,spend,left\n");
        lines(count, seed).forEach(line -> csv.append(line).append('\n'));
        return csv.toString();
    }

    /** Its lines. */
    public static List<String> lines(int count, long seed) {
        Random random = new Random(seed);
        List<String> lines = new ArrayList<>();
        String last = "";
        for (int row = 0; row < count; row++) {
            if (row % 3 != 2) {
                boolean left = random.nextInt(8) == 0;
                last = String.format(
                        Locale.ROOT,
                        "%s,%.2f,%.2f,%s",
                        REGIONS.get(random.nextInt(REGIONS.size())),
                        (left ? 1 : 0) + random.nextGaussian(),
                        (left ? -1 : 0) + random.nextGaussian(),
                        left ? "yes" : "no");
            }
            lines.add("c" + row + "," + last);
        }
        return lines;
    }

    /** A job over {@code customers.csv}, whose data section ends with what is held out. */
    public static String job(Workbench bench, String heldOut) {
        return """
                task: classification
                seed: 11
                data: { format: csv, path: %s, label: left, features: [age, spend], %s }
                network: { hidden: [4], activation: tanh }
                optimizer: { learningRate: 0.02 }
                training: { epochs: 6, batchSize: 32 }
                model: { path: %s, overwrite: true }
                output: { path: %s, format: csv, overwrite: true }
                """
                .formatted(bench.path("customers.csv"), heldOut, bench.path("model"), bench.path("scored"));
    }
}
