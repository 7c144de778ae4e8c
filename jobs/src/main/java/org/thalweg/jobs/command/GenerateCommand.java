package org.thalweg.jobs.command;

import org.thalweg.jobs.run.GenerateRun;
import org.thalweg.jobs.session.Session;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "generate", description = "Write synthetic handwritten digits, 28×28 grey levels, into a new folder.")
final class GenerateCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "FOLDER", description = "The folder to write.")
    private String folder;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "12000",
            description = "Number of digits (default: ${DEFAULT-VALUE}).")
    private long rows;

    @Option(
            names = "--first",
            paramLabel = "N",
            defaultValue = "0",
            description =
                    "The number of the first digit (default: ${DEFAULT-VALUE}). A number always gives the same digit.")
    private long first;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "idx",
            description = "idx (images.idx.gz and labels.idx.gz), csv or parquet (default: ${DEFAULT-VALUE}).")
    private GenerateRun.Format format;

    @Option(names = "--overwrite", description = "Replace FOLDER if it exists.")
    private boolean overwrite;

    @Option(names = "--verbose", description = "Show Spark's log.")
    private boolean verbose;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        try (Session session = new Session("generate", verbose, Output.of(spec))) {
            new GenerateRun(session, Output.of(spec)).run(folder, first, rows, format, overwrite);
        }
    }
}
