package org.thalweg.benchmarks.peers;

/** A part of the benchmark that can be asked for alone. */
enum PeersSection {
    /** Seconds an epoch. */
    EPOCH,
    /** Seconds until the test rows are judged well enough. */
    TARGET,
    /** Seconds of a pass over all rows, beside MLlib's. */
    PASS
}
