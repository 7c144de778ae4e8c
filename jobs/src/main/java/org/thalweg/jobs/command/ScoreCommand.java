package org.thalweg.jobs.command;

import java.util.ArrayList;
import java.util.List;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.run.ScoreRun;
import org.thalweg.jobs.session.Session;
import org.thalweg.spark.config.Purpose;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "score",
        description =
                "Predict for the job's data with the model at model.path, or one of a model store. Writes the input"
                        + " rows with prediction and probabilities, or with output.columns, to output.path, as"
                        + " output.format: parquet, csv or json.")
final class ScoreCommand implements Runnable {
    @Mixin
    private JobArguments arguments;

    @Mixin
    private StoreOptions stored;

    @Option(names = "--overwrite", description = "Replace output.path if it exists.")
    private boolean overwrite;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        List<String> further = new ArrayList<>(stored.overrides());
        if (overwrite) {
            further.add("output.overwrite=true");
        }
        JobFile job = arguments.read(Purpose.SCORE, further);
        try (Session session = new Session(job.name(), arguments.verbose, Output.of(spec))) {
            new ScoreRun(session, job, Output.of(spec)).run();
        }
    }
}
