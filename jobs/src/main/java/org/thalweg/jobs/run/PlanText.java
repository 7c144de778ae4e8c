package org.thalweg.jobs.run;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.spark.SparkConf;
import org.thalweg.jobs.session.TextTable;
import org.thalweg.spark.RowStorage;
import org.thalweg.spark.fit.MeasuredSteps;
import org.thalweg.spark.plan.ClusterShape;
import org.thalweg.spark.plan.Forecast;
import org.thalweg.spark.plan.Forecasts;
import org.thalweg.spark.plan.RoundTimes;
import org.thalweg.spark.plan.StepCostModel;
import org.thalweg.spark.plan.Workload;
import org.thalweg.train.LocalSteps;

/** A table of forecasts, and advice that follows from it. */
final class PlanText {
    private static final List<String> HEADS = List.of(
            "executors",
            "epoch s",
            "round ms",
            "broadcast",
            "compute",
            "reduction",
            "scheduling",
            "driver",
            "speed-up",
            "driver MB",
            "executor MB",
            "sums");

    /** Doubling the executors pays if it makes an epoch at least this many times as fast. */
    private static final double PAYS = 1.25;

    /** The share of an executor's heap that is available for rows and arrays. */
    private static final double EXECUTOR_SHARE = 0.6;

    private static final String EXECUTOR_MEMORY = "spark.executor.memory";

    private static final String DEFAULT_EXECUTOR_MEMORY = "1g";

    private final Forecasts forecasts;
    private final MeasuredSteps steps;
    private final PlanOptions options;
    private final SparkConf conf;
    private final StringBuilder text = new StringBuilder();

    PlanText(Forecasts forecasts, MeasuredSteps steps, PlanOptions options, SparkConf conf) {
        this.forecasts = forecasts;
        this.steps = steps;
        this.options = options;
        this.conf = conf;
    }

    /** The whole text. */
    String text() {
        facts();
        List<Forecast> all = options.executors().stream()
                .map(count -> forecasts.on(options.cluster(count, steps.cores())))
                .toList();
        table(all);
        Forecast paying = paying(all);
        pays(all, paying);
        oneMachine(all);
        lanes(paying);
        localSteps(paying);
        memory(all);
        return text.toString();
    }

    private void facts() {
        Workload work = forecasts.work();
        StepCostModel terms = steps.terms();
        line(
                "epoch",
                "%,d rows, %,d for validation; %,d steps of about %,.0f rows in %s%s",
                work.rows(),
                work.validationRows(),
                work.steps(),
                work.stepRows(),
                counted(work.lanes(), "lane"),
                work.localSteps() > 1 ? ", " + work.localSteps() + " of them local" : "");
        line("network", "%,d parameters; %s", terms.parameters(), options.network());
        line(
                "measured",
                "%s on %s: %.2f ms per lane, %s; here: %.2f ms per message round trip",
                options.from().isPresent() ? "by the run" : "here",
                steps.executors() == 0
                        ? counted(steps.cores(), "thread") + " of one machine"
                        : counted(steps.executors(), "executor") + " of " + counted(steps.cores(), "core"),
                1e3 * terms.laneSeconds(),
                terms.optimizerSeconds() > 0
                        ? number("%.2f ms per optimizer step", 1e3 * terms.optimizerSeconds())
                        : "optimizer step included",
                1e3 * terms.turnSeconds());
        text.append('\n');
    }

    private void table(List<Forecast> all) {
        TextTable table = new TextTable(HEADS);
        double first = all.get(0).epochSeconds();
        for (Forecast forecast : all) {
            RoundTimes round = forecast.round();
            table.row(List.of(
                    Integer.toString(forecast.cluster().executors()),
                    number("%.2f", forecast.epochSeconds()),
                    number("%.2f", 1e3 * round.seconds()),
                    number("%.2f", 1e3 * round.broadcast()),
                    number("%.2f", 1e3 * round.compute()),
                    number("%.2f", 1e3 * round.reduction()),
                    number("%.2f", 1e3 * round.scheduling()),
                    number("%.2f", 1e3 * round.driver()),
                    number("%.2f", first / forecast.epochSeconds()),
                    megabytes(forecast.driverBytes()),
                    megabytes(forecast.executorBytes()),
                    forecast.sliced() ? "slices" : "gather"));
        }
        text.append(table.text()).append('\n');
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,d", (bytes + 999_999) / 1_000_000);
    }

    /** The largest cluster that pays: see {@link #PAYS}. */
    private static Forecast paying(List<Forecast> all) {
        Forecast paying = all.get(0);
        for (Forecast next : all) {
            int more = next.cluster().executors() - paying.cluster().executors();
            double doublings = Math.log((double) next.cluster().executors()
                            / paying.cluster().executors())
                    / Math.log(2);
            if (more > 0 && paying.epochSeconds() / next.epochSeconds() >= Math.pow(PAYS, doublings)) {
                paying = next;
            }
        }
        return paying;
    }

