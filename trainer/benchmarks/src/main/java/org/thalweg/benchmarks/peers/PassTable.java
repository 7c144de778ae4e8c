package org.thalweg.benchmarks.peers;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.thalweg.benchmarks.common.MarkdownTable;
import org.thalweg.benchmarks.common.Spread;
import org.thalweg.benchmarks.peers.Turns.Entry;
import org.thalweg.benchmarks.peers.Turns.Results;

/**
 * Comparison with MLlib's perceptron on MNIST: seconds per pass over all rows with the same sigmoid network and L-BFGS, and
 * seconds to an accuracy, each with its own best settings.
 */
final class PassTable {
    private static final int PASS_ITERATIONS = 3;
    private static final Goal ACCURACY = Goal.accuracy(0.97);
    private static final int OUR_BATCH = 256;
    private static final int OUR_EPOCHS = 10;

    /** MLlib stops only after a number of iterations: this is about the smallest with which this network reaches the accuracy. */
    private static final List<Integer> MLLIB_HIDDEN = List.of(100);

    private static final int MLLIB_ITERATIONS = 100;

    private final Turns turns;
    private final PeerTrainers trainers;
    private final int threads;

    PassTable(Turns turns, PeerTrainers trainers, int threads) {
        this.turns = turns;
        this.trainers = trainers;
        this.threads = threads;
    }

    String measure(Problem mnist, int repetitions) {
        return passes(mnist, repetitions) + "\n" + accuracy(mnist);
    }

    private MarkdownTable passes(Problem mnist, int repetitions) {
        Request request = new Request(mnist, mnist.rows(), PASS_ITERATIONS, 1, threads, Optional.empty());
        List<Entry> entries = List.of(
                new Entry(trainers.oursLbfgs(), request),
                new Entry(trainers.mllibNative(), request),
                new Entry(trainers.mllib(), request));
        Results results = turns.take(repetitions, entries, () -> {});
        MarkdownTable table = new MarkdownTable("rows", "trainer", "seconds a pass", "ours / its");
        results.byEntry()
                .forEach((entry, measured) -> table.row(
                        mnist.name() + ", " + mnist.network().shape() + ", sigmoid",
                        entry.trainer().name(),
                        Spread.of(Results.of(measured, Measured::secondsPerEpoch))
                                .toString(),
                        results.ratioOf(entries.get(0), entry, Measured::secondsPerEpoch)));
        return table;
    }

    /** Measured once, and for MLlib only with native BLAS, which is faster: it takes minutes. */
    private MarkdownTable accuracy(Problem mnist) {
        Request ours = new Request(mnist, OUR_BATCH, OUR_EPOCHS, 1, threads, Optional.of(ACCURACY));
        Problem small = mnist.withHidden(MLLIB_HIDDEN);
        Request mllib = new Request(small, mnist.rows(), MLLIB_ITERATIONS, 1, threads, Optional.of(ACCURACY));
        List<Entry> entries = List.of(new Entry(trainers.ours(), ours), new Entry(trainers.mllibNative(), mllib));
        Results results = turns.take(1, entries, () -> {});
        MarkdownTable table =
                new MarkdownTable("until", "trainer", "network", "seconds", "accuracy it came to", "ours / its");
        results.byEntry()
                .forEach((entry, measured) -> table.row(
                        ACCURACY.toString(),
                        entry.trainer().name(),
                        entry.request().problem().network().shape(),
                        seconds(measured),
                        accuracies(measured),
                        results.ratioOf(entries.get(0), entry, one -> one.secondsTo(ACCURACY))));
        return table;
    }

    private static String seconds(List<Measured> measured) {
        return Spread.of(Results.of(measured, one -> one.secondsTo(ACCURACY))).toString();
    }

    private static String accuracies(List<Measured> measured) {
        return measured.stream()
                .map(one -> one.epochs().get(one.epochs().size() - 1).accuracy())
                .map(accuracy -> String.format(Locale.ROOT, "%.2f %%", 100 * accuracy))
                .collect(Collectors.joining(", "));
    }
}
