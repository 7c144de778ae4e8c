package org.thalweg.benchmarks.peers;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.thalweg.benchmarks.common.Spread;

/**
 * A measured training run.
 *
 * @param about the trainer's version and its libraries
 * @param epochs the epochs in order, one or more; passes over all rows for a full-batch trainer
 * @param wallSeconds the duration of the whole process, including its start and reading
 */
record Measured(String about, List<Epoch> epochs, double wallSeconds) {
    Measured {
        if (epochs.isEmpty()) {
            throw new IllegalArgumentException("epochs: expected one or more, found none");
        }
        epochs = List.copyOf(epochs);
    }

    /** The median time of the epochs. */
    double secondsPerEpoch() {
        return Spread.of(epochs.stream().mapToDouble(Epoch::seconds).toArray()).median();
    }

    /** The number of epochs until a goal was reached; empty if it was not. */
    OptionalInt epochsTo(Goal goal) {
        return IntStream.range(0, epochs.size())
                .filter(i -> goal.reachedBy(epochs.get(i)))
                .map(i -> i + 1)
                .findFirst();
    }

    /** Seconds of training and evaluation until a goal was reached; infinite if it was not. */
    double secondsTo(Goal goal) {
        OptionalInt count = epochsTo(goal);
        return count.isEmpty()
                ? Double.POSITIVE_INFINITY
                : epochs.subList(0, count.getAsInt()).stream()
                        .mapToDouble(epoch -> epoch.seconds() + epoch.evaluation())
                        .sum();
    }

    /** Seconds of the process outside training: its start, reading and writing. */
    double secondsBeside() {
        return wallSeconds
                - epochs.stream().mapToDouble(e -> e.seconds() + e.evaluation()).sum();
    }
}
