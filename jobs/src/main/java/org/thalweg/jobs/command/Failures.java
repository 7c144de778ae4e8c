package org.thalweg.jobs.command;

import java.io.PrintWriter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;
import org.thalweg.jobs.json.JsonException;
import org.thalweg.jobs.session.Session;
import org.thalweg.jobs.session.UsageException;
import org.thalweg.jobs.store.LockHeldException;
import org.thalweg.jobs.store.StoreChangedException;
import org.thalweg.jobs.store.StoreDamagedException;
import org.thalweg.jobs.store.StoreException;
import org.thalweg.safetensors.TensorFileException;
import org.thalweg.spark.DiskSpaceException;
import org.thalweg.spark.InputChangedException;
import org.thalweg.spark.config.SettingsException;
import org.thalweg.spark.table.DataException;
import org.thalweg.train.DivergedException;
import org.thalweg.train.StepDeadlineException;
import org.thalweg.train.TrainingCancelledException;

/** The message and the exit code of each kind of failure. */
final class Failures {
    private static final Pattern UNREGISTERED = Pattern.compile("Class is not registered: (\\S+)");

    private Failures() {}

    /** Prints a failure on standard error and returns its exit code. */
    static ExitCode report(Throwable failure, PrintWriter err, boolean verbose) {
        ExitCode code = code(failure);
        switch (code) {
            case INTERRUPTED ->
                err.println("interrupted: no result was written; all locks and temporary files were released");
            case FAILED -> {
                err.println("thalweg failed unexpectedly; please report this:");
                failure.printStackTrace(err);
            }
            case TRAINING -> {
                err.println(message(failure));
                if (verbose) {
                    failure.printStackTrace(err);
                }
            }
            default -> err.println(failure.getMessage());
        }
        err.flush();
        return code;
    }

    private static ExitCode code(Throwable failure) {
        if (failure instanceof TrainingCancelledException || Session.isEnding() || isInterruption(failure)) {
            return ExitCode.INTERRUPTED;
        }
        if (failure instanceof DataException
                || failure instanceof InputChangedException
                || failure instanceof TensorFileException
                || failure instanceof JsonException
                || failure instanceof StoreDamagedException) {
            return ExitCode.DATA;
        }
        if (failure instanceof UsageException
                || failure instanceof SettingsException
                || failure instanceof StoreException) {
            return ExitCode.USAGE;
        }
        if (failure instanceof StoreChangedException || failure instanceof LockHeldException) {
            return ExitCode.STORE_CHANGED;
        }
        return failure instanceof DivergedException
                        || failure instanceof StepDeadlineException
                        || isSparkFailure(failure)
                        || isOutOfMemory(failure)
                        || DiskSpaceException.isDiskFull(failure)
                ? ExitCode.TRAINING
                : ExitCode.FAILED;
    }

    private static boolean isOutOfMemory(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                return true;
            }
        }
        return false;
    }

    private static boolean isInterruption(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedException) {
                return true;
            }
        }
        return false;
    }

    /** Spark throws its checked exception through Scala methods that do not declare it, and others of many types. */
    private static boolean isSparkFailure(Throwable failure) {
        return failure instanceof SparkThrowable;
    }

    private static String message(Throwable failure) {
        if (failure instanceof DivergedException
                || failure instanceof StepDeadlineException
                || failure instanceof DiskSpaceException) {
            return failure.getMessage();
        }
        if (DiskSpaceException.isDiskFull(failure)) {
            return "disk: expected free space in Spark's local folders and where results are written, found none"
                    + " left; free some space, or set other folders with --conf spark.local.dir=FOLDER before the"
                    + " command (on a cluster, in its nodes' configuration)";
        }
        if (isOutOfMemory(failure)) {
            return String.format(
                    "memory: expected the rows and the network to fit into the heap, found it full (%,d MiB at most on"
                            + " this machine); set a larger --driver-memory, on a cluster also --executor-memory",
                    Runtime.getRuntime().maxMemory() >> 20);
        }
        String message = String.valueOf(failure.getMessage());
        Matcher unregistered = UNREGISTERED.matcher(message);
        if (unregistered.find()) {
            return "Spark: expected a data source whose classes are registered with Kryo, found "
                    + unregistered.group(1) + "; put --conf spark.kryo.registrationRequired=false before the command";
        }
        int end = message.indexOf('\n');
        return "Spark could not finish a step: " + (end < 0 ? message : message.substring(0, end))
                + "; see the executors' logs, or run with --verbose";
    }
}
