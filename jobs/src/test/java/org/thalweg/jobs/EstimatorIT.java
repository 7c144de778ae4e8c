package org.thalweg.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.apache.spark.package$;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.thalweg.ChildProcesses;
import org.thalweg.jobs.Workbench.Ran;

/**
 * A program that trains on a DataFrame, submitted with our jar as any other library: what a job file trains, on each
 * Spark.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class EstimatorIT {
    private static final Path REPOSITORY = RunScript.repository();
    private static final Path EXAMPLE = REPOSITORY.resolve("jobs/examples/TrainInSpark.java");
    private static final Path ROWS = REPOSITORY.resolve("jobs/examples/data/pumps.csv");

    private static Path folder;
    private static Path program;
    private static List<SparkInstallation> sparks;

    @BeforeAll
    static void compile() throws IOException {
        folder = SparkInstallation.scratch("estimator");
        sparks = new ArrayList<>(List.of(SparkInstallation.in(folder.resolve("spark"))));
        Path compiledAgainst = SparkInstallation.module().resolve("target/spark-classpath.txt");
        if (!Files.readString(compiledAgainst).contains("spark-core_2.13-" + package$.MODULE$.SPARK_VERSION())) {
            sparks.add(SparkInstallation.compiledAgainst(folder.resolve("compiled-against")));
        }
        Path classes = Files.createDirectory(folder.resolve("classes"));
        String path = System.getProperty("java.class.path");
        for (Path source : List.of(EXAMPLE, reader())) {
            int compiled = ToolProvider.getSystemJavaCompiler()
                    .run(null, null, null, "-cp", path, "-d", classes.toString(), source.toString());
            assertThat(compiled).isZero();
        }
        program = folder.resolve("program.jar");
        try (var out = new JarOutputStream(Files.newOutputStream(program));
                var files = Files.list(classes)) {
            for (Path file : files.toList()) {
                out.putNextEntry(new ZipEntry(file.getFileName().toString()));
                Files.copy(file, out);
            }
        }
    }

    /** A program that opens models as stages of spark.ml. */
    private static Path reader() throws IOException {
        return Files.writeString(
                folder.resolve("Reader.java"),
                """
                import org.apache.spark.sql.SparkSession;
                import org.thalweg.ml.MlpClassifierModel;

                public final class Reader {
                    public static void main(String[] paths) {
                        SparkSession spark = SparkSession.builder().getOrCreate();
                        for (String path : paths) {
                            System.out.println("weights " + MlpClassifierModel.load(path).weightsSha256());
                        }
                        spark.stop();
                    }
                }
                """);
    }

    private static List<String> submitted(SparkInstallation spark, String mainClass, String... arguments)
            throws Exception {
        Path log = Files.createTempFile(folder, mainClass, ".log");
        List<String> command = new ArrayList<>(List.of(
                spark.submit().toString(),
                "--master",
                "local[2]",
                "--jars",
                SparkInstallation.jar().toString(),
                "--conf",
                "spark.ui.enabled=false",
                "--class",
                mainClass,
                program.toString()));
        command.addAll(List.of(arguments));
        Process process = spark.start(log, Map.of(), command);
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).as(log.toString()).isTrue();
            assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        } finally {
            ChildProcesses.end(List.of(process));
        }
        return Files.readAllLines(log).stream()
                .filter(line -> line.matches("(weights|right|epochs|measures) .*"))
                .toList();
    }

    @Test
    void programAndJobFileGiveTheSameWeightsAndReadEachOthersModels() throws Exception {
        Path model = folder.resolve("by-job");
        Ran ran = new Workbench(folder)
                .run(
                        "train",
                        REPOSITORY.resolve("jobs/examples/pumps.yaml").toString(),
                        "--set",
                        "data.path=" + ROWS,
                        "--set",
                        "model.path=" + model)
                .done();
        Matcher weights = Pattern.compile("sha256 ([0-9a-f]{64})").matcher(ran.out());
        assertThat(weights.find()).isTrue();
        String expected = "weights " + weights.group(1);

        Map<SparkInstallation, Path> saved = new HashMap<>();
        for (SparkInstallation spark : sparks) {
            Path own = folder.resolve("saved-" + sparks.indexOf(spark));
            List<String> lines = submitted(spark, "TrainInSpark", ROWS.toString(), own.toString());
            assertThat(lines).contains(expected);
            assertThat(lines.get(2)).matches("right 8[0-9]{2}");
            saved.put(spark, own);
        }
        List<String> models = new ArrayList<>(List.of(model.toString()));
        saved.values().forEach(path -> models.add(path.toString()));
        for (SparkInstallation spark : sparks) {
            assertThat(submitted(spark, "Reader", models.toArray(String[]::new)))
                    .hasSize(models.size())
                    .containsOnly(expected);
        }
        Ran evaluated = new Workbench(folder)
                .run(
                        "evaluate",
                        REPOSITORY.resolve("jobs/examples/pumps.yaml").toString(),
                        "--set",
                        "data.path=" + ROWS,
                        "--set",
                        "model.path=" + saved.get(sparks.get(0)))
                .done();
        assertThat(evaluated.out()).contains("accuracy");
    }
}
