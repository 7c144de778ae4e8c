package org.thalweg.jobs.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.config.JobFileReader;
import org.thalweg.jobs.session.HadoopSettings;
import org.thalweg.jobs.session.SmallFile;
import org.thalweg.spark.config.Purpose;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments of every command that runs a job file. */
final class JobArguments {
    private static final String EXAMPLE = "/org/thalweg/jobs/examples/digits.yaml";
    /** The job file's label in the command line's help. */
    static final String JOB = "JOB.yaml";

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = JOB,
            description = "The job file (default: the built-in example).")
    String file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Overrides a key of the job file, such as training.epochs=3. May be given more than once.")
    List<String> overrides = new ArrayList<>();

    @Option(names = "--verbose", description = "Show Spark's log, and the speed of the matrix product.")
    boolean verbose;

    /** Reads the job file with the overrides of {@code --set} and those that other options add. */
    JobFile read(Purpose purpose, List<String> further) {
        List<String> all = new ArrayList<>(overrides);
        all.addAll(further);
        if (file == null) {
            return JobFileReader.read(example(), "digits.yaml", all, purpose);
        }
        return JobFileReader.read(bytes(), file, all, purpose);
    }

    private static byte[] example() {
        try (InputStream in = JobArguments.class.getResourceAsStream(EXAMPLE)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] bytes() {
        return SmallFile.read(
                "job file",
                file,
                "YAML",
                Files.exists(Path.of("jobs/examples")) ? ", or see jobs/examples" : "",
                HadoopSettings.withoutSession(verbose));
    }
}
