package org.thalweg.jobs.command;

import java.util.List;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.run.EvaluateRun;
import org.thalweg.jobs.session.Session;
import org.thalweg.spark.config.Purpose;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "evaluate",
        description =
                "Evaluate the model at model.path, or one of a model store, on the job's test rows, or on all of its data"
                        + " if it has none. To evaluate on other rows: --set data.test.path=… or --set data.path=…")
final class EvaluateCommand implements Runnable {
    @Mixin
    private JobArguments arguments;

    @Mixin
    private StoreOptions stored;

    @Option(
            names = "--by",
            paramLabel = "COLUMN",
            split = ",",
            description =
                    "Also evaluate the rows of each value of a column, or of each combination of values of several"
                            + " columns: at most 100.")
    private List<String> by = List.of();

    @Option(names = "--json", description = "Print all metrics as JSON, for scripts.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        JobFile job = arguments.read(Purpose.EVALUATE, stored.overrides());
        try (Session session = new Session(job.name(), arguments.verbose, Output.of(spec))) {
            EvaluateRun.Options options = new EvaluateRun.Options(by, json);
            new EvaluateRun(session, job, options, Output.of(spec)).run();
        }
    }
}
