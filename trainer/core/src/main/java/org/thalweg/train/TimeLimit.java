package org.thalweg.train;

import java.util.List;
import org.thalweg.settings.Setting;

/**
 * Ends training after the epoch in which the time ran out. The number of epochs, and so the weights, depend on the machine's
 * clock: this is the only rule whose result is not reproducible.
 *
 * @param seconds of all epochs together, their validation included, above 0
 */
public record TimeLimit(double seconds) implements StoppingRule {
    /** The range of seconds. */
    public static final Setting SECONDS = Setting.above("seconds", 0, 3600)
            .means("Time limit in seconds. Training ends after the epoch in which the limit is reached.");

    /** Checks the range. */
    public TimeLimit {
        seconds = SECONDS.require(seconds);
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
