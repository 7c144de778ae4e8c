package org.thalweg.benchmarks;

import java.util.function.IntConsumer;
import org.thalweg.benchmarks.common.Arguments;
import org.thalweg.benchmarks.common.MissingFilesException;
import org.thalweg.benchmarks.estimators.Estimators;
import org.thalweg.benchmarks.peers.Peers;
import org.thalweg.benchmarks.scaling.ExecutorScaling;
import org.thalweg.benchmarks.tables.Tables;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs a benchmark by name. */
@Command(
        name = "trainer/benchmarks/run",
        description = "Runs a benchmark; NAME --help prints its options.",
        synopsisSubcommandLabel = "NAME",
        mixinStandardHelpOptions = true)
public final class Benchmarks implements Runnable {
    @Spec
    private CommandSpec spec;

    private Benchmarks() {}

    /** Runs the benchmark named by the first argument, with the remaining arguments, and exits with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** All benchmarks. */
    static CommandLine commandLine() {
        CommandLine all = new CommandLine(new Benchmarks());
        add(all, "gradient", "The speed of the gradient, compared with plain matrix products.", GradientSpeed::run);
        add(
                all,
                "sparse",
                "The speed of the first layer over sparse rows, compared with plain matrix products.",
                SparseSpeed::run);
        add(
                all,
                "step",
                "The overhead of Spark per training step, compared with an empty Spark job.",
                StepOverhead::run);
        add(
                all,
                "reading",
                "Reading and packing rows, compared with Spark's scan, repartition and sort.",
                ReadingSpeed::run);
        add(all, "memory", "The memory of cached rows, compared with their size as floats.", CachedRows::run);
        add(all, "checkpoint", "The cost of a checkpoint for the training loop.", CheckpointCost::run);
        add(all, "soak", "Memory, threads and open files during 10,000 steps.", Soak::run);
        add(
                all,
                "nothing-new",
                "A retraining run without new data, compared with starting and stopping Spark.",
                NothingNew::run);
        add(all, "forgetting", "MNIST by pairs of classes: accuracy on all ten after each.", Forgetting::run);
        add(
                all,
                "warm-start",
                "Half of MNIST, then all of it: warm start compared with random initial weights.",
                WarmStartComparison::run);
        all.addSubcommand(new Parity());
        all.addSubcommand(new Peers(SquareProducts::gigaflops));
        all.addSubcommand(new ExecutorScaling());
        all.addSubcommand(new Tables());
        all.addSubcommand(new Estimators());
        all.setCaseInsensitiveEnumValuesAllowed(true);
        all.setParameterExceptionHandler((failure, unused) -> refuse(failure));
        all.setExecutionExceptionHandler((failure, command, unused) -> {
            if (!(failure instanceof MissingFilesException)) {
                throw failure;
            }
            command.getErr().println(failure.getMessage());
            return command.getCommandSpec().exitCodeOnInvalidInput();
        });
        return all;
    }

    @Command(
            description = "Nanoseconds per element of every activation, forward and backward.",
            mixinStandardHelpOptions = true)
    void activations() {
        ActivationSpeed.run();
    }

    @Command(
            description = "Predictions per second of 2 and 8 threads with one predictor, compared with one thread.",
            mixinStandardHelpOptions = true)
    void serving() {
        ServingSpeed.run();
    }

    private static void add(CommandLine all, String name, String description, IntConsumer benchmark) {
        CommandLine command = new CommandLine(new OnThreads(benchmark));
        command.getCommandSpec().usageMessage().description(description);
        all.addSubcommand(name, command);
    }

    private static int refuse(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        String message = failure instanceof UnmatchedArgumentException unmatched && command.getParent() == null
                ? expectedName("\"" + unmatched.getUnmatched().get(0) + '"', command)
                : failure.getMessage();
        command.getErr().println(message + "; see " + command.getCommandSpec().qualifiedName() + " --help");
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String expectedName(String found, CommandLine all) {
        return "benchmark: expected one of "
                + String.join(", ", all.getSubcommands().keySet()) + ", found " + found;
    }

    @Override
    public void run() {
        Arguments.require(spec, false, expectedName("none", spec.commandLine()));
    }
}
