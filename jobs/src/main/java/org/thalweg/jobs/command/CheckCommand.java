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
        description = "Check a job file against its data: report what training would do, and problems found in the"
                + " schema and a sample of rows. Nothing is trained or written.")
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
