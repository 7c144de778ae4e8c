package org.thalweg.train;

import java.util.List;

/**
 * Ends training after the epoch in which the time ran out. How many epochs that takes depends on the machine's clock, and
 * so do the weights: no other rule does that.
 *
 * @param seconds of all epochs together, their validation included, above 0
 */
public record TimeLimit(double seconds) implements StoppingRule {
    /** Checks the range. */
    public TimeLimit {
        if (!(seconds > 0)) {
            throw new IllegalArgumentException("seconds: expected above 0, found " + seconds);
        }
    }

    @Override
    public StoppedBy reason() {
        return StoppedBy.TIME;
    }

    @Override
    public boolean stops(List<EpochResult> history) {
        double spent = 0;
        for (EpochResult epoch : history) {
            spent += epoch.seconds();
        }
        return spent >= seconds;
    }
}
