package org.thalweg;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.jsontype.impl.LaissezFaireSubTypeValidator;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.beans.XMLDecoder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.thalweg.math.Blas;

/** The import table of the design, and what no class of the core may touch. */
class ArchitectureTest {
    private static final String ROOT = "org.thalweg.";

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.thalweg");

    private static final String JACKSON = "com.fasterxml.jackson";

    /** Package → what it may import beside the JDK and itself. */
    private static final Map<String, List<String>> IMPORTS = new TreeMap<>(Map.ofEntries(
            row("math", "dev.ludovic.netlib", "org.bytedeco"),
            row("settings"),
            row("json", JACKSON),
            row("safetensors", "json", JACKSON),
            row("digits", "math"),
            row("autodiff", "math"),
            row("data", "settings", "math", "org.apache.commons.codec"),
            row("nn", "settings", "json", "autodiff", "data", "math", JACKSON),
            row("optim", "settings", "math"),
            row("model", "settings", "json", "safetensors", "nn", "data", "math", JACKSON),
            row("train", "settings", "model", "optim", "nn", "autodiff", "data", "math"),
            row("checkpoint", "json", "safetensors", "train", "model", "math", JACKSON)));

    /** Names without a dot are packages of our own. */
    private static Map.Entry<String, List<String>> row(String name, String... imports) {
        return Map.entry(
                name,
                Stream.of(imports)
                        .map(other -> (other.contains(".") ? other : ROOT + other) + "..")
                        .toList());
    }

    static Stream<String> packages() {
        return IMPORTS.keySet().stream();
    }

    private static ArchRule importsOnly(String name, List<String> others) {
        List<String> allowed = new ArrayList<>(others);
        allowed.add(ROOT + name + "..");
        allowed.add("java..");
        return classes()
                .that()
                .resideInAPackage(ROOT + name + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed.toArray(String[]::new))
                .allowEmptyShould(true);
    }

    @ParameterizedTest
    @MethodSource("packages")
    void packageImportsWhatTheTableAllows(String name) {
        importsOnly(name, IMPORTS.get(name)).check(CORE);
    }

    @Test
    void everyPackageIsInTheTableAndItsClassesWereSeen() {
        Map<String, Long> seen = CORE.stream()
                .collect(Collectors.groupingBy(
                        type -> type.getPackageName().substring(ROOT.length()).split("\\.")[0], Collectors.counting()));
        assertThat(IMPORTS.keySet()).containsAll(seen.keySet());
        assertThat(seen).containsKeys("math", "data", "nn", "optim", "train");
        assertThat(CORE.contain("org.thalweg.train.Trainer")).isTrue();
        assertThat(CORE.contain("org.thalweg.nn.CrossEntropy")).isTrue();
        assertThat(CORE.contain(getClass().getName())).as("tests are left out").isFalse();
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.thalweg.(*)..").should().beFreeOfCycles().check(CORE);
    }

    private static final ArchRule NO_SPARK = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..", "com.esotericsoftware..");

