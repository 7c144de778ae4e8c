package org.thalweg;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInput;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What turns bytes into objects of a class that the bytes name, or loads a class by its name: no file's reader touches it.
 * The names of libraries stand as texts, as none of them is on the core's class path.
 */
public final class ForeignObjects {
    private ForeignObjects() {}

    private static final String[] READERS = {
        "java.rmi..",
        "javax.rmi..",
        "javax.naming..",
        "javax.management..",
        "javax.script..",
        "org.yaml.snakeyaml..",
        "org.snakeyaml.engine.v2.constructor..",
        "com.fasterxml.jackson.databind.jsontype..",
        "com.thoughtworks.xstream..",
        "org.apache.hadoop.io.serializer..",
        "org.apache.spark.ml.util.."
    };

    private static final Pattern READER = Pattern.compile("java\\.beans\\.XMLDecoder"
            + "|org\\.snakeyaml\\.engine\\.v2\\.api\\.(Load|ConstructNode)"
            + "|com\\.fasterxml\\.jackson\\.databind\\.ObjectReader"
            + "|com\\.fasterxml\\.jackson\\.annotation\\.JsonTypeInfo"
            + "|org\\.apache\\.commons\\.lang3?\\.SerializationUtils"
            + "|org\\.apache\\.hadoop\\.io\\.(ObjectWritable|SequenceFile)(\\$.+)?"
            + "|org\\.apache\\.spark\\.serializer\\.(?!KryoRegistrator$).+");

    /** Java's own serialised objects, and whatever else holds objects of classes that it names. */
    public static final ArchRule NONE_FROM_BYTES = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ObjectInput.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage(READERS)
            .orShould()
            .dependOnClassesThat(
                    describe("read objects", type -> READER.matcher(base(type)).matches()))
            .orShould()
            .callMethodWhere(calls(
                    List.of("org.apache.spark.SparkContext", "org.apache.spark.api.java.JavaSparkContext"),
                    "objectFile|sequenceFile|checkpointFile"));

    /** Of what a stage of spark.ml is saved as, no class is made that the file names: a reader knows its own. */
    public static final ArchRule NO_STAGE_BY_NAME = noClasses()
            .should()
            .callMethodWhere(calls(
                    List.of(
                            "org.apache.spark.ml.util.DefaultParamsReader",
                            "org.apache.spark.ml.util.DefaultParamsReader$"),
                    "load|loadParamsInstance.*"))
            .orShould()
            .callConstructorWhere(describe("of Spark's own reader", call -> call.getTarget()
                    .getOwner()
                    .getName()
                    .equals("org.apache.spark.ml.util.DefaultParamsReader")));

    /** JSON is read token by token, or not at all: no object is bound to it. */
    public static final ArchRule NONE_FROM_JSON = noClasses()
            .should()
            .callMethodWhere(calls(
                    List.of(
                            "com.fasterxml.jackson.databind.ObjectMapper",
                            "com.fasterxml.jackson.core.ObjectCodec",
                            "com.fasterxml.jackson.core.JsonParser"),
                    "readValues?(As)?|readValueAsTree|readTree|readTreeAsValue|reader.*|treeToValue|convertValue|updateValue"
                            + "|.*DefaultTyping.*|setPolymorphicTypeValidator"));

    /** Kryo belongs to the wire. */
    public static final ArchRule NONE_FROM_KRYO =
            noClasses().should().dependOnClassesThat().resideInAPackage("com.esotericsoftware..");

    /** No class is found by a name, and none is made of bytes. */
    public static final ArchRule NO_CLASS_BY_NAME = noClasses()
            .should()
            .callMethodWhere(calls(List.of("java.lang.Class"), "forName"))
            .orShould()
            .callMethodWhere(calls(
                    List.of("java.lang.ClassLoader", "java.lang.invoke.MethodHandles$Lookup"),
                    "loadClass|findClass|defineClass|defineHiddenClass"))
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.net.URLClassLoader.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.util.ServiceLoader.class);

    private static String base(JavaClass type) {
        return type.getBaseComponentType().getName();
    }

    /** Calls of methods that are named so, by these classes or what extends them. */
    private static DescribedPredicate<JavaCall<?>> calls(List<String> owners, String methods) {
        Pattern names = Pattern.compile(methods);
        return describe("calls of " + methods, call -> {
            AccessTarget target = ((JavaAccess<?>) call).getTarget();
            boolean named = names.matcher(((HasName) target).getName()).matches();
            return named && owners.stream().anyMatch(target.getOwner()::isAssignableTo);
        });
    }
}
