package org.thalweg.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Imports between the modules run downwards only; the core's own table is checked there. */
class HouseTest {
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("org.thalweg");

    private static final List<String> CORE = List.of("math", "data", "nn", "optim", "model", "train").stream()
            .map(name -> "org.thalweg." + name + "..")
            .toList();

    private static void noneOf(List<String> packages, String... forbidden) {
        ArchRule rule = noClasses()
                .that()
                .resideInAnyPackage(packages.toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden);
        rule.check(HOUSE);
    }

    @Test
    void everyRoomIsSeen() {
        for (String room : List.of(
                "math",
                "data",
                "nn",
                "optim",
                "model",
                "train",
                "spark",
                "jobs.config",
                "jobs.read",
                "jobs.run",
                "jobs.command")) {
            assertThat(HOUSE.stream().filter(c -> c.getPackageName().equals("org.thalweg." + room)))
                    .as(room)
                    .hasSizeGreaterThan(2);
        }
    }

    @Test
    void theCoreKnowsNeitherSparkNorWhatIsAboveIt() {
        noneOf(
                CORE,
                "org.apache.spark..",
                "org.apache.hadoop..",
                "scala..",
                "org.thalweg.spark..",
                "org.thalweg.jobs..");
    }

    @Test
    void sparkKnowsNoJobs() {
        noneOf(List.of("org.thalweg.spark.."), "org.thalweg.jobs..");
    }

    @Test
    void jobFilesKnowNothingButThemselves() {
        noneOf(
                List.of("org.thalweg.jobs.config.."),
                "org.apache.spark..",
                "org.thalweg.jobs.read..",
                "org.thalweg.jobs.run..",
                "org.thalweg.jobs.command..");
    }

    @Test
    void noRoomsStandInACircle() {
        slices().matching("org.thalweg.(**)").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void onlyMainTouchesTheProcessOrItsStreams() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("org.thalweg.jobs.Main")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(HOUSE);
    }
}
