package org.thalweg.benchmarks.common;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.thalweg.jobs.Main;

/** Runs a command on a job file, in this process and in local mode. */
public final class JobCommand {
    /** The exit code of a successful command. */
    public static final int DONE = 0;

    /** The exit code of {@code retrain} without new data. */
    public static final int NOTHING_NEW = 21;

    private JobCommand() {}

    /** Sets the number of threads of all following commands. */
    public static void useThreads(int threads) {
        System.setProperty("spark.master", "local[" + threads + "]");
        System.setProperty("spark.ui.enabled", "false");
        System.setProperty("spark.driver.host", "127.0.0.1");
        System.setProperty("spark.driver.bindAddress", "127.0.0.1");
    }

    /**
     * Runs a command.
     *
     * @throws IllegalStateException with the command's output, if the exit code differs
     */
    public static void run(int expected, String... arguments) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int found = Main.run(
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
        if (found != expected) {
            throw new IllegalStateException("exit code: expected " + expected + ", found " + found + ": "
                    + err.toString(StandardCharsets.UTF_8));
        }
    }
}
