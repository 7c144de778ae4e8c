package org.thalweg.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.thalweg.model.ModelFile;
import org.thalweg.model.Prediction;
import org.thalweg.model.RowPredictor;

/** Predicting with the class path that SERVING.md names, and nothing else, in a JVM of its own. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class ServingIT {
    private static final Pattern CLASS_PATH = Pattern.compile("^java -cp ([^ :]+):\\S+ Serve ", Pattern.MULTILINE);
    private static final long MOST_BYTES = 2_000_000;

    private final Path repository = RunScript.repository();
    private final Path example = repository.resolve("jobs/examples/Serve.java");

    @Test
    void oneSmallJarAnswersFromEightThreads() throws Exception {
        Matcher path = CLASS_PATH.matcher(Files.readString(repository.resolve("trainer/SERVING.md")));
        assertThat(path.find()).as("the document's command").isTrue();
        Path jar = repository.resolve(path.group(1));
        assertThat(Files.size(jar)).isLessThan(MOST_BYTES);

        Path folder = SparkInstallation.scratch("serving");
        Workbench bench = new Workbench(folder);
        bench.run(
                        "train",
                        repository.resolve("jobs/examples/rents.yaml").toString(),
                        "--set",
                        "data.path=" + repository.resolve("jobs/examples/data/rents.csv"),
                        "--set",
                        "training.epochs=3",
                        "--set",
                        "model.path=" + folder.resolve("model"))
                .done();
        Path model = folder.resolve("model/model.safetensors");

        Path classes = Files.createDirectory(folder.resolve("classes"));
        int compiled = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-cp", jar.toString(), "-d", classes.toString(), example.toString());
        assertThat(compiled).isZero();

        List<String> lines = serve(List.of(), jar, classes, model, folder);
        RowPredictor here = ModelFile.read(model).rowPredictor();
        Prediction.OfValues rent = (Prediction.OfValues)
                here.predict("Hafen", "Parkweg", "gas", 3, 71.5, null).prediction();
        assertThat(lines).hasSize(3);
        requireRent(lines.get(0), rent);
        assertThat(lines.get(0)).endsWith(", missing [built]");
        assertThat(lines.get(1)).endsWith(", unknown {heating=peat}");
        assertThat(lines.get(2))
                .isEqualTo("8 threads  the bits of one, rows of an unknown category {heating=1} of 902");

        List<String> vector = serve(List.of("--add-modules", "jdk.incubator.vector"), jar, classes, model, folder);
        requireRent(vector.get(0), rent);
        assertThat(vector.get(2)).isEqualTo(lines.get(2));
    }

    /** Another matrix product rounds otherwise. */
    private static void requireRent(String line, Prediction.OfValues expected) {
        Matcher number = Pattern.compile("OfValues\\[([0-9.]+)]").matcher(line);
        assertThat(number.find()).as(line).isTrue();
        assertThat(Double.parseDouble(number.group(1)))
                .isCloseTo(expected.values()[0], org.assertj.core.data.Percentage.withPercentage(0.001));
    }

    private static List<String> serve(List<String> options, Path jar, Path classes, Path model, Path folder)
            throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", jar + ":" + classes, "Serve", model.toString()));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeAll(List.of("CLASSPATH", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        int code = builder.start().waitFor();
        String said = Files.readString(err);
        assertThat(code).as(said).isZero();
        assertThat(said.replace("WARNING: Using incubator modules: jdk.incubator.vector\n", ""))
                .isEmpty();
        return Files.readAllLines(out);
    }
}
