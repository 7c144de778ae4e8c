package org.thalweg.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The import table of this module: engine, settings, tables, forecasts, fitting, spark.ml stages; each may import those
 * before it.
 */
class ArchitectureTest {
    private static final String ROOT = "org.thalweg.spark";
    private static final String ML = "org.thalweg.ml";

    private static final JavaClasses SPARK = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT, ML);

    private static final List<String> CORE = List.of(
            "org.thalweg.settings..",
            "org.thalweg.math..",
            "org.thalweg.data..",
            "org.thalweg.nn..",
            "org.thalweg.optim..",
            "org.thalweg.safetensors..",
            "org.thalweg.model..",
            "org.thalweg.train..",
            "org.thalweg.checkpoint..",
            "org.thalweg.digits..");

    private static final List<String> CLUSTER =
            List.of("scala..", "org.apache.spark..", "org.apache.hadoop..", "org.apache.commons.codec..");

    /** Package → what it may import besides the JDK, the core and itself. */
    private static final Map<String, List<String>> IMPORTS = new TreeMap<>(Map.of(
            ROOT,
            with(CLUSTER, "com.esotericsoftware.kryo..", "org.apache.commons.io.."),
            ROOT + ".config",
            List.of("org.apache.commons.text.."),
            ROOT + ".table",
            with(CLUSTER, ROOT, ROOT + ".config"),
            ROOT + ".plan",
            List.of(),
            ROOT + ".fit",
            with(CLUSTER, ROOT, ROOT + ".config", ROOT + ".table", ROOT + ".plan"),
            ML,
            with(
                    CLUSTER,
                    ROOT,
                    ROOT + ".config",
                    ROOT + ".table",
                    ROOT + ".fit",
                    "org.thalweg.json..",
                    "com.fasterxml.jackson.core..",
                    "org.slf4j..")));

    private static List<String> with(List<String> packages, String... more) {
        return Stream.concat(packages.stream(), Stream.of(more)).toList();
    }

    static Stream<String> packages() {
        return IMPORTS.keySet().stream();
    }

    private static ArchRule importsOnly(String name, List<String> others) {
        List<String> allowed = new ArrayList<>(others);
        allowed.add(name);
        allowed.addAll(CORE);
        allowed.add("java..");
        return classes()
                .that()
                .resideInAPackage(name)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed.toArray(String[]::new));
    }

    @ParameterizedTest
    @MethodSource("packages")
    void packageImportsWhatTheTableAllows(String name) {
        importsOnly(name, IMPORTS.get(name)).check(SPARK);
    }

    @Test
    void everyPackageIsInTheTableAndItsClassesWereSeen() {
        Map<String, Long> seen =
                SPARK.stream().collect(Collectors.groupingBy(type -> type.getPackageName(), Collectors.counting()));
        assertThat(seen.keySet()).isEqualTo(IMPORTS.keySet());
        assertThat(seen.values()).allMatch(count -> count > 10);
        assertThat(SPARK.contain(ROOT + ".fit.Fitter")).isTrue();
        assertThat(SPARK.contain(ROOT + ".table.TableFormat")).isTrue();
        assertThat(SPARK.contain(getClass().getName())).as("tests are left out").isFalse();
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.thalweg.(**)").should().beFreeOfCycles().check(SPARK);
    }

    /** A session must only be stopped by its owner. */
    private static final ArchRule STOPS_NO_SESSION = noClasses()
            .should()
            .callMethod(SparkSession.class, "stop")
            .orShould()
            .callMethod(SparkSession.class, "close")
            .orShould()
            .callMethod(SparkContext.class, "stop")
            .orShould()
            .callMethod(JavaSparkContext.class, "stop")
            .orShould()
            .callMethod(JavaSparkContext.class, "close");

    private static final ArchRule NO_CONSOLE =
            noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");

    @Test
    void nothingStopsASessionOrPrints() {
        STOPS_NO_SESSION.check(SPARK);
        NO_CONSOLE.check(SPARK);
    }

    /** Violates the rules, one per method. */
    static final class Offender {
        private Offender() {}

        static void stop(SparkSession spark) {
            spark.stop();
        }

        static void stop(SparkContext spark) {
            spark.stop();
        }

        static void close(JavaSparkContext spark) {
            spark.close();
        }

        static void print() {
            System.out.println();
        }
    }

    /** Proves that the rules find violations. */
    @Test
    void rulesFindWhatBreaksThem() {
        JavaClasses offender = new ClassFileImporter().importClasses(Offender.class);
        assertThat(broken(STOPS_NO_SESSION, offender)).hasSize(3);
        assertThat(broken(NO_CONSOLE, offender)).hasSize(1);
        assertThat(broken(importsOnly(ROOT + ".fit", with(CLUSTER, ROOT, ROOT + ".config")), SPARK))
                .anyMatch(line -> line.contains(ROOT + ".table."));
        assertThat(broken(importsOnly(ROOT + ".table", with(CLUSTER, ROOT)), SPARK))
                .anyMatch(line -> line.contains(ROOT + ".config."));
        assertThat(broken(importsOnly(ROOT, CLUSTER), SPARK)).anyMatch(line -> line.contains("kryo"));
    }

    private static List<String> broken(ArchRule rule, JavaClasses classes) {
        return rule.evaluate(classes).getFailureReport().getDetails();
    }
}
