package org.thalweg.jobs.command;

import java.util.List;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.config.Purpose;
import org.thalweg.jobs.run.Session;
import org.thalweg.jobs.run.TrainRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "train",
        description =
                "Train a network by a job file; write model, metrics and history into model.path. Without a job file:"
                        + " the built-in example, which replaces models/digits.")
final class TrainCommand implements Runnable {
    @Mixin
    private JobArguments arguments;

    @Option(names = "--overwrite", description = "Replace what is at model.path.")
    private boolean overwrite;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        List<String> further = overwrite ? List.of("model.overwrite=true") : List.of();
        JobFile job = arguments.read(Purpose.TRAIN, further);
        try (Session session = new Session(job.name(), arguments.verbose)) {
            new TrainRun(session, job, arguments.verbose, Output.of(spec)).run();
        }
    }
}
