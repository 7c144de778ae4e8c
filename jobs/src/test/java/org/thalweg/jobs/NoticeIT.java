package org.thalweg.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The jars that bundle others' software bring licence and notice, and the notice names all that they bundle. */
@Timeout(1)
class NoticeIT {
    private static final Path REPOSITORY = RunScript.repository();

    static Stream<Path> jars() {
        return Stream.of(SparkInstallation.jar(), REPOSITORY.resolve("trainer/core/target/thalweg-serving.jar"));
    }

    private static String text(JarFile jar, String name) throws IOException {
        ZipEntry entry = jar.getEntry(name);
        assertThat(entry).as(name).isNotNull();
        return new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @MethodSource("jars")
    void bringsTheRepositorysLicenceAndNotice(Path path) throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            for (String name : List.of("LICENSE", "NOTICE")) {
                assertThat(text(jar, "META-INF/" + name)).isEqualTo(Files.readString(REPOSITORY.resolve(name)));
            }
        }
    }

    /** Artifacts by the POMs that they have brought, libraries but for the bindings of an artifact's own. */
    @ParameterizedTest
    @MethodSource("jars")
    void noticeNamesAllThatIsBundledUnderTheJar(Path path) throws IOException {
        String notice = Files.readString(REPOSITORY.resolve("NOTICE"));
        int start = notice.indexOf(REPOSITORY.relativize(path) + " bundles");
        assertThat(start).isNotNegative();
        String section = notice.substring(start, notice.indexOf("\n\n", notice.indexOf("\n\n", start) + 2));
        try (JarFile jar = new JarFile(path.toFile())) {
            List<String> bundled = jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.matches("META-INF/maven/.+/pom\\.xml") && !name.contains("/org.thalweg/"))
                    .map(name -> name.split("/")[2] + ":" + name.split("/")[3])
                    .toList();
            assertThat(bundled).isNotEmpty().allSatisfy(artifact -> assertThat(section)
                    .contains(artifact + " "));
            List<String> libraries = jar.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.matches(".*/lib[a-z_]+\\.so.*") && !name.contains("jni"))
                    .map(name -> name.replaceFirst(".*/(lib[a-z_]+)\\.so.*", "$1"))
                    .toList();
            assertThat(libraries).allSatisfy(library -> assertThat(section).contains(library));
        }
    }
}
