package org.thalweg.benchmarks;

import java.util.function.IntConsumer;
import org.thalweg.benchmarks.common.Arguments;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A benchmark whose only argument is a number of threads. */
@Command(mixinStandardHelpOptions = true)
final class OnThreads implements Runnable {
    private static final String THREADS = "THREADS";

    private final IntConsumer benchmark;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = THREADS, description = "Number of threads; by default one per core.")
    private int threads = Runtime.getRuntime().availableProcessors();

    OnThreads(IntConsumer benchmark) {
        this.benchmark = benchmark;
    }

    @Override
    public void run() {
        Arguments.requireAtLeast(spec, THREADS, 1, threads);
        benchmark.accept(threads);
    }
}