    private void pays(List<Forecast> all, Forecast paying) {
        boolean toTheLast = paying == all.get(all.size() - 1);
        line(
                "pays",
                toTheLast
                        ? "%s of %s, %.2f s per epoch: the largest number requested"
                        : "up to %s of %s, %.2f s per epoch; beyond that, twice as many are less than 1.25 times as fast",
                executors(paying),
                counted(paying.cluster().cores(), "core"),
                paying.epochSeconds());
    }

    private static String executors(Forecast of) {
        return counted(of.cluster().executors(), "executor");
    }

    private static String counted(int count, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
    }

    private void oneMachine(List<Forecast> all) {
        int cores = options.cores().orElse(steps.cores());
        Forecast one = forecasts.onOneMachine(cores);
        Optional<Forecast> faster = all.stream()
                .filter(forecast -> forecast.epochSeconds() < one.epochSeconds())
                .findFirst();
        line(
                "alone",
                "one machine of %s (training.engine: driver) takes %.2f s per epoch and a heap of %s; %s",
                counted(cores, "core"),
                one.epochSeconds(),
                RowStorage.megabytes(one.driverBytes()),
                faster.map(forecast -> String.format(
                                Locale.ROOT,
                                "%s would be %.2f times as fast",
                                executors(forecast),
                                one.epochSeconds() / forecast.epochSeconds()))
                        .orElse("none of these clusters is faster"));
    }

    /** Cores beyond the number of lanes are idle. That is worth a line if most of a step's time is arithmetic. */
    private void lanes(Forecast paying) {
        Workload work = forecasts.work();
        RoundTimes round = paying.round();
        int threads = 2 * paying.cluster().threads();
        if (threads <= work.lanes() || round.overhead() > round.compute()) {
            return;
        }
        int wanted = Integer.highestOneBit(2 * threads - 1);
        line(
                "lanes",
                "a step has %,d, and each keeps one core busy; for %,d cores set training.laneRows: %,d, or steps of"
                        + " %,.0f rows (training.batchSize, with a learning rate to match)",
                work.lanes(),
                threads,
                Math.max(1, Math.round(work.stepRows() / wanted)),
                work.stepRows() * wanted / work.lanes());
    }

    private void localSteps(Forecast paying) {
        Workload work = forecasts.work();
        if (work.localSteps() > 1 || paying.cluster().executors() == 1 && isMostlyArithmetic(paying)) {
            return;
        }
        ClusterShape cluster = options.cluster(
                options.executors().stream().mapToInt(Integer::intValue).max().orElseThrow(), steps.cores());
        for (int count = 2; count <= LocalSteps.MAX_AUTO && count <= work.steps(); count *= 2) {
            Forecast forecast =
                    new Forecasts(steps.terms(), work.withLocalSteps(count), Forecasts.Reduction.GATHER).on(cluster);
            if (isMostlyArithmetic(forecast) || count == LocalSteps.MAX_AUTO) {
                line(
                        "local",
                        "with training.localSteps: %d, %,d executors take %.2f s per epoch; check how much accuracy it costs",
                        count,
                        cluster.executors(),
                        forecast.epochSeconds());
                return;
            }
        }
    }

    private static boolean isMostlyArithmetic(Forecast forecast) {
        return LocalSteps.countFor(forecast.round().overhead(), forecast.round().compute()) == 1;
    }

    private void memory(List<Forecast> all) {
        long driver = Runtime.getRuntime().maxMemory();
        long executor =
                (long) (EXECUTOR_SHARE * 1024 * 1024 * conf.getSizeAsMb(EXECUTOR_MEMORY, DEFAULT_EXECUTOR_MEMORY));
        warn(
                all,
                forecast -> forecast.driverBytes() > driver,
                "the driver's heap of " + RowStorage.megabytes(driver) + " is too small; set a larger --driver-memory");
        warn(
                all,
                forecast -> forecast.executorBytes() > executor,
                "an executor's share of the rows does not fit beside the network into "
                        + RowStorage.megabytes(executor) + " of its heap ("
                        + (conf.contains(EXECUTOR_MEMORY) ? "" : "Spark's default of ")
                        + conf.get(EXECUTOR_MEMORY, DEFAULT_EXECUTOR_MEMORY)
                        + "); set a larger --executor-memory, or data.storage: disk");
    }

    private void warn(List<Forecast> all, Predicate<Forecast> lacks, String what) {
        List<String> lacking = all.stream()
                .filter(lacks)
                .map(forecast -> Integer.toString(forecast.cluster().executors()))
                .toList();
        if (!lacking.isEmpty()) {
            line("memory", "with %s executors %s", String.join(", ", lacking), what);
        }
    }

    private void line(String name, String format, Object... arguments) {
        text.append(String.format("%-9s  ", name))
                .append(String.format(Locale.ROOT, format, arguments))
                .append('\n');
    }
}
