package org.thalweg.jobs.command;

import org.thalweg.jobs.session.Console;
import picocli.CommandLine.Model.CommandSpec;

/** The console that a command line was made with. */
final class Output {
    private Output() {}

    static Console of(CommandSpec spec) {
        return ((ThalwegCommand) spec.root().userObject()).console();
    }
}
