package org.thalweg.benchmarks;

import java.util.Arrays;
import java.util.List;
import org.thalweg.benchmarks.peers.Peers;
import org.thalweg.benchmarks.scaling.Scaling;

/** Runs a benchmark by its name. */
public final class Benchmarks {
    private Benchmarks() {}

    /**
     * {@code gradient}, {@code sparse}, {@code step}, {@code reading}, {@code memory}, {@code activations}, {@code
     * checkpoint}, {@code soak}, {@code forgetting}, {@code warm-start} or {@code
     * nothing-new}, then the number of threads: all cores unless said. Or {@code parity}, {@code peers} or {@code scaling} with its options.
     */
    public static void main(String[] arguments) {
        String name = arguments.length == 0 ? "" : arguments[0];
        if (name.equals("parity")) {
            System.exit(Parity.run(options(arguments)));
        }
        if (name.equals("peers")) {
            System.exit(Peers.run(options(arguments), SquareProducts::gigaflops));
        }
        if (name.equals("scaling")) {
            System.exit(Scaling.run(options(arguments)));
        }
        int threads = arguments.length > 1
                ? Integer.parseInt(arguments[1])
                : Runtime.getRuntime().availableProcessors();
        switch (name) {
            case "gradient" -> GradientSpeed.run(threads);
            case "sparse" -> SparseSpeed.run(threads);
            case "step" -> StepOverhead.run(threads);
            case "reading" -> Reading.run(threads);
            case "memory" -> CachedRows.run(threads);
            case "activations" -> ActivationSpeed.run();
            case "checkpoint" -> CheckpointCost.run(threads);
            case "soak" -> Soak.run(threads);
            case "forgetting" -> Forgetting.run(threads);
            case "warm-start" -> WarmStart.run(threads);
            case "nothing-new" -> NothingNew.run(threads);
            default -> {
                System.err.println(
                        "benchmark: expected gradient, sparse, step, reading, memory, activations, checkpoint, soak,"
                                + " forgetting, warm-start, nothing-new, parity, peers or scaling, found \""
                                + name + '"');
                System.exit(2);
            }
        }
    }

    private static List<String> options(String[] arguments) {
        return Arrays.asList(arguments).subList(1, arguments.length);
    }
}
