package org.thalweg.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
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

    @Test
    void namesItsMainClass() throws IOException {
        try (JarFile jar = new JarFile(SparkInstallation.jar().toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
                    .isEqualTo("org.thalweg.jobs.Main");
        }
    }
}
