package org.thalweg.jobs;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.apache.commons.lang3.SerializationUtils;
import org.apache.hadoop.io.ObjectWritable;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.serializer.KryoSerializer;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.thalweg.ForeignObjects;

/** Imports between the modules run downwards only; the core's own table is checked there. */
class HouseTest {
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("org.thalweg");

    private static final List<String> CORE = List.of(
                    "settings",
                    "math",
                    "autodiff",
                    "data",
                    "nn",
                    "optim",
                    "safetensors",
                    "model",
                    "train",
                    "checkpoint")
            .stream()
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
                "safetensors",
                "model",
                "train",
                "checkpoint",
                "spark",
                "jobs.config",
                "spark.table",
                "jobs.report",
                "jobs.run",
                "jobs.command",
                "jobs.store",
                "jobs.json")) {
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
                "org.thalweg.spark.table..",
                "org.thalweg.jobs.run..",
                "org.thalweg.jobs.command..");
    }

    @Test
    void reportsKnowNeitherSparkNorWhoWritesThem() {
        noneOf(
                List.of("org.thalweg.jobs.report.."),
                "org.apache.spark..",
                "org.apache.hadoop..",
                "scala..",
                "org.thalweg.spark..",
                "org.thalweg.jobs.run..",
                "org.thalweg.jobs.command..");
    }

    private static final List<String> WIRE = List.of(
            "org.thalweg.spark.ThalwegRegistrator",
            "org.thalweg.spark.WireSerializers",
            "org.thalweg.spark.StepMessages",
            "org.thalweg.spark.SparkInternals");

    private static JavaClasses without(List<String> exempt) {
        return HOUSE.that(describe("not " + exempt, type -> exempt.stream()
                .noneMatch(name -> type.getName().equals(name) || type.getName().startsWith(name + "$"))));
    }

    @Test
    void nothingReadsObjectsOfClassesThatAFileNames() {
        ForeignObjects.NONE_FROM_BYTES.check(HOUSE.that(describe(
                "not stages of spark.ml", type -> !type.getPackageName().equals("org.thalweg.ml"))));
        ForeignObjects.NO_STAGE_BY_NAME.check(HOUSE);
        ForeignObjects.NONE_FROM_JSON.check(HOUSE);
        ForeignObjects.NO_CLASS_BY_NAME.check(without(
                List.of("org.thalweg.math.Blas", "org.thalweg.spark.SparkInternals", "org.thalweg.ml.ModelSources")));
    }

    @Test
    void onlyTheWireKnowsKryo() {
        ForeignObjects.NONE_FROM_KRYO.check(without(WIRE));
        assertThat(WIRE).allMatch(HOUSE::contain);
    }

    /** Does what is forbidden, a method each. */
    static final class Offender {
        private Offender() {}

        static Object ofKryo(byte[] bytes) {
            return new Kryo().readClassAndObject(new Input(bytes));
        }

        static Object ofYaml(String yaml) {
            return new Load(LoadSettings.builder().build()).loadFromString(yaml);
        }

        static Object ofSpark(JavaSparkContext spark) {
            return spark.objectFile("x");
        }

        static Object ofSerializer(SparkConf conf) {
            return new KryoSerializer(conf);
        }

        static Object ofLang(byte[] bytes) {
            return SerializationUtils.deserialize(bytes);
        }

        static Object ofHadoop() {
            return new ObjectWritable();
        }

        static Object ofMllib() {
            return LogisticRegressionModel.read().load("x");
        }
    }

    /** Rules that see nothing forbid nothing; those that the core's own offender breaks are tried there. */
    @Test
    void rulesFindWhatBreaksThem() {
        JavaClasses offender = new ClassFileImporter().importClasses(Offender.class);
        assertThat(broken(ForeignObjects.NONE_FROM_KRYO, offender))
                .anyMatch(line -> line.contains("Kryo.readClassAndObject"));
        assertThat(broken(ForeignObjects.NONE_FROM_KRYO, HOUSE))
                .as("the wire's own")
                .isNotEmpty();
        assertThat(broken(ForeignObjects.NONE_FROM_BYTES, offender))
                .anyMatch(line -> line.contains("api.Load.loadFromString"))
                .anyMatch(line -> line.contains("JavaSparkContext.objectFile"))
                .anyMatch(line -> line.contains("KryoSerializer"))
                .anyMatch(line -> line.contains("SerializationUtils.deserialize"))
                .anyMatch(line -> line.contains("ObjectWritable"))
                .anyMatch(line -> line.contains("MLReader"));
        assertThat(broken(ForeignObjects.NO_CLASS_BY_NAME, HOUSE))
                .anyMatch(line -> line.contains("SparkInternals"))
                .anyMatch(line -> line.contains("Blas"));
    }

    private static List<String> broken(ArchRule rule, JavaClasses classes) {
        return rule.evaluate(classes).getFailureReport().getDetails();
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
                .and()
                .doNotHaveFullyQualifiedName("org.thalweg.jobs.Signals") // What it takes is a process's end.
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(HOUSE);
    }
}
