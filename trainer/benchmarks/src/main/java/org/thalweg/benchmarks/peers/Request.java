package org.thalweg.benchmarks.peers;

import java.util.Optional;

/**
 * The request for a training run.
 *
 * @param batch rows per step; ignored by full-batch trainers
 * @param epochs the maximum number of epochs; of passes for full-batch trainers
 * @param goal if present, the test rows are evaluated after every epoch, and training ends when the goal is reached
 */
record Request(Problem problem, int batch, int epochs, long seed, int threads, Optional<Goal> goal) {
    Request withSeed(long other) {
        return new Request(problem, batch, epochs, other, threads, goal);
    }
}
