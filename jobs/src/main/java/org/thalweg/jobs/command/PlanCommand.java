package org.thalweg.jobs.command;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.run.MeasuredRun;
import org.thalweg.jobs.run.PlanOptions;
import org.thalweg.jobs.run.PlanRun;
import org.thalweg.jobs.session.HadoopSettings;
import org.thalweg.jobs.session.Session;
import org.thalweg.spark.config.Purpose;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "plan",
        description =
                "Forecast the time of an epoch on clusters of other sizes, the number of executors beyond which more do"
                        + " not pay, and whether one machine is faster; from steps measured here or by a finished run."
                        + " Nothing is written.")
final class PlanCommand implements Runnable {
    @Mixin
    private JobArguments arguments;

    @Option(
            names = "--executors",
            paramLabel = "N..M",
            defaultValue = "1..64",
            description =
                    "Numbers of executors: 8, or 1,2,3, or 1..256 for the powers of two (default: ${DEFAULT-VALUE}).")
    private String executors;

    @Option(
            names = "--cores",
            paramLabel = "N",
            description = "Cores per executor (default: those of this session's executors, or of the run's).")
    private Integer cores;

    @Option(
            names = "--machine-cores",
            paramLabel = "N",
            description =
                    "Cores of all machines together, if fewer than the executors' cores, as when executors share one"
                            + " machine (default: every executor has cores of its own).")
    private Integer machineCores;

    @Option(
            names = "--gigabits",
            paramLabel = "N",
            description =
                    "Bandwidth of a machine's network connection, in Gbit/s (default: 10; with --from, that run's).")
    private Double gigabits;

    @Option(
            names = "--latency-millis",
            paramLabel = "N",
            defaultValue = "0.1",
            description = "One-way network latency, in milliseconds (default: ${DEFAULT-VALUE}).")
    private double latencyMillis;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "Number of rows to train on, if the job's data is a sample of them; the step size stays.")
    private Long rows;

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description =
                    "The metrics.json of a finished run of this job, used instead of measuring here. Of the job file, only"
                            + " training.reduction and training.wire are then used, so --set changes nothing else.")
    private String from;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        JobFile job = arguments.read(Purpose.CHECK, List.of());
        PlanOptions options = new PlanOptions(
                PlanOptions.executors(executors),
                cores == null ? OptionalInt.empty() : OptionalInt.of(cores),
                machineCores == null ? OptionalInt.empty() : OptionalInt.of(machineCores),
                gigabits == null ? OptionalDouble.empty() : OptionalDouble.of(gigabits),
                latencyMillis,
                rows == null ? OptionalLong.empty() : OptionalLong.of(rows),
                Optional.ofNullable(from)
                        .map(file -> MeasuredRun.read(file, HadoopSettings.withoutSession(arguments.verbose))
                                .requireOf(job.name(), file)));
        try (Session session = new Session(job.name(), arguments.verbose, Output.of(spec))) {
            new PlanRun(session, job, options, Output.of(spec)).run();
        }
    }
}
