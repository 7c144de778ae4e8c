package org.thalweg.benchmarks.common;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks command-line arguments: an invalid one ends with one message and picocli's exit code for invalid arguments. */
public final class Arguments {
    private Arguments() {}

    /** Fails with a message if a condition does not hold. */
    public static void require(CommandSpec command, boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(command.commandLine(), otherwise);
        }
    }

    /**
     * Fails if a number is below a minimum.
     *
     * @param name the option's name, such as {@code --steps}
     */
    public static void requireAtLeast(CommandSpec command, String name, int least, int found) {
        require(command, found >= least, name + ": expected " + least + " or more, found " + found);
    }
}
