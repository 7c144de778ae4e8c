package org.thalweg.benchmarks.peers;

/** A trainer is not there, or has failed; the message is one line that says why. */
final class NotMeasuredException extends Exception {
    private static final long serialVersionUID = 1;

    NotMeasuredException(String why) {
        super(why);
    }
}
