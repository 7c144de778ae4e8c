package org.thalweg.benchmarks.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.thalweg.benchmarks.common.MarkdownTable;
import org.thalweg.benchmarks.common.Spread;
import org.thalweg.benchmarks.peers.Turns.Entry;
import org.thalweg.benchmarks.peers.Turns.Results;
import org.thalweg.math.Blas;

/** Seconds per epoch, by rows and batch: the median of a run's epochs, and its spread over repetitions. */
final class EpochTable {
    /** The measured batch sizes. */
    static final List<Integer> BATCHES = List.of(256, 1024, 8192);

    private static final int EPOCHS = 3;
    private static final double GIGA = 1e9;

    private final Turns turns;
    private final PeerTrainers trainers;
    private final int threads;
    private final DoubleSupplier sgemm;

    EpochTable(Turns turns, PeerTrainers trainers, int threads, DoubleSupplier sgemm) {
        this.turns = turns;
        this.trainers = trainers;
        this.threads = threads;
        this.sgemm = sgemm;
    }

    String measure(List<Problem> problems, int repetitions) {
        List<Double> products = new ArrayList<>();
        MarkdownTable table = new MarkdownTable(
                "rows", "batch", "trainer", "seconds an epoch", "ours / its", "of sgemm", "beside training, s");
        for (Problem problem : problems) {
            for (int batch : BATCHES) {
                List<Double> own = new ArrayList<>();
                Results results = turns.take(repetitions, entries(problem, batch), () -> own.add(sgemm.getAsDouble()));
                add(table, problem, batch, results, Spread.of(array(own)).median());
                products.addAll(own);
            }
        }
        return "sgemm of 1024 × 1024, " + Blas.get().description() + ", GFLOP/s: " + Spread.of(array(products)) + "\n\n"
                + table;
    }

    private List<Entry> entries(Problem problem, int batch) {
        Request request = new Request(problem, batch, EPOCHS, 1, threads, Optional.empty());
        return Stream.of(trainers.ours(), trainers.scikitLearn(), trainers.pyTorch())
                .map(trainer -> new Entry(trainer, request))
                .toList();
    }

    private void add(MarkdownTable table, Problem problem, int batch, Results results, double gigaflops) {
        Entry ours = entries(problem, batch).get(0);
        results.byEntry().forEach((entry, measured) -> {
            Spread seconds = Spread.of(Results.of(measured, Measured::secondsPerEpoch));
            table.row(
                    problem.name() + ", " + problem.network().shape(),
                    Integer.toString(batch),
                    entry.trainer().name(),
                    seconds.toString(),
                    results.ratioOf(ours, entry, Measured::secondsPerEpoch),
                    String.format(Locale.ROOT, "%.2f", problem.operations() / seconds.median() / GIGA / gigaflops),
                    Spread.of(Results.of(measured, Measured::secondsBeside)).toString());
        });
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
