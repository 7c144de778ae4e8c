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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Every command block of the README runs and ends well, in the order in which a reader comes to them; and the examples
 * that they train learn what they are meant to.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ReadmeIT {
    private static final Pattern BLOCK = Pattern.compile("^```sh\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final int BLOCK_MINUTES = 5;

    /** Whether MNIST is trained for as long as the README says, which takes a minute: {@code -Pfigures}. */
    private static final boolean ALL_EPOCHS = Boolean.getBoolean("thalweg.figures");

    private static final Pattern MNIST_TRAINING = Pattern.compile("^jobs/run .*mnist\\.yaml.*$", Pattern.MULTILINE);

    /** What a model of the README's examples and its metric must reach at least. */
    private static final Map<String, Double> LEARNED = Map.of(
            "digits testAccuracy", 0.9, // after two epochs, as the last block that trains them says
            "pumps validationAccuracy", 0.9,
            "energy validationR2", 0.95,
            "rents validationR2", 0.9,
            "autoencoder validationR2", 0.4,
            "mnist testAccuracy", ALL_EPOCHS ? 0.98 : 0.96,
            "mnist testRows", 10_000.0);

    private static Path folder;

    private static Path checkout;
    private static SparkInstallation spark;
    private static WarmRun run;

    /** A checkout for the commands to run in: all that the repository holds, by links, and room for what they write. */
    @BeforeAll
    static void layOut() throws IOException {
        folder = SparkInstallation.scratch("readme");
        Path repository = RunScript.repository();
        checkout = Files.createDirectory(folder.resolve("thalweg"));
        link(repository, List.of("pom.xml", "README.md", "trainer", "cluster-configs"), checkout);
        Path jobs = Files.createDirectory(checkout.resolve("jobs"));
        link(repository.resolve("jobs"), List.of("pom.xml", "src", "examples", "target"), jobs);
        if (SparkInstallation.mnist() != null) {
            Files.createDirectory(checkout.resolve("data"));
            Files.createSymbolicLink(checkout.resolve("data/mnist"), SparkInstallation.mnist());
        }
        spark = SparkInstallation.in(folder.resolve("spark"));
        run = WarmRun.start(checkout, environment(), folder);
        run.standIn(jobs.resolve("run"));
    }

    private static void link(Path from, List<String> names, Path to) throws IOException {
        for (String name : names) {
            Files.createSymbolicLink(to.resolve(name), from.resolve(name));
        }
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        spark.environment(environment);
        environment.put("MASTER", "local[2]");
        environment.put("THALWEG_ARCHIVE", "off");
        return environment;
    }

    @AfterAll
    static void end() {
        run.close();
    }

    @TestFactory
    List<DynamicTest> everyCommandBlockOfTheReadme() throws IOException {
        Matcher block = BLOCK.matcher(Files.readString(checkout.resolve("README.md")));
        List<DynamicTest> tests = new ArrayList<>();
        boolean ownJvm = true; // The reader's first one starts as it does for the reader.
        while (block.find()) {
            String commands = ALL_EPOCHS
                    ? block.group(1)
                    : MNIST_TRAINING.matcher(block.group(1)).replaceAll("$0 --set training.epochs=2");
            boolean own = ownJvm;
            tests.add(DynamicTest.dynamicTest(commands.strip().split("\n")[0], () -> run(commands, own)));
            ownJvm &= !commands.contains("jobs/run");
        }
        assertThat(tests).as("command blocks").hasSizeGreaterThan(5);
        LEARNED.forEach((metric, least) -> tests.add(DynamicTest.dynamicTest(metric, () -> learned(metric, least))));
        return tests;
    }

    private static void learned(String modelAndMetric, double least) throws IOException {
        Assumptions.assumeTrue(SparkInstallation.mnist() != null || !modelAndMetric.contains("mnist"), "needs MNIST");
        String[] parts = modelAndMetric.split(" ");
        Path metrics = checkout.resolve("models").resolve(parts[0]).resolve("metrics.json");
        assertThat(Workbench.json(Files.readString(metrics)).get(parts[1]).asDouble())
                .isGreaterThanOrEqualTo(least);
    }

    private static void run(String commands, boolean ownJvm) throws Exception {
        Assumptions.assumeFalse(commands.contains("mvn verify"), "is what is running");
        Assumptions.assumeTrue(SparkInstallation.mnist() != null || !commands.contains("mnist"), "needs MNIST");
        Assumptions.assumeFalse(commands.contains("git clone"), "is done");
        run.awaitReady();
        Path log = Files.createTempFile(folder, "block", ".log");
        ProcessBuilder builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands)
                .directory(checkout.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment());
        builder.environment().remove("SPARK_CONF_DIR");
        if (ownJvm) {
            builder.environment().put(WarmRun.OWN_JVM, "yes");
        }
        builder.environment().merge("PATH", spark.submit().getParent().toString(), (path, bin) -> bin + ":" + path);
        Process process = builder.start();
        boolean ended = process.waitFor(BLOCK_MINUTES, TimeUnit.MINUTES);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        System.out.println(commands + Files.readString(log));
        assertThat(ended)
                .as("ended within " + BLOCK_MINUTES + " minutes: " + commands)
                .isTrue();
        assertThat(process.exitValue()).as(commands + Files.readString(log)).isZero();
    }
}
