package org.thalweg.benchmarks.peers;

import java.util.Optional;

/**
 * A training run that is asked of a trainer.
 *
 * @param batch rows a step; ignored by trainers that take all rows in each
 * @param epochs at most; passes at most of a trainer that takes all rows in each step
 * @param goal where given, the test rows are judged after every epoch, and training ends once it is reached
 */
record Request(Problem problem, int batch, int epochs, long seed, int threads, Optional<Goal> goal) {
    Request withSeed(long other) {
        return new Request(problem, batch, epochs, other, threads, goal);
    }
}
