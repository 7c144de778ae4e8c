package org.thalweg.jobs;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The import table of the design for this module, of Thalweg's own packages; the modules below have tables of their
 * own.
 */
class ArchitectureTest {
    private static final String ROOT = "org.thalweg.jobs";

    private static final JavaClasses JOBS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    private static final String SPARK = "org.thalweg.spark..";

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
            "org.thalweg.json..",
            "org.thalweg.digits..");

    /** Package → what of Thalweg's Spark module and of the jobs it may import, beside the core and itself. */
    private static final Map<String, List<String>> IMPORTS = new TreeMap<>(Map.ofEntries(
            Map.entry(ROOT, jobs("command", "session")),
            Map.entry(of("json"), List.of()),
            Map.entry(of("config"), List.of("org.thalweg.spark.config")),
            Map.entry(of("report"), List.of()),
            Map.entry(of("profile"), with(with(jobs("json"), "org.thalweg.spark.table"), "org.thalweg.spark")),
            Map.entry(of("store"), with(jobs("json"), "org.thalweg.spark")),
            Map.entry(of("session"), with(jobs("config", "json", "store"), SPARK)),
            Map.entry(of("models"), with(with(jobs("config", "json", "session", "store"), SPARK), "org.thalweg.ml")),
            Map.entry(of("run"), with(jobs("config", "json", "models", "report", "session", "store"), SPARK)),
            Map.entry(
                    of("retrain"),
                    with(jobs("config", "json", "models", "profile", "report", "run", "session", "store"), SPARK)),
            Map.entry(
                    of("command"),
                    with(jobs("config", "json", "models", "retrain", "run", "session", "store"), SPARK))));

    private static List<String> jobs(String... names) {
        return Stream.of(names).map(ArchitectureTest::of).toList();
    }

    private static List<String> with(List<String> packages, String more) {
        return Stream.concat(packages.stream(), Stream.of(more)).toList();
    }

    private static String of(String name) {
        return ROOT + "." + name;
    }

    static Stream<String> packages() {
        return IMPORTS.keySet().stream();
    }

    private static ArchRule importsOnly(String name, List<String> others) {
        List<String> allowed = new ArrayList<>(others);
        allowed.add(name);
        allowed.addAll(CORE);
        return classes()
                .that()
                .resideInAPackage(name)
                .should()
                .onlyDependOnClassesThat(
                        resideOutsideOfPackage("org.thalweg..").or(resideInAnyPackage(allowed.toArray(String[]::new))));
    }

    @ParameterizedTest
    @MethodSource("packages")
    void packageImportsWhatTheTableAllows(String name) {
        importsOnly(name, IMPORTS.get(name)).check(JOBS);
    }

    @Test
    void everyPackageIsInTheTableAndItsClassesWereSeen() {
        Map<String, Long> seen =
                JOBS.stream().collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        assertThat(seen.keySet()).isEqualTo(IMPORTS.keySet());
        assertThat(JOBS.contain("org.thalweg.jobs.run.TrainRun")).isTrue();
        assertThat(JOBS.contain("org.thalweg.jobs.retrain.RetrainRun")).isTrue();
        assertThat(JOBS.contain(getClass().getName())).as("tests are left out").isFalse();
    }

    /** Of this module and those below. */
    @Test
    void noTwoClassesHaveOneName() {
        Map<String, List<String>> byName = new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .withImportOption(location -> !location.contains("-tests.jar"))
                        .importPackages("org.thalweg")
                        .stream()
                        .filter(type ->
                                type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                        .collect(Collectors.groupingBy(
                                JavaClass::getSimpleName,
                                Collectors.mapping(JavaClass::getPackageName, Collectors.toList())));
        assertThat(byName).containsKeys("TrainRun", "Fitter", "Trainer");
        byName.values().removeIf(packages -> packages.size() == 1);
        assertThat(byName).isEmpty();
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.thalweg.(**)").should().beFreeOfCycles().check(JOBS);
    }

    /** Rules that see nothing forbid nothing. */
    @Test
    void rulesFindWhatBreaksThem() {
        assertThat(broken(of("config"), List.of())).anyMatch(line -> line.contains("org.thalweg.spark.config"));
        assertThat(broken(of("run"), List.of(of("json"), of("report"), of("store"), SPARK)))
                .anyMatch(line -> line.contains(of("config")));
        assertThat(broken(of("run"), List.of(of("config"), of("json"), of("report"), of("store"))))
                .anyMatch(line -> line.contains("org.thalweg.spark.fit"));
    }

    private static List<String> broken(String name, List<String> others) {
        return importsOnly(name, others).evaluate(JOBS).getFailureReport().getDetails();
    }
}
