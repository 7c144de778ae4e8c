package org.thalweg.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.thalweg.checkpoint.CheckpointFile;
import org.thalweg.jobs.Workbench.Ran;
import org.thalweg.jobs.command.ExitCode;
import org.thalweg.model.ModelFile;
import org.thalweg.safetensors.TensorFileException;

/** Files that name a class to be run: each is refused with one message, and the class is not even loaded. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class GadgetFilesTest {
    private static final String NAME = "org.thalweg.jobs.Gadget";

    @TempDir
    Path folder;

    private Workbench bench;

    @BeforeEach
    void lay() {
        bench = new Workbench(folder);
        bench.write("flowers.csv", Flowers.csv(Flowers.of(20, 1)));
        System.clearProperty(Gadget.RAN);
    }

    /** Knows the gadget as a class of its own: what is done with it leaves the tests' loader as it was. */
    private static final class Apart extends URLClassLoader {
        Apart() {
            super(
                    new URL[] {
                        GadgetFilesTest.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                    },
                    null);
        }
    }

    private static Object gadget(ClassLoader apart) throws ReflectiveOperationException {
        return Class.forName(NAME, true, apart).getDeclaredConstructor().newInstance();
    }

    private static byte[] javaObject() throws IOException, ReflectiveOperationException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Apart apart = new Apart();
                ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(gadget(apart));
        }
        return bytes.toByteArray();
    }

    private static byte[] kryoObject() throws IOException, ReflectiveOperationException {
        Output output = new Output(4096);
        try (Apart apart = new Apart()) {
            new Kryo().writeClassAndObject(output, gadget(apart));
        }
        return output.toBytes();
    }

    /** The files, by what they are; those of YAML would open a connection to the port. */
    private static Map<String, byte[]> gadgets(int port) throws IOException, ReflectiveOperationException {
        String url = "http://127.0.0.1:" + port + "/gadget.jar";
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("a Java object", javaObject());
        files.put("a Kryo object", kryoObject());
        Map<String, String> yaml = Map.of(
                "a YAML object", "!!" + NAME + " {}\n",
                "a YAML address", "!!java.net.URL [\"" + url + "\"]\n",
                "a YAML script engine",
                        "!!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL [\"" + url
                                + "\"]]]]\n",
                "a YAML value", "task: !!" + NAME + " classification\ndata: !!java.net.URL [\"" + url + "\"]\n");
        yaml.forEach((what, text) -> files.put(what, text.getBytes(StandardCharsets.UTF_8)));
        System.clearProperty(Gadget.RAN);
        return files;
    }

    /** Files that are as small as a gadget, and files that are padded to where a header is looked for. */
    private static byte[] padded(byte[] file) {
        byte[] longer = new byte[4096];
        System.arraycopy(file, 0, longer, 0, file.length);
        return longer;
    }

    @Test
    void gadgetsAreRefusedAndTheirClassesNeverLoaded() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, byte[]> gadgets = gadgets(server.getLocalPort());
            for (Map.Entry<String, byte[]> gadget : gadgets.entrySet()) {
                refusedAsJob(gadget.getKey(), gadget.getValue());
                for (byte[] file : List.of(gadget.getValue(), padded(gadget.getValue()))) {
                    refused(gadget.getKey(), file, (in, size) -> ModelFile.read(in, size, "x.safetensors"));
                    refused(gadget.getKey(), file, (in, size) -> CheckpointFile.read(in, size, "x.safetensors"));
                }
            }
            refusedByEvaluate(gadgets.get("a Java object"));
            refusedByEvaluate(gadgets.get("a Kryo object"));
            server.setSoTimeout(200);
            assertThatThrownBy(server::accept).as("nobody connects").isInstanceOf(SocketTimeoutException.class);
        }
        assertThat(System.getProperty(Gadget.RAN)).as("nothing ran").isNull();
        assertThat(loaded(NAME)).as("not even loaded").isNull();
    }

    private void refusedAsJob(String what, byte[] file) {
        Path job = bench.write("job.yaml", file);
        Ran ran = bench.run("train", job.toString());
        assertThat(ran.code()).as(what).isEqualTo(ExitCode.USAGE);
        assertThat(ran.out()).as(what).isEmpty();
        assertThat(ran.err().lines()).as(what).isNotEmpty().allMatch(line -> line.startsWith(job.toString()));
        String reason = what.contains("YAML") ? "expected a value without a tag, found !!" : "expected text";
        assertThat(ran.err()).as(what).contains(reason);
    }

    private interface Reading {
        void from(InputStream in, long size) throws IOException;
    }

    private static void refused(String what, byte[] file, Reading reading) {
        assertThatThrownBy(() -> reading.from(new ByteArrayInputStream(file), file.length))
                .as(what)
                .isInstanceOf(TensorFileException.class)
                .hasMessageStartingWith("x.safetensors: expected a ")
                .message()
                .hasLineCount(1);
    }

    private void refusedByEvaluate(byte[] file) {
        Path model = bench.write("model/model.safetensors", file);
        Ran ran = bench.run("evaluate", Flowers.csvJob(bench, "flowers.csv"), List.of());
        assertThat(ran.code()).isEqualTo(ExitCode.DATA);
        assertThat(ran.reported()).startsWith(model + ": expected a ").hasLineCount(1);
    }

    /** The class of that name as the tests' own loader has it: null where it never was asked for it. */
    private static Object loaded(String name) throws ReflectiveOperationException {
        var found = ClassLoader.class.getDeclaredMethod("findLoadedClass", String.class);
        found.setAccessible(true);
        return found.invoke(GadgetFilesTest.class.getClassLoader(), name);
    }

    /** The gadgets are live: who reads them as objects runs them. */
    @Test
    void gadgetsRunWhereObjectsAreRead() throws Exception {
        try (Apart apart = new Apart()) {
            byte[] java = javaObject();
            System.clearProperty(Gadget.RAN);
            try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(java)) {
                @Override
                protected Class<?> resolveClass(ObjectStreamClass named) throws ClassNotFoundException {
                    return Class.forName(named.getName(), false, apart);
                }
            }) {
                in.readObject();
            }
            assertThat(System.getProperty(Gadget.RAN)).isEqualTo("readObject");

            byte[] kryo = kryoObject();
            System.clearProperty(Gadget.RAN);
            Kryo reader = new Kryo();
            reader.setClassLoader(apart);
            reader.readClassAndObject(new Input(kryo));
            assertThat(System.getProperty(Gadget.RAN)).isEqualTo("constructor");
        }
        assertThat(loaded(GadgetFilesTest.class.getName()))
                .as("a class that is loaded is found")
                .isNotNull();
    }
}
