package org.thalweg.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.thalweg.jobs.Documents.Block;

/** What the documents refer to is there; {@link DocumentsIT} runs their commands. */
class DocumentsTest {
    private static final Path REPOSITORY = RunScript.repository();

    private static final Set<String> LANGUAGES = Set.of("sh", "java", "python", "xml", "yaml", "json", "text");

    /** The programs that {@link EstimatorIT} and {@link ServingIT} compile and run. */
    private static final List<String> PROGRAMS = List.of("jobs/examples/TrainInSpark.java", "jobs/examples/Serve.java");

    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z0-9]+(?:IT|Test))(?:\\.([a-zA-Z0-9]+))?`");

    private static final Pattern COMMAND = Pattern.compile(
            "^([A-Z_]+=\\S+ )*(jobs/run|mvn|cluster-configs/\\S+|trainer/benchmarks/run|spark-submit|javac?|pip3?|python3?) .*",
            Pattern.MULTILINE);

    @Test
    void documentsAreFoundWithoutThoseOfBuilds() throws IOException {
        assertThat(Documents.all())
                .startsWith("README.md")
                .contains(
                        "CONTRIBUTING.md",
                        "jobs/GUIDE.md",
                        "trainer/python/README.md",
                        "cluster-configs/yarn/README.md")
                .noneMatch(path -> path.contains("target/"));
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        Map<String, Set<String>> anchors = new HashMap<>();
        for (String document : Documents.all()) {
            anchors.put(document, Documents.anchors(document));
        }
        List<String> links = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        for (String document : Documents.all()) {
            for (String link : Documents.links(document)) {
                links.add(link);
                if (!leadsSomewhere(document, link, anchors)) {
                    broken.add(document + ": " + link);
                }
            }
        }
        assertThat(links).hasSizeGreaterThan(100).anyMatch(link -> link.contains("#"));
        assertThat(broken).isEmpty();
    }

    private static boolean leadsSomewhere(String document, String link, Map<String, Set<String>> anchors) {
        String[] parts = link.split("#", 2);
        Path from = REPOSITORY.resolve(document);
        Path to = parts[0].isEmpty() ? from : from.resolveSibling(parts[0]).normalize();
        if (parts.length == 1) {
            return to.startsWith(REPOSITORY) && Files.exists(to);
        }
        return anchors.getOrDefault(REPOSITORY.relativize(to).toString(), Set.of())
                .contains(parts[1]);
    }

    /** A block without one would hide commands from {@link DocumentsIT}. */
    @Test
    void everyBlockNamesItsLanguage() throws IOException {
        List<Block> unnamed = new ArrayList<>();
        for (String document : Documents.all()) {
            unnamed.addAll(Documents.blocks(document).stream()
                    .filter(block -> !LANGUAGES.contains(block.language()))
                    .toList());
        }
        assertThat(unnamed).isEmpty();
    }

    @Test
    void noCommandHidesInABlockOfText() throws IOException {
        assertThat(Documents.blocksIn("text")).isNotEmpty().noneMatch(block -> COMMAND.matcher(block.text())
                .find());
    }

    @Test
    void everyLineOfJavaIsOfAProgramThatRuns() throws IOException {
        Set<String> lines = new HashSet<>();
        for (String program : PROGRAMS) {
            Files.readAllLines(REPOSITORY.resolve(program)).forEach(line -> lines.add(line.strip()));
        }
        Stream<String> shown = Documents.blocksIn("java").stream()
                .flatMap(block -> block.text().lines())
                .map(String::strip)
                .map(line -> line.replace("\"jobs/examples/data/pumps.csv\"", "arguments[0]")
                        .replace("\"models/pumps-spark\"", "arguments[1]"));
        assertThat(shown).hasSizeGreaterThan(10).isSubsetOf(lines);
    }

    /** A test that a document names, with its method or without, is there. */
    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (String module : List.of("trainer/core", "trainer/spark", "trainer/benchmarks", "jobs")) {
            Path tests = REPOSITORY.resolve(module).resolve("src/test");
            if (Files.isDirectory(tests)) {
                try (Stream<Path> files = Files.walk(tests)) {
                    for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                            .toList()) {
                        sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
                    }
                }
            }
        }
        List<String> named = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String document : Documents.all()) {
            Matcher test = TEST.matcher(Documents.text(document));
            while (test.find()) {
                named.add(test.group());
                String source = sources.get(test.group(1));
                if (source == null || test.group(2) != null && !source.contains(" " + test.group(2) + "(")) {
                    missing.add(document + ": " + test.group());
                }
            }
        }
        assertThat(named).hasSizeGreaterThan(30).anyMatch(name -> name.contains("."));
        assertThat(missing).isEmpty();
    }
}
