package org.thalweg.jobs.command;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.retrain.RetrainRun;
import org.thalweg.jobs.session.Session;
import org.thalweg.spark.config.Purpose;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "retrain",
        description =
                "Train on the rows that arrived since the last retraining, compare the new model with the serving one, and"
                        + " publish it in retrain.store if it passes. Exit codes for a scheduler: 0 published, 20 the"
                        + " serving model is kept, 21 no new rows.")
final class RetrainCommand implements Callable<Integer> {
    @Mixin
    private JobArguments arguments;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        JobFile job = arguments.read(Purpose.RETRAIN, List.of());
        try (Session session = new Session(job.name(), arguments.verbose, Output.of(spec))) {
            return switch (new RetrainRun(session, job, arguments.verbose, Clock.systemUTC(), Output.of(spec)).run()) {
                case PUBLISHED -> ExitCode.DONE.code();
                case REFUSED -> ExitCode.REFUSED.code();
                case NOTHING_NEW -> ExitCode.NOTHING_NEW.code();
            };
        }
    }
}
