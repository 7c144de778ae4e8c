package org.thalweg.jobs.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.thalweg.jobs.config.JobFile;
import org.thalweg.jobs.config.JobFileReader;
import org.thalweg.jobs.session.HadoopSettings;
import org.thalweg.jobs.session.UsageException;
import org.thalweg.spark.FileSystems;
import org.thalweg.spark.config.Purpose;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The arguments of every command that runs a job file. */
final class JobArguments {
    private static final String EXAMPLE = "/org/thalweg/jobs/examples/digits.yaml";
    /** How the command line shows a job file. */
    static final String JOB = "JOB.yaml";

    private static final int MAX_BYTES = 1 << 20;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = JOB,
            description = "The job file; without it, the built-in example.")
    String file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Overrides a key of the job file, such as training.epochs=3. May be given more than once.")
    List<String> overrides = new ArrayList<>();

    @Option(names = "--verbose", description = "Show Spark's log, and how fast the matrix product is.")
    boolean verbose;

    /** Reads the job file, with the overrides and further ones that options stand for. */
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
        if (file.isBlank()) {
            throw new UsageException("job file: expected a path, found an empty one; name a file, or leave it out");
        }
        try {
            Path path = new Path(file);
            FileSystem files = FileSystems.of(path, HadoopSettings.withoutSession(verbose));
            if (!files.exists(path)) {
                throw new UsageException("job file: expected a file, found nothing at " + file + "; check the path"
                        + (Files.exists(java.nio.file.Path.of("jobs/examples")) ? ", or see jobs/examples" : ""));
            }
            if (!files.getFileStatus(path).isFile()) {
                throw new UsageException("job file: expected a file, found the folder " + file + "; name a file in it");
            }
            if (files.getFileStatus(path).getLen() > MAX_BYTES) {
                throw new UsageException("job file: expected at most " + MAX_BYTES + " bytes of YAML, found "
                        + files.getFileStatus(path).getLen() + " in " + file + "; is this the data?");
            }
            try (InputStream in = files.open(path)) {
                return in.readAllBytes();
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException(
                    "job file: expected a file that can be read, found " + file + ": " + e.getMessage());
        }
    }
}
