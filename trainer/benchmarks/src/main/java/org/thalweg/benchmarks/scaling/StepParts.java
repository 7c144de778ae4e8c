package org.thalweg.benchmarks.scaling;

import java.util.Locale;

/**
 * The parts of a step on a number of executors, in ms.
 *
 * @param broadcast the driver serialises and stores the parameters
 * @param fetch the slowest task waits for the parameters
 * @param compute the slowest task's arithmetic
 * @param add the driver adds the received sums
 * @param rest the rest of the gradient's job: scheduling, starting tasks, sending their results
 * @param optimizer the rest of the step, on the driver
 * @param step the complete step
 * @param planned the same step, simulated from measurements on the driver's machine; NaN if the heap is too small for them
 * @param arithmetic the same gradient on one thread of one JVM, divided by the executors
 * @param bare a Spark job that moves the same bytes without computation
 * @param driverCpu the driver's CPU time
 * @param heap the peak of the driver's heap so far, including garbage, in MB
 * @param live the peak of the driver's live heap during steps, including the benchmark's own rows, in MB
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
