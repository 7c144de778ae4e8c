package org.thalweg.jobs.session;

import java.io.PrintStream;
import java.util.Locale;
import org.thalweg.settings.KeyText;

/**
 * The output of a command: results go to standard output, progress and messages to standard error.
 *
 * @param width the terminal's width if standard error is a terminal, else 0
 */
public record Console(PrintStream out, PrintStream err, int width) {
    /** Prints a part of the result. */
    public void result(String text) {
        out.print(text);
        out.flush();
    }

    /** Prints a progress line or message. Marked keys are printed as their paths. */
    public void report(String format, Object... arguments) {
        err.println(KeyText.plain(String.format(Locale.ROOT, format, arguments)));
    }
}
