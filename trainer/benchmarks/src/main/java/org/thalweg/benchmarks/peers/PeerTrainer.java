package org.thalweg.benchmarks.peers;

/** A trainer of networks to compare with. */
interface PeerTrainer {
    /** The name in tables. */
    String name();

    /**
     * Trains in a new process.
     *
     * @throws NotMeasuredException if the trainer is not available, or fails
     */
    Measured train(Request request) throws NotMeasuredException;
}
