package org.thalweg.benchmarks.peers;

/** Somebody who trains networks. */
interface PeerTrainer {
    /** As the tables call it. */
    String name();

    /**
     * Trains in a process of its own.
     *
     * @throws NotMeasuredException if it is not there, or fails
     */
    Measured train(Request request) throws NotMeasuredException;
}
