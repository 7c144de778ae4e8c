package org.thalweg.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The jar holds all that a cluster lacks, and nothing that it has. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class JobsJarIT {
    private static List<String> names() throws IOException {
        try (JarFile jar = new JarFile(SparkInstallation.jar().toFile())) {
            return jar.stream().map(ZipEntry::getName).toList();
        }
    }

    @Test
    void bringsOpenblasForBothProcessors() throws IOException {
        assertThat(names())
                .contains(
                        "org/bytedeco/openblas/linux-x86_64/libopenblas.so.0",
                        "org/bytedeco/openblas/linux-x86_64/libjniopenblas_nolapack.so",
                        "org/bytedeco/openblas/linux-arm64/libopenblas.so.0",
                        "org/bytedeco/openblas/linux-arm64/libjniopenblas_nolapack.so",
                        "org/bytedeco/javacpp/linux-x86_64/libjnijavacpp.so",
                        "org/bytedeco/javacpp/linux-arm64/libjnijavacpp.so",
                        "org/thalweg/jobs/examples/digits.yaml");
    }

    @Test
    void bringsOfThePlotsWhatAReportHoldsAndTheirLicence() throws IOException {
        assertThat(names())
                .filteredOn(name -> name.contains("/webjars/uplot/") && !name.endsWith("/"))
                .extracting(name -> name.replaceFirst(".*/webjars/uplot/[^/]+/", ""))
                .containsExactlyInAnyOrder("LICENSE", "dist/uPlot.iife.min.js", "dist/uPlot.min.css");
    }

    @Test
    void holdsNoClassOfWhatSparkBrings() throws IOException {
        List<String> packages = names().stream()
                .filter(name -> name.endsWith(".class"))
                .map(name -> name.substring(0, name.lastIndexOf('/')))
                .distinct()
                .toList();
        assertThat(packages)
                .isNotEmpty()
                .allMatch(name ->
                        List.of("org/thalweg", "org/bytedeco", "picocli", "org/snakeyaml", "me/tongfei").stream()
                                .anyMatch(name::startsWith));
    }

    /** Each of them has brought its POM into the jar. */
    @Test
    void theBillOfMaterialsNamesAllThatIsInIt() throws IOException {
        Path bill = SparkInstallation.module().resolve("target/thalweg-jobs.cdx.json");
        Assumptions.assumeTrue(Files.exists(bill), "made by Maven online alone");
        List<String> components = new ArrayList<>(List.of("org.thalweg:thalweg-jobs"));
        for (JsonNode component : new ObjectMapper().readTree(bill.toFile()).get("components")) {
            components.add(component.get("group").asText() + ":"
                    + component.get("name").asText());
            assertThat(component.get("licenses"))
                    .as("%s", component.get("name"))
                    .isNotEmpty();
        }
        List<String> brought = names().stream()
                .filter(name -> name.matches("META-INF/maven/.+/pom\\.xml"))
                .map(name -> name.split("/")[2] + ":" + name.split("/")[3])
                .toList();
        assertThat(brought).hasSizeGreaterThan(5).isSubsetOf(components);
        assertThat(components).contains("info.picocli:picocli", "org.webjars.npm:uplot");
    }

    @Test
    void namesItsMainClass() throws IOException {
        try (JarFile jar = new JarFile(SparkInstallation.jar().toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
                    .isEqualTo("org.thalweg.jobs.Main");
        }
    }
}
