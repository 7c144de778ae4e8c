package org.thalweg.benchmarks.peers;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.thalweg.benchmarks.common.MarkdownTable;
import org.thalweg.benchmarks.common.Spread;
import org.thalweg.benchmarks.peers.Turns.Entry;
import org.thalweg.benchmarks.peers.Turns.Results;

/**
 * Seconds of training, and of evaluating the test rows after every epoch, until a loss or an accuracy is reached; the spread
 * is over seeds.
 */
final class TargetTable {
    private static final Goal MNIST_ACCURACY = Goal.accuracy(0.98);
    private static final Map<String, Goal> LOSSES =
            Map.of(MnistRows.NAME, Goal.loss(0.1), TabularRows.NAME, Goal.loss(0.135));
    private static final int EPOCHS = 60;

    /** With larger batches, some seeds need more epochs at the common learning rate. */
    private static final int MAX_BATCH_FOR_ACCURACY = 1024;

    private final Turns turns;
    private final PeerTrainers trainers;
    private final int threads;

    TargetTable(Turns turns, PeerTrainers trainers, int threads) {
        this.turns = turns;
        this.trainers = trainers;
        this.threads = threads;
    }

    String measure(List<Problem> problems, int seeds) {
        MarkdownTable table = new MarkdownTable("rows", "batch", "until", "trainer", "seconds", "epochs", "ours / its");
        for (Problem problem : problems) {
            for (int batch : EpochTable.BATCHES) {
                add(table, problem, batch, LOSSES.get(problem.name()), seeds);
                if (problem.name().equals(MnistRows.NAME) && batch <= MAX_BATCH_FOR_ACCURACY) {
                    add(table, problem, batch, MNIST_ACCURACY, seeds);
                }
            }
        }
        return table.toString();
    }

    private void add(MarkdownTable table, Problem problem, int batch, Goal goal, int seeds) {
        Request request = new Request(problem, batch, EPOCHS, 1, threads, Optional.of(goal));
        List<Entry> entries = Stream.of(trainers.ours(), trainers.scikitLearn(), trainers.pyTorch())
                .map(trainer -> new Entry(trainer, request))
                .toList();
        Results results = turns.take(seeds, entries, () -> {});
        results.byEntry()
                .forEach((entry, measured) -> table.row(
                        problem.name() + ", " + problem.network().shape(),
                        Integer.toString(batch),
                        goal.toString(),
                        entry.trainer().name(),
                        Spread.of(Results.of(measured, one -> one.secondsTo(goal)))
                                .toString(),
                        epochs(measured, goal),
                        results.ratioOf(entries.get(0), entry, one -> one.secondsTo(goal))));
    }

    private static String epochs(List<Measured> measured, Goal goal) {
        return measured.stream()
                .map(one -> one.epochsTo(goal).isPresent()
                        ? Integer.toString(one.epochsTo(goal).getAsInt())
                        : "not in " + one.epochs().size())
                .collect(Collectors.joining(", "));
    }
}
