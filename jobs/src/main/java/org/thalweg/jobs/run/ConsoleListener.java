package org.thalweg.jobs.run;

import java.util.Set;
import org.thalweg.jobs.session.Console;
import org.thalweg.jobs.session.ProgressDisplay;
import org.thalweg.spark.fit.FitListener;
import org.thalweg.train.Metric;

/**
 * Prints a fit's progress on the console.
 *
 * @param watched metrics of the validation rows to print in every epoch's line
 */
record ConsoleListener(Console console, boolean isVerbose, Set<Metric> watched) implements FitListener {
    /** A listener for runs that do not train. */
    ConsoleListener(Console console) {
        this(console, false, Set.of());
    }

    @Override
    public void report(String line) {
        console.report("%s", line);
    }

    @Override
    public Progress progress(int epochs) {
        return new ProgressDisplay(console.err(), epochs, watched, console.width());
    }
}
