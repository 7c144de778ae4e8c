package org.thalweg.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.thalweg.jobs.Main;

/** A command of the jobs over a job file, in this process and in local mode. */
final class JobCommand {
    /** The exit code of a command that has done what it was asked for. */
    static final int DONE = 0;

    /** The exit code of {@code retrain} where nothing is new. */
    static final int NOTHING_NEW = 21;

    private JobCommand() {}

    /** Has all commands from here on run on so many threads. */
    static void useThreads(int threads) {
        System.setProperty("spark.master", "local[" + threads + "]");
        System.setProperty("spark.ui.enabled", "false");
        System.setProperty("spark.driver.host", "127.0.0.1");
        System.setProperty("spark.driver.bindAddress", "127.0.0.1");
    }

    /**
     * Runs {@code retrain}.
     *
     * @throws IllegalStateException with what the command printed, if it ends with another exit code
     */
    static void retrain(String job, int expected) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int found = Main.run(
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                "retrain",
                job);
        if (found != expected) {
            throw new IllegalStateException("exit code: expected " + expected + ", found " + found + ": "
                    + err.toString(StandardCharsets.UTF_8));
        }
    }
}
