package org.thalweg.jobs;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.thalweg.jobs.command.ExitCode;
import org.thalweg.jobs.command.ThalwegCommand;
import org.thalweg.jobs.session.Console;
import org.thalweg.jobs.session.ProgressDisplay;
import org.thalweg.jobs.session.Session;

/** The jar's main class: {@code spark-submit [options] thalweg-jobs.jar COMMAND [arguments]}. */
public final class Main {
    private Main() {}

    /** Runs a command, and ends the process with its exit code if that is not 0. */
    public static void main(String[] arguments) {
        Signals.install();
        Console console =
                new Console(utf8(FileDescriptor.out), utf8(FileDescriptor.err), ProgressDisplay.terminalWidth());
        ExitCode code = ThalwegCommand.run(console, arguments);
        // YARN counts only a normal return as success. System.exit blocks in a process that is already ending.
        if (code != ExitCode.DONE && Session.isEnding()) {
            awaitEnd();
        } else if (code != ExitCode.DONE) {
            System.exit(code.code());
        }
    }

    private static void awaitEnd() {
        try {
            Thread.currentThread().join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Runs a command in this process, without a terminal.
     *
     * @param out where its result goes
     * @param err where its progress and messages go
     * @return its exit code
     */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        return ThalwegCommand.run(new Console(out, err, 0), arguments).code();
    }

    /** Labels and formulas are UTF-8 whatever the machine's locale is. */
    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
