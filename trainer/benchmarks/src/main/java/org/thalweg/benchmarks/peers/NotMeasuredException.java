package org.thalweg.benchmarks.peers;

/** Thrown when a trainer is not available or has failed; the message is one line with the reason. */
final class NotMeasuredException extends Exception {
    private static final long serialVersionUID = 1;

    NotMeasuredException(String why) {
        super(why);
    }
}
