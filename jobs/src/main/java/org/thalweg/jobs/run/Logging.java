package org.thalweg.jobs.run;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Filter;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.filter.AbstractFilter;
import org.thalweg.jobs.read.BadRowException;

/** How much of Spark's log is shown. */
final class Logging {
    private Logging() {}

    /** Warnings alone, without those that a bad row makes Spark write; or all, where the user wants to see it. */
    static void configure(boolean verbose) {
        if (verbose) {
            Configurator.setRootLevel(Level.INFO);
            return;
        }
        Configurator.setRootLevel(Level.WARN);
        Configurator.setLevel("org.apache.spark.util.Utils", Level.ERROR);
        Configurator.setLevel("org.apache.hadoop.util.NativeCodeLoader", Level.ERROR);
        if (LogManager.getContext(false) instanceof LoggerContext context) {
            Filter filter = new WithoutBadRows();
            filter.start();
            context.getConfiguration().addFilter(filter);
            context.updateLoggers();
        }
    }

    /** A bad row fails its task, which Spark logs with its stack; the command tells it in one line instead. */
    private static final class WithoutBadRows extends AbstractFilter {
        private static final String NAME = BadRowException.class.getName();

        @Override
        public Result filter(LogEvent event) {
            for (Throwable cause = event.getThrown(); cause != null; cause = cause.getCause()) {
                if (cause instanceof BadRowException) {
                    return Result.DENY;
                }
            }
            return event.getMessage().getFormattedMessage().contains(NAME) ? Result.DENY : Result.NEUTRAL;
        }
    }
}
