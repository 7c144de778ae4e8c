package org.thalweg.benchmarks;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * MNIST in five tasks, two classes each, that come in one after the other: what a model that begins with its last weights
 * still knows of all ten classes at the end, alone and with a sample of the old rows beside the new ones.
 */
final class Forgetting {
    private static final int TASKS = 5;
    private static final String TRAINING = "{ epochs: 5, batchSize: 128, laneRows: 64 }";

    private Forgetting() {}

    static void run(int threads) {
        MnistParts mnist = MnistParts.open();
        Map<Integer, String> variants = new TreeMap<>(Map.of(
                0,
                "warm start, new rows alone",
                mnist.rows() / 50,
                "warm start, rehearsal of 2 %",
                mnist.rows() / 10,
                "warm start, rehearsal of 10 %"));
        System.out.printf("MNIST by pairs of classes: accuracy on all ten after each task%n");
        variants.forEach((rows, name) -> {
            RetrainSequence nights =
                    new RetrainSequence(mnist, "rehearsal: { rows: " + rows + ", byClass: true }", TRAINING, threads);
            StringBuilder line = new StringBuilder(String.format("  %-30s", name));
            for (int task = 0; task < TASKS; task++) {
                int first = 2 * task;
                mnist.write(nights.in(), "task-" + task, row -> mnist.label(row) / 2 * 2 == first);
                nights.learn("warm");
                line.append(String.format(Locale.ROOT, "  %6.2f %%", 100 * nights.metric("testAccuracy")));
            }
            System.out.println(line);
        });
        RetrainSequence atOnce = new RetrainSequence(mnist, "rehearsal: { rows: 0 }", TRAINING, threads);
        mnist.write(atOnce.in(), "all", row -> true);
        atOnce.learn("cold");
        System.out.printf(Locale.ROOT, "  %-30s  %6.2f %%%n", "all rows at once", 100 * atOnce.metric("testAccuracy"));
    }
}
