package org.thalweg.jobs.command;

import java.util.Arrays;

/** How a command ended, as its exit code tells a script. */
public enum ExitCode {
    /** What was asked for is done. */
    DONE(0),
    /** Something failed that should not: the message has a stack trace. */
    FAILED(1),
    /** The command line or the job file is wrong. */
    USAGE(2),
    /** The data, a model file, or a file of a model store is wrong. */
    DATA(3),
    /** Training diverged, lost its executors, a step took too long, or memory or a disk had no room. */
    TRAINING(4),
    /** Another run has changed the model store meanwhile, or writes to the same folder. */
    STORE_CHANGED(5),
    /** Retraining kept the model that it had: the new one has not earned to serve, or the new rows are not as they should be. */
    REFUSED(20),
    /** Retraining found nothing new to learn. */
    NOTHING_NEW(21),
    /**
     * Stopped from outside, by Ctrl-C. Where another signal ends it, the process ends with that one's code, whatever is
     * returned: 143 of SIGTERM, 129 of SIGHUP.
     */
    INTERRUPTED(130);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    static ExitCode of(int code) {
        return Arrays.stream(values())
                .filter(exit -> exit.code == code)
                .findFirst()
                .orElse(FAILED);
    }

    /** The number that the process ends with. */
    public int code() {
        return code;
    }
}
