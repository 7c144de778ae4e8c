package org.thalweg.jobs.command;

/** How a command ended, as its exit code tells a script. */
public enum ExitCode {
    /** What was asked for is done. */
    DONE(0),
    /** Something failed that should not: the message has a stack trace. */
    FAILED(1),
    /** The command line or the job file is wrong. */
    USAGE(2),
    /** The data, or a model file, is wrong. */
    DATA(3),
    /** Training diverged, or lost its executors. */
    TRAINING(4),
    /** Stopped from outside, by Ctrl-C. */
    INTERRUPTED(130);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** The number that the process ends with. */
    public int code() {
        return code;
    }
}
