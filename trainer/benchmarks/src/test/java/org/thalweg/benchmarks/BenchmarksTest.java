package org.thalweg.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class BenchmarksTest {
    private static final List<String> ON_THREADS = List.of(
            "gradient",
            "sparse",
            "step",
            "reading",
            "memory",
            "checkpoint",
            "soak",
            "nothing-new",
            "forgetting",
            "warm-start");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine all = Benchmarks.commandLine();
        all.setOut(new PrintWriter(out, true));
        all.setErr(new PrintWriter(err, true));
        return all.execute(arguments);
    }

    private void refuses(String commandLine, String message) {
        assertThat(run(commandLine.split(" "))).isEqualTo(2);
        assertThat(err.toString()).startsWith(message).hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scaling --executors 0       | --executors: expected 1 or more, found 0",
                "scaling --executors 1,-2    | --executors: expected 1 or more, found -2",
                "scaling --steps -3          | --steps: expected 1 or more, found -3",
                "scaling --warm-up -1        | --warm-up: expected 0 or more, found -1",
                "scaling --repeats 0         | --repeats: expected 1 or more, found 0",
                "scaling --tasks 0           | --tasks: expected 1 or more, found 0",
                "scaling --batch 0           | --batch: expected 1 or more, found 0",
                "scaling --batch 2000000000  | --batch: expected rows of at most ",
                "scaling --batch 2000000000 --lane-rows 1 | --batch: expected at most 1048576 with --lane-rows 1, found 2000000000",
                "scaling --local-steps 0     | --local-steps: expected 1 or more, found 0",
                "scaling --lane-rows 0       | --lane-rows: expected 1 or more, found 0",
                "scaling --network 784       | --network: expected two numbers or more",
                "scaling --network 784-0-10  | --network: expected two numbers or more",
                "scaling --network 784-ten   | --network: expected two numbers or more",
                "scaling --network 99999-99999-2 | --network: parameters: expected at most ",
                "scaling --reduction foo     | Invalid value for option '--reduction'",
                "parity --seeds 1            | --seeds: expected 2 or more, found 1",
                "parity --threads 0          | --threads: expected 1 or more, found 0",
                "parity --only foo           | --only: expected one of ",
                "peers --rows 0              | --rows: expected 1 or more, found 0",
                "peers --threads -1          | --threads: expected 1 or more, found -1",
                "estimators --rows 10        | --rows: expected 1000 or more, found 10",
                "estimators --seeds 0        | --seeds: expected 1 or more, found 0",
                "estimators --transform-rows 9 | --transform-rows: expected 1000 or more, found 9",
                "estimators --repeats 0      | --repeats: expected 1 or more, found 0",
                "estimators --threads 0      | --threads: expected 1 or more, found 0",
                "estimators --only foo       | Invalid value for option '--only'",
                "activations 2               | Unmatched argument",
                "soaked                      | benchmark: expected one of ",
                "step 0                      | THREADS: expected 1 or more, found 0",
            })
    void badArgumentsAreOneMessageAndCodeTwo(String commandLine, String message) {
        refuses(commandLine, message);
    }

    @Test
    void everyBenchmarkOnThreadsRefusesNoneAndWhatIsNoNumber() {
        for (String name : ON_THREADS) {
            assertThat(run(name, "0")).as(name).isEqualTo(2);
            assertThat(run(name, "two")).as(name).isEqualTo(2);
            assertThat(err.toString()).contains("see trainer/benchmarks/run " + name + " --help");
        }
        assertThat(err.toString()).hasLineCount(2 * ON_THREADS.size()).doesNotContain("\tat ");
    }

    @Test
    void noNameIsRefusedWithAllNames() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).startsWith("benchmark: expected one of ").contains(ON_THREADS);
    }

    @Test
    void helpListsAllBenchmarks() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains(ON_THREADS)
                .contains("activations", "estimators", "parity", "peers", "scaling");
    }

    @ParameterizedTest
    @ValueSource(strings = {"step", "activations", "estimators", "parity", "peers", "scaling"})
    void helpOfOneStatesItsUsage(String name) {
        assertThat(run(name, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: trainer/benchmarks/run " + name);
    }
}
