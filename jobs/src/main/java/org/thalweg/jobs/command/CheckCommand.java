package org.thalweg.jobs.command;

import java.util.List;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.run.CheckRun;
import org.thalweg.jobs.session.Session;
import org.thalweg.spark.config.Purpose;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "check",
        description = "Read a job file, its data's schema and some of its rows, and say what training would do, without"
                + " doing it, and what looks wrong.")
final class CheckCommand implements Runnable {
    @Mixin
    private JobArguments arguments;

    @Option(names = "--json", description = "Print one JSON object, for scripts.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        JobFile job = arguments.read(Purpose.CHECK, List.of());
        try (Session session = new Session(job.name(), arguments.verbose, Output.of(spec))) {
            new CheckRun(session, job, Output.of(spec)).run(json);
        }
    }
}
