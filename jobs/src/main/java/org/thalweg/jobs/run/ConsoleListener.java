package org.thalweg.jobs.run;

import org.thalweg.jobs.session.Console;
import org.thalweg.jobs.session.ProgressDisplay;
import org.thalweg.spark.fit.FitListener;

/** Prints on the console what a fit reports. */
record ConsoleListener(Console console, boolean isVerbose) implements FitListener {
    @Override
    public void report(String line) {
        console.report("%s", line);
    }

    @Override
    public Progress progress(int epochs) {
        return new ProgressDisplay(console.err(), epochs, console.width());
    }
}
