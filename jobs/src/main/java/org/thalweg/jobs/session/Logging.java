package org.thalweg.jobs.session;

import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.filter.AbstractFilter;
import org.thalweg.spark.DiskSpaceException;
import org.thalweg.spark.InputChangedException;
import org.thalweg.spark.table.BadRowException;

/** Configures how much of Spark's log is shown. */
public final class Logging {
    private static final ReportedElsewhere REPORTED_ELSEWHERE = new ReportedElsewhere();

    /** Loggers that warn of normal conditions. */
    private static final List<String> QUIET = List.of(
            // The machine's name is a loopback address; Hadoop runs on plain Java.
            "org.apache.spark.util.Utils",
            "org.apache.hadoop.util.NativeCodeLoader",
            // A cancelled task has deleted its files itself and closes interrupted streams; a broadcast is released
            // while Spark ends.
            "org.apache.spark.storage.DiskBlockObjectWriter",
            "org.sparkproject.guava.io.Closeables",
            "org.apache.spark.storage.BlockManagerMaster",
            // A path has brackets in it; a table has many columns.
            "org.apache.spark.sql.execution.streaming.sinks.FileStreamSink",
            "org.apache.spark.util.SparkStringUtils",
            "org.apache.spark.sql.catalyst.util.SparkStringUtils");

    private Logging() {}

    /** Configures logging for a command without Spark. */
    public static void configure(boolean verbose) {
        configure(verbose, line -> {});
    }

    /**
     * Shows only warnings, without those that the command reports itself; or everything if verbose.
     *
     * @param advice receives a line if Spark warns about memory
     */
    public static void configure(boolean verbose, Consumer<String> advice) {
        if (LogManager.getContext(false) instanceof LoggerContext context) {
            // Events of all loggers pass the filters of the root logger.
            LoggerConfig root = context.getConfiguration().getRootLogger();
            root.removeFilter(REPORTED_ELSEWHERE);
            REPORTED_ELSEWHERE.reset(advice);
            if (!verbose) {
                REPORTED_ELSEWHERE.start();
                root.addFilter(REPORTED_ELSEWHERE);
            }
            context.updateLoggers();
        }
        if (verbose) {
            Configurator.setRootLevel(Level.INFO);
            return;
        }
        Configurator.setRootLevel(Level.WARN);
        QUIET.forEach(logger -> Configurator.setLevel(logger, Level.ERROR));
    }

    /**
     * A bad row or file, or a full disk, fails its task, which Spark logs with its stack; the command reports it in one
     * line instead.
     */
    private static final class ReportedElsewhere extends AbstractFilter {
        private static final List<String> OURS = List.of(
                BadRowException.class.getName(),
                DiskSpaceException.class.getName(),
                InputChangedException.class.getName());

        /** Messages about a file that is unreadable or of another format: those of Spark 4, then of 3.5. */
        private static final List<String> BAD_FILE = List.of(
                "FAILED_READ_FILE",
                "Encountered error while reading file",
                "CANNOT_READ_FILE_FOOTER",
                "CSV header does not conform to the schema",
                "Number of column in CSV header is not equal to");

        /** Messages about local folders, of which the command has warned, and about the setting that names them. */
        private static final Pattern LOCAL_FOLDERS = Pattern.compile(
                "^Failed to create (directory|local dir in|dir in) .*|^Note that spark\\.local\\.dir will be overridden ");

        private static final String ABORTED = "; aborting job";

        private volatile boolean diskWasFull;
        private volatile boolean
                givenUp; // the job was aborted for a full disk; messages of cancelled tasks add nothing

        private volatile MemoryAdvice memory = new MemoryAdvice(line -> {});

        private void reset(Consumer<String> advice) {
            memory = new MemoryAdvice(advice);
            diskWasFull = false;
            givenUp = false;
        }

        @Override
        public Result filter(LogEvent event) {
            if (Session.isEnding() || givenUp) {
                // Messages of interrupted work are of no use.
                return Result.DENY;
            }
            for (Throwable cause = event.getThrown(); cause != null; cause = cause.getCause()) {
                if (cause instanceof BadRowException
                        || cause instanceof DiskSpaceException
                        || cause instanceof InputChangedException
                        || isReported(String.valueOf(cause.getMessage()))) {
                    return Result.DENY;
                }
            }
            String message = event.getMessage().getFormattedMessage();
            if (event.getThrown() instanceof InterruptedException && message.startsWith("Error cleaning ")) {
                // Spark's cleaner, when the session stops while it removes a broadcast.
                return Result.DENY;
            }
            diskWasFull |= DiskSpaceException.isDiskFull(message);
            givenUp = diskWasFull && message.endsWith(ABORTED);
            return isReported(message) || follows(message) || memory.takes(message) ? Result.DENY : Result.NEUTRAL;
        }

        /** Messages that follow a failure without its cause, a failed start, or a wide table. */
        private static boolean follows(String message) {
            return message.endsWith(ABORTED)
                    || message.startsWith("Job") && message.endsWith(" aborted.")
                    // Spark 3.5 finds the code for a table of some hundred columns large.
                    || message.startsWith("Broadcasting large task binary with size ")
                    // A broadcast is released by its owner and by Spark's cleaner at the same time.
                    || message.startsWith("Asked to remove block broadcast_") && message.endsWith("does not exist")
                    || LOCAL_FOLDERS.matcher(message).find()
                    || message.equals("Error initializing SparkContext.")
                    || message.equals("Stopping a MetricsSystem that is not running");
        }

        private static boolean isReported(String message) {
            return DiskSpaceException.isDiskFull(message)
                    || OURS.stream().anyMatch(message::contains)
                    || BAD_FILE.stream().anyMatch(message::contains);
        }
    }
}