    private static final ArchRule NO_UNSEEDED_RANDOMNESS = noClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.util\\.(.+\\.)?(Random|SplittableRandom|ThreadLocalRandom|RandomGenerator)"
                    + "|java\\.security\\.SecureRandom")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(StrictMath.class, "random")
            .orShould()
            .callMethod(java.util.Collections.class, "shuffle", List.class);

    private static final ArchRule NO_CONSOLE =
            noClasses().should().accessField(System.class, "out").orShould().accessField(System.class, "err");

    static Stream<ArchRule> prohibitions() {
        return Stream.of(
                NO_SPARK,
                NO_UNSEEDED_RANDOMNESS,
                NO_CONSOLE,
                ForeignObjects.NONE_FROM_BYTES,
                ForeignObjects.NONE_FROM_JSON,
                ForeignObjects.NONE_FROM_KRYO);
    }

    @ParameterizedTest
    @MethodSource("prohibitions")
    void nothingForbiddenIsTouched(ArchRule rule) {
        rule.check(CORE);
    }

    /** Blas takes one of netlib's classes, whose name is a constant. */
    @Test
    void noClassIsFoundByName() {
        ForeignObjects.NO_CLASS_BY_NAME.check(CORE.that(describe("not Blas", type -> type != CORE.get(Blas.class))));
    }

    /** Does what is forbidden, a method each. */
    static final class Offender {
        private Offender() {}

        static double random() {
            return new Random().nextDouble();
        }

        static double threadLocal() {
            return ThreadLocalRandom.current().nextDouble();
        }

        static double ofMath() {
            return Math.random();
        }

        static void print() {
            System.out.println();
        }

        static void complain() {
            System.err.println();
        }

        static Object read() throws IOException, ClassNotFoundException {
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(new byte[9]))) {
                return in.readObject();
            }
        }

        static Object readXml() {
            try (XMLDecoder in = new XMLDecoder(new ByteArrayInputStream(new byte[9]))) {
                return in.readObject();
            }
        }

        static Object lookUp() throws NamingException {
            return new InitialContext().lookup("rmi:x");
        }

        static Object bind() throws IOException {
            return new ObjectMapper().readValue("{}", Object.class);
        }

        static Object bindTokens() throws IOException {
            return new JsonFactory().createParser("{}").readValueAs(Object.class);
        }

        static void bindAny() {
            new ObjectMapper().activateDefaultTyping(LaissezFaireSubTypeValidator.instance);
        }

        static Object byName() throws ClassNotFoundException {
            return Class.forName("x");
        }

        static Object loaded() throws ClassNotFoundException {
            return Offender.class.getClassLoader().loadClass("x");
        }

        static Object defined() throws IllegalAccessException {
            return MethodHandles.lookup().defineClass(new byte[9]);
        }

        static Object service() {
            return ServiceLoader.load(Runnable.class);
        }
    }

    /** Rules that see nothing forbid nothing. */
    @Test
    void rulesFindWhatBreaksThem() {
        JavaClasses offender = new ClassFileImporter().importClasses(Offender.class);
        assertThat(broken(NO_UNSEEDED_RANDOMNESS, offender))
                .anyMatch(line -> line.contains("java.util.Random"))
                .anyMatch(line -> line.contains("ThreadLocalRandom"))
                .anyMatch(line -> line.contains("Math.random"));
        assertThat(broken(NO_CONSOLE, offender))
                .anyMatch(line -> line.contains("System.out"))
                .anyMatch(line -> line.contains("System.err"));
        assertThat(broken(ForeignObjects.NONE_FROM_BYTES, offender))
                .anyMatch(line -> line.contains("ObjectInputStream"))
                .anyMatch(line -> line.contains("XMLDecoder"))
                .anyMatch(line -> line.contains("InitialContext"))
                .anyMatch(line -> line.contains("LaissezFaireSubTypeValidator"));
        assertThat(broken(ForeignObjects.NONE_FROM_JSON, offender))
                .anyMatch(line -> line.contains("ObjectMapper.readValue"))
                .anyMatch(line -> line.contains("readValueAs"))
                .anyMatch(line -> line.contains("activateDefaultTyping"));
        assertThat(broken(ForeignObjects.NO_CLASS_BY_NAME, offender))
                .anyMatch(line -> line.contains("Class.forName"))
                .anyMatch(line -> line.contains("loadClass"))
                .anyMatch(line -> line.contains("defineClass"))
                .anyMatch(line -> line.contains("ServiceLoader"));
        assertThat(broken(
                        noClasses().should().dependOnClassesThat().resideInAnyPackage("org.apache.commons.codec.."),
                        CORE))
                .as("a rule of NO_SPARK's form, for a library that is used")
                .isNotEmpty();
        assertThat(broken(importsOnly("data", List.of()), CORE)).anyMatch(line -> line.contains("org.thalweg.math"));
        assertThat(broken(importsOnly("math", List.of()), CORE)).anyMatch(line -> line.contains("org.bytedeco"));
        assertThat(broken(importsOnly("train", List.of(ROOT + "math..")), CORE))
                .anyMatch(line -> line.contains("org.thalweg.nn"));
        assertThat(broken(slices().assignedFrom(BY_CLASS).should().beFreeOfCycles(), CORE))
                .as("Descent and Lbfgs know each other")
                .anyMatch(line -> line.contains("Cycle"));
    }

    private static List<String> broken(ArchRule rule, JavaClasses classes) {
        return rule.evaluate(classes).getFailureReport().getDetails();
    }

    private static final SliceAssignment BY_CLASS = new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return List.of("org.thalweg.optim.Descent", "org.thalweg.optim.Lbfgs")
                            .contains(type.getName())
                    ? SliceIdentifier.of(type.getName())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "Descent and Lbfgs, each by itself";
        }
    };
}
