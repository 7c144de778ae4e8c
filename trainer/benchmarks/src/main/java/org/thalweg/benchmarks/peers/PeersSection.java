package org.thalweg.benchmarks.peers;

/** A part of the benchmark that can be run separately. */
enum PeersSection {
    /** Seconds per epoch. */
    EPOCH,
    /** Seconds until a goal is reached on the test rows. */
    TARGET,
    /** Seconds per pass over all rows, compared with MLlib. */
    PASS
}
