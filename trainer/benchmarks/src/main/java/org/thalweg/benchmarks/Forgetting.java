package org.thalweg.benchmarks;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Catastrophic forgetting: MNIST in five tasks of two classes each, one after another. Measures the accuracy on all ten
 * classes of a model that always starts from its previous weights, without and with rehearsal of a sample of the old rows.
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
            RetrainSequence sequence =
                    new RetrainSequence(mnist, "rehearsal: { rows: " + rows + ", byClass: true }", TRAINING, threads);
            StringBuilder line = new StringBuilder(String.format("  %-30s", name));
            for (int task = 0; task < TASKS; task++) {
                int first = 2 * task;
                mnist.write(sequence.in(), "task-" + task, row -> mnist.label(row) / 2 * 2 == first);
                sequence.learn("warm");
                line.append(String.format(Locale.ROOT, "  %6.2f %%", 100 * sequence.metric("testAccuracy")));
            }
            System.out.println(line);
        });
        RetrainSequence atOnce = new RetrainSequence(mnist, "rehearsal: { rows: 0 }", TRAINING, threads);
        mnist.write(atOnce.in(), "all", row -> true);
        atOnce.learn("cold");
        System.out.printf(Locale.ROOT, "  %-30s  %6.2f %%%n", "all rows at once", 100 * atOnce.metric("testAccuracy"));
    }
}
