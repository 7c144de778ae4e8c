package org.thalweg.benchmarks;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Half of MNIST, and then the other half: trained from random weights on all rows, and from the weights of the first half.
 * Each run ends when the validation loss stops falling.
 */
final class WarmStartComparison {
    private static final String TRAINING =
            "{ epochs: 40, batchSize: 128, laneRows: 64, earlyStopping: { patience: 3 } }";
    private static final String EVERYTHING = "rehearsal: all";

    private WarmStartComparison() {}

    /** How the second half is trained on: the initial weights, and the rows of the first half that are rehearsed. */
    private record Variant(String start, String rehearsal) {}

    static void run(int threads) {
        MnistParts mnist = MnistParts.open();
        Map<String, Variant> variants = new LinkedHashMap<>();
        variants.put("cold, all rows", new Variant("cold", EVERYTHING));
        variants.put("warm, all rows", new Variant("warm", EVERYTHING));
        variants.put(
                "shrink 0.6, perturb 0.1, all rows",
                new Variant("{ type: shrinkPerturb, shrink: 0.6, perturb: 0.1 }", EVERYTHING));
        variants.put("warm, the new half and 10 % of the old", new Variant("warm", "rehearsal: { rows: 3000 }"));
        System.out.printf(
                "%-40s %9s %8s %9s %8s%n",
                "half of MNIST, then the other half", "accuracy", "epochs", "steps", "seconds");
        variants.forEach((name, variant) -> {
            RetrainSequence sequence = new RetrainSequence(mnist, variant.rehearsal(), TRAINING, threads);
            mnist.write(sequence.in(), "first", row -> row % 2 == 0);
            sequence.learn("cold");
            if (variant.start().equals("cold")) {
                print("the first half alone", sequence);
            }
            mnist.write(sequence.in(), "second", row -> row % 2 == 1);
            sequence.learn(variant.start());
            print(name, sequence);
        });
    }

    private static void print(String name, RetrainSequence sequence) {
        System.out.printf(
                Locale.ROOT,
                "%-40s %7.2f %% %8.0f %9.0f %8.1f%n",
                name,
                100 * sequence.metric("testAccuracy"),
                sequence.metric("epochs"),
                sequence.metric("steps"),
                sequence.metric("trainingSeconds"));
    }
}
