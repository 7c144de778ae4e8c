package org.thalweg.benchmarks.peers;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.thalweg.benchmarks.common.Spread;

/**
 * A training run by some trainer.
 *
 * @param about the trainer's version and what it computes with
 * @param epochs one or more, in order; or passes over all rows, of a trainer that takes them all in each step
 * @param wallSeconds of the whole process, its start and reading among them
 */
record Measured(String about, List<Epoch> epochs, double wallSeconds) {
    Measured {
        if (epochs.isEmpty()) {
            throw new IllegalArgumentException("epochs: expected one or more, found none");
        }
        epochs = List.copyOf(epochs);
    }

    /** The median of the epochs. */
    double secondsPerEpoch() {
        return Spread.of(epochs.stream().mapToDouble(Epoch::seconds).toArray()).median();
    }

    /** How many epochs it took to reach a goal; empty if none of them has. */
    OptionalInt epochsTo(Goal goal) {
        return IntStream.range(0, epochs.size())
                .filter(i -> goal.reachedBy(epochs.get(i)))
                .map(i -> i + 1)
                .findFirst();
    }

    /** Training and judging until a goal is reached; infinite if it is not. */
    double secondsTo(Goal goal) {
        OptionalInt count = epochsTo(goal);
        return count.isEmpty()
                ? Double.POSITIVE_INFINITY
                : epochs.subList(0, count.getAsInt()).stream()
                        .mapToDouble(epoch -> epoch.seconds() + epoch.evaluation())
                        .sum();
    }

    /** What the process took beside training: its start, reading, and writing where it writes. */
    double secondsBeside() {
        return wallSeconds
                - epochs.stream().mapToDouble(e -> e.seconds() + e.evaluation()).sum();
    }
}
