package org.thalweg.benchmarks.common;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks of what a command line gives: what they refuse ends with one message and picocli's exit code of bad arguments. */
public final class Arguments {
    private Arguments() {}

    /** Refuses what does not hold, with a message. */
    public static void require(CommandSpec command, boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(command.commandLine(), otherwise);
        }
    }

    /**
     * Refuses a number below the least.
     *
     * @param name the option's, as in {@code --steps}
     */
    public static void requireAtLeast(CommandSpec command, String name, int least, int found) {
        require(command, found >= least, name + ": expected " + least + " or more, found " + found);
    }
}
