package org.thalweg.nn;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.thalweg.optim.Descent;
import org.thalweg.optim.Optimizer;
import org.thalweg.optim.Schedule;

/** Whichever class of the core is used first, its constants and those of its interface are initialised. */
class FirstUseTest {
    static Stream<String> types() {
        return Stream.of(Activation.class, Loss.class, Optimizer.class, Descent.class, Schedule.Kind.class)
                .flatMap(FirstUseTest::withPermitted)
                .map(Class::getName)
                .distinct();
    }

    private static Stream<Class<?>> withPermitted(Class<?> type) {
        return type.isSealed()
                ? Stream.concat(
                        Stream.of(type),
                        Arrays.stream(type.getPermittedSubclasses()).flatMap(FirstUseTest::withPermitted))
                : Stream.of(type);
    }

    @ParameterizedTest
    @MethodSource("types")
    void classMayBeUsedFirst(String type) throws IOException {
        URL core = Activation.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader fresh = new URLClassLoader(new URL[] {core}, ClassLoader.getPlatformClassLoader())) {
            assertThatCode(() -> Class.forName(type, true, fresh)).doesNotThrowAnyException();
        }
    }
}
