package org.thalweg.benchmarks.estimators;

import dev.ludovic.netlib.blas.BLAS;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.thalweg.benchmarks.common.Arguments;
import org.thalweg.benchmarks.common.BenchmarkSession;
import org.thalweg.benchmarks.common.Folders;
import org.thalweg.math.Blas;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares our spark.ml estimators with MLlib's, and their models with the scoring job; prints Markdown tables. */
@Command(
        name = "estimators",
        description =
                "Compares our classifier with MLlib's in a pipeline under CrossValidator, and transform with score.",
        mixinStandardHelpOptions = true)
public final class Estimators implements Callable<Integer> {
    private enum Part {
        SEARCH,
        TRANSFORM
    }

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Rows of the search, 1000 or more, a tenth of them held out; by default ${DEFAULT-VALUE}.")
    private int rows;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Seeds of the search's rows and training; by default ${DEFAULT-VALUE}.")
    private int seeds;

    @Option(
            names = "--transform-rows",
            paramLabel = "N",
            defaultValue = "500000",
            description = "Rows to transform and score, 1000 or more; by default ${DEFAULT-VALUE}.")
    private int transformRows;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "7",
            description = "Repetitions of transform and score, alternately; by default ${DEFAULT-VALUE}.")
    private int repeats;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "2",
            description = "Threads of Spark; by default ${DEFAULT-VALUE}.")
    private int threads;

    @Option(names = "--only", paramLabel = "PART", description = "Only one table: ${COMPLETION-CANDIDATES}.")
    private Part only;

    @Override
    public Integer call() throws IOException {
        Arguments.requireAtLeast(spec, "--rows", 1000, rows);
        Arguments.requireAtLeast(spec, "--seeds", 1, seeds);
        Arguments.requireAtLeast(spec, "--transform-rows", 1000, transformRows);
        Arguments.requireAtLeast(spec, "--repeats", 1, repeats);
        Arguments.requireAtLeast(spec, "--threads", 1, threads);
        Path folder = Files.createTempDirectory("thalweg-estimators");
        // Loading our BLAS sets the library of netlib, which MLlib uses, too.
        String library = Blas.get().description();
        try (SparkSession spark = BenchmarkSession.start(threads)) {
            System.out.printf(
                    "Spark %s, local[%d], %d processors, %s; MLlib multiplies by %s%n%n",
                    spark.version(),
                    threads,
                    Runtime.getRuntime().availableProcessors(),
                    library,
                    BLAS.getInstance().getClass().getSimpleName());
            if (only != Part.TRANSFORM) {
                System.out.println(new SearchTable(spark, folder, rows).measure(seeds));
            }
            if (only != Part.SEARCH) {
                System.out.println(new TransformTable(spark, folder, transformRows, repeats).measure());
            }
        } finally {
            Folders.delete(folder);
        }
        return 0;
    }
}
