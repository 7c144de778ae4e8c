package org.thalweg.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.thalweg.jobs.Documents.Block;

/**
 * Every command block of every document runs and ends well, from the repository's root folder, in the order in which a reader
 * comes to them, and needs no block of another document; and the examples that they train learn what they are meant to.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class DocumentsIT {
    private static final int BLOCK_MINUTES = 5;

    /** Whether MNIST is trained for as long as the guide says, which takes a minute: {@code -Pfigures}. */
    private static final boolean ALL_EPOCHS = Boolean.getBoolean("thalweg.figures");

    private static final Pattern MNIST_TRAINING = Pattern.compile("^jobs/run .*mnist\\.yaml.*$", Pattern.MULTILINE);

    /** A block that cannot run here: its document, how its first line starts, and why. */
    private record NotRun(String document, String start, String why) {
        boolean is(Block block) {
            return block.document().equals(document) && block.text().startsWith(start);
        }
    }

    private static final List<NotRun> NOT_RUN = List.of(
            new NotRun("README.md", "mvn verify", "is what is running"),
            new NotRun("jobs/examples/month.md", "jobs/examples/month", "takes ten minutes"),
            new NotRun("trainer/python/README.md", "mvn -B -q", "builds what is running, and needs a package index"),
            new NotRun("cluster-configs/yarn/README.md", "cluster-configs/yarn/submit train", "needs YARN"),
            new NotRun("cluster-configs/yarn/README.md", "jar --create", "needs HDFS"),
            new NotRun("cluster-configs/kubernetes/README.md", "mvn -pl", "needs Kubernetes"),
            new NotRun("cluster-configs/schedules/README.md", "useradd", "needs systemd"));

    /** What a model of a document's examples and its metric must reach at least, once all its blocks have run. */
    private static final Map<String, Map<String, Double>> LEARNED = Map.of(
            "README.md",
            Map.of("digits testAccuracy", 0.96, "pumps validationAccuracy", 0.9),
            "jobs/GUIDE.md",
            Map.of(
                    "digits testAccuracy", 0.9, // after two epochs, as the last block that trains them says
                    "pumps validationAccuracy", 0.9,
                    "energy validationR2", 0.95,
                    "rents validationR2", 0.9,
                    "autoencoder validationR2", 0.4,
                    "mnist testAccuracy", ALL_EPOCHS ? 0.98 : 0.96,
                    "mnist testRows", 10_000.0));

    private static Path folder;

    private static Path checkout;
    private static SparkInstallation spark;
    private static WarmRun run;

    /** A checkout for the commands to run in: all that the repository holds, by links, and room for what they write. */
    @BeforeAll
    static void layOut() throws IOException {
        folder = SparkInstallation.scratch("documents");
        Path repository = RunScript.repository();
        checkout = Files.createDirectory(folder.resolve("thalweg"));
        link(repository, List.of("pom.xml", "README.md", "trainer", "cluster-configs"), checkout);
        Path jobs = Files.createDirectory(checkout.resolve("jobs"));
        link(repository.resolve("jobs"), List.of("pom.xml", "src", "examples", "target"), jobs);
        spark = SparkInstallation.in(folder.resolve("spark"));
        run = WarmRun.start(checkout, environment(), folder);
        run.standIn(jobs.resolve("run"));
    }

    private static void link(Path from, List<String> names, Path to) throws IOException {
        for (String name : names) {
            Files.createSymbolicLink(to.resolve(name), from.resolve(name));
        }
    }

    /** Takes away what the document before has written, and lays MNIST out. */
    private static void clear() throws IOException {
        for (String written : List.of("models", "predictions", "data", "spark-secure")) {
            Path path = checkout.resolve(written);
            if (Files.exists(path)) {
                try (Stream<Path> below = Files.walk(path)) { // does not follow links
                    for (Path each : below.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(each);
                    }
                }
            }
        }
        if (SparkInstallation.mnist() != null) {
            Files.createDirectory(checkout.resolve("data"));
            Files.createSymbolicLink(checkout.resolve("data/mnist"), SparkInstallation.mnist());
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
    List<DynamicTest> everyCommandBlockOfEveryDocument() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        Set<NotRun> left = new HashSet<>(NOT_RUN);
        boolean ownJvm = true; // The reader's first one starts as it does for the reader.
        for (String document : Documents.all()) {
            tests.add(DynamicTest.dynamicTest(document, DocumentsIT::clear));
            for (Block block : Documents.blocks(document)) {
                if (!block.language().equals("sh") || left.removeIf(notRun -> notRun.is(block))) {
                    continue;
                }
                String commands = ALL_EPOCHS
                        ? block.text()
                        : MNIST_TRAINING.matcher(block.text()).replaceAll("$0 --set training.epochs=2");
                boolean own = ownJvm;
                tests.add(DynamicTest.dynamicTest(block.toString(), () -> run(commands, own)));
                ownJvm &= !commands.contains("jobs/run");
            }
            LEARNED.getOrDefault(document, Map.of())
                    .forEach((metric, least) ->
                            tests.add(DynamicTest.dynamicTest(document + " " + metric, () -> learned(metric, least))));
        }
        assertThat(left).as("blocks that do not run and are not there").isEmpty();
        assertThat(Documents.all()).containsAll(LEARNED.keySet());
        assertThat(tests).as("tests").hasSizeGreaterThan(40);
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
        Assumptions.assumeTrue(SparkInstallation.mnist() != null || !commands.contains("mnist"), "needs MNIST");
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
