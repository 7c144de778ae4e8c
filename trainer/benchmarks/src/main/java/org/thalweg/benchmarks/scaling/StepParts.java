package org.thalweg.benchmarks.scaling;

import java.util.Locale;

/**
 * What a step on some executors takes, in ms.
 *
 * @param broadcast the driver serialises and stores the parameters
 * @param fetch the slowest task waits for them
 * @param compute the slowest task's arithmetic
 * @param add the driver adds what arrives
 * @param rest of the gradient's job: scheduling, starting tasks, the way of their results
 * @param optimizer the rest of the step, on the driver
 * @param step all of it
 * @param planned the same step, as simulated by what the driver's machine measures alone; NaN where its heap has no room for that
 * @param arithmetic the same gradient on one thread of one JVM, divided by the executors
 * @param bare a Spark job that moves the same bytes and does nothing
 * @param driverCpu the driver's processor time
 * @param heap the most heap that the driver has had in use so far, garbage included, in MB
 * @param live the most heap that the driver has in use after a collection while it takes steps, the benchmark's own rows included,
 *     in MB
 */
record StepParts(
        int executors,
        double broadcast,
        double fetch,
        double compute,
        double add,
        double rest,
        double optimizer,
        double step,
        double planned,
        double arithmetic,
        double bare,
        double driverCpu,
        double heap,
        double live) {
    private static final String[] HEADS = {
        "executors",
        "broadcast",
        "fetch",
        "compute",
        "(add)",
        "rest",
        "optimizer",
        "step",
        "planned",
        "arithmetic",
        "bare",
        "(step − arithmetic) / bare",
        "driver CPU",
        "driver heap",
        "after GC"
    };

    static String heading() {
        return String.join(" | ", HEADS);
    }

    String line() {
        return String.format(
                Locale.ROOT,
                "%9d | %9.2f | %5.2f | %7.2f | %5.2f | %4.2f | %9.2f | %5.1f | %7.1f | %10.2f | %5.2f | %26.2f | %10.1f | %11.0f | %8.0f",
                executors,
                broadcast,
                fetch,
                compute,
                add,
                rest,
                optimizer,
                step,
                planned,
                arithmetic,
                bare,
                (step - arithmetic) / bare,
                driverCpu,
                heap,
                live);
    }
}
