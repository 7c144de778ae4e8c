package org.thalweg.jobs.run;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.thalweg.jobs.session.UsageException;
import org.thalweg.settings.Setting;
import org.thalweg.spark.plan.ClusterShape;

/**
 * The options of {@code plan}.
 *
 * @param executors numbers of executors, in the table's order
 * @param cores cores of an executor; empty for those of the measured executors
 * @param machineCores cores of all machines together; empty if every executor has cores of its own
 * @param gigabits bandwidth of a machine's network connection in Gbit/s; empty for the default
 * @param latencyMillis one-way network latency
 * @param rows number of rows to train on; empty for the job's own
 * @param from a finished run; empty to measure here
 */
public record PlanOptions(
        List<Integer> executors,
        OptionalInt cores,
        OptionalInt machineCores,
        OptionalDouble gigabits,
        double latencyMillis,
        OptionalLong rows,
        Optional<MeasuredRun> from) {
    private static final int MOST_EXECUTORS = 10_000;
    private static final int MOST_CORES = 1024;
    private static final long MOST_ROWS = 1_000_000_000_000L;
    private static final double DEFAULT_GIGABITS = 10;
    private static final double BYTES_PER_GIGABIT = 1e9 / 8;
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,9})\\.\\.([0-9]{1,9})");
    private static final Pattern LIST = Pattern.compile("[0-9]{1,9}(,[0-9]{1,9})*");

    /** Checks the ranges. */
    public PlanOptions {
        cores.ifPresent(count -> require("--cores", count, MOST_CORES));
        machineCores.ifPresent(count -> require("--machine-cores", count, MOST_EXECUTORS * MOST_CORES));
        rows.ifPresent(count -> {
            if (count < 1 || count > MOST_ROWS) {
                throw new UsageException("--rows: expected 1 to " + MOST_ROWS + ", found " + count);
            }
        });
        gigabits.ifPresent(number -> {
            if (!(number > 0) || Double.isInfinite(number)) {
                throw new UsageException("--gigabits: expected a finite number above 0, found " + number);
            }
        });
        if (!(latencyMillis >= 0 && latencyMillis <= 10_000)) {
            throw new UsageException("--latency-millis: expected 0 to 10000, found " + latencyMillis);
        }
    }

    private static int require(String option, int count, int most) {
        if (count < 1 || count > most) {
            throw new UsageException(option + ": expected 1 to " + most + ", found " + count);
        }
        return count;
    }

    /** Reads a number, a list of numbers, or a range, which means its ends and the powers of two between them. */
    public static List<Integer> executors(String text) {
        Matcher range = RANGE.matcher(text);
        if (range.matches()) {
            int first = require("--executors", Integer.parseInt(range.group(1)), MOST_EXECUTORS);
            int last = require("--executors", Integer.parseInt(range.group(2)), MOST_EXECUTORS);
            if (first > last) {
                throw new UsageException("--executors: expected the smaller number first, found " + text);
            }
            IntStream powers = IntStream.iterate(1, power -> power <= last, power -> 2 * power);
            return IntStream.concat(IntStream.of(first, last), powers)
                    .filter(count -> count >= first)
                    .distinct()
                    .sorted()
                    .boxed()
                    .toList();
        }
        if (!LIST.matcher(text).matches()) {
            throw new UsageException(
                    "--executors: expected a number, a list such as 1,2,4, or a range such as 1..256, found " + text);
        }
        return Stream.of(text.split(","))
                .map(count -> require("--executors", Integer.parseInt(count), MOST_EXECUTORS))
                .toList();
    }

    /**
     * The shape of a cluster of {@code count} executors, with the measured number of cores unless the options set one.
     */
    ClusterShape cluster(int count, int measuredCores) {
        int ofExecutor = cores.orElse(measuredCores);
        ClusterShape own = ClusterShape.of(count, ofExecutor, linkBytesPerSecond(), 1e-3 * latencyMillis);
        return machineCores.isEmpty()
                ? own
                : new ClusterShape(
                        count, ofExecutor, machineCores.getAsInt(), own.linkBytesPerSecond(), own.latencySeconds());
    }

    private double linkBytesPerSecond() {
        return gigabits.isEmpty() && from.isPresent()
                ? Double.POSITIVE_INFINITY // The run's measurements include its network.
                : BYTES_PER_GIGABIT * gigabits.orElse(DEFAULT_GIGABITS);
    }

    /** The network, as printed. */
    String network() {
        if (gigabits.isEmpty() && from.isPresent()) {
            return from.get().executors() == 0 ? "no network: the run was in one JVM" : "the run's own network";
        }
        return Setting.text(gigabits.orElse(DEFAULT_GIGABITS)) + " Gbit/s, " + Setting.text(latencyMillis) + " ms";
    }
}
