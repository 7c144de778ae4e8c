package org.thalweg.jobs.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.run.TrainRun;
import org.thalweg.jobs.session.Session;
import org.thalweg.spark.config.Purpose;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "train",
        description =
                "Train a network by a job file; write model, metrics and history to model.path. Without a job file:"
                        + " the built-in example, which replaces models/digits.")
final class TrainCommand implements Runnable {
    @Mixin
    private JobArguments arguments;

    @Option(names = "--overwrite", description = "Replace model.path if it exists.")
    private boolean overwrite;

    @Option(
            names = "--resume",
            description =
                    "Resume an unfinished run from its last checkpoint. The weights are the same as without a break.")
    private boolean resume;

    @Option(
            names = "--resume-from",
            paramLabel = "FILE",
            description = "Resume from this checkpoint, for example because the last one is damaged.")
    private String resumeFrom;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        List<String> further = new ArrayList<>();
        if (overwrite) {
            further.add("model.overwrite=true");
        }
        if (resume) {
            further.add("checkpoint.resume=always");
        }
        JobFile job = arguments.read(Purpose.TRAIN, further);
        try (Session session = new Session(job.name(), arguments.verbose, Output.of(spec))) {
            new TrainRun(session, job, Optional.ofNullable(resumeFrom), arguments.verbose, Output.of(spec)).run();
        }
    }
}
