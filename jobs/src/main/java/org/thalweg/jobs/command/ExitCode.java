package org.thalweg.jobs.command;

import java.util.Arrays;

/** How a command ended, with its exit code. */
public enum ExitCode {
    /** The command succeeded. */
    DONE(0),
    /** An unexpected failure: the message has a stack trace. */
    FAILED(1),
    /** The command line or the job file is wrong. */
    USAGE(2),
    /** The data, a model file or a file of a model store is invalid. */
    DATA(3),
    /** Training diverged or lost its executors, a step took too long, or memory or disk space ran out. */
    TRAINING(4),
    /** Another run changed the model store meanwhile, or is writing to the same folder. */
    STORE_CHANGED(5),
    /** Retraining did not publish the new model, because it did not pass the gate. */
    REFUSED(20),
    /** Retraining found no new rows. */
    NOTHING_NEW(21),
    /**
     * Interrupted by Ctrl-C. A process that another signal ends has that signal's code instead: 143 for SIGTERM, 129
     * for SIGHUP.
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
