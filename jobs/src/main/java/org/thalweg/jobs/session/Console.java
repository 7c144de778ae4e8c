package org.thalweg.jobs.session;

import java.io.PrintStream;
import java.util.Locale;
import org.thalweg.settings.KeyText;

/**
 * Where a command speaks: its result to standard output, its progress to standard error.
 *
 * @param width the terminal's columns where standard error is one, else 0
 */
public record Console(PrintStream out, PrintStream err, int width) {
    /** Prints a part of the result. */
    public void result(String text) {
        out.print(text);
        out.flush();
    }

    /** Reports how the command goes on; keys that are marked are printed by their paths. */
    public void report(String format, Object... arguments) {
        err.println(KeyText.plain(String.format(Locale.ROOT, format, arguments)));
    }
}
